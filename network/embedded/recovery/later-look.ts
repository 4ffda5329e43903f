/** Looks at what a start left, beside everything that works already. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Log } from '../log.js';
import { type LeftFile, type Looked, type Looks, newLooks } from './looks.js';

/** While this file exists, a start reads everything before it opens it: an earlier run found damage. */
export function readAllPath(dataDir: string): string {
  return join(dataDir, 'embedded', 'read-all');
}

export interface LaterLookOptions {
  readonly dataDir: string;
  readonly log: Log;
  /** Something is damaged: the next start reads everything, and mends it or says what a person has to do. */
  damaged(path: string): void;
  readonly atOnceBytes?: number;
}

export class LaterLook {
  #looks: Looks;
  readonly #mark: string;
  #worker: Worker | undefined;
  #ended: Promise<void> = Promise.resolve();

  #isStopped = false;
  #isDamaged = false;

  constructor(
    private readonly options: LaterLookOptions,
    private readonly script = join(__dirname, 'look-thread.js'),
  ) {
    this.#mark = readAllPath(options.dataDir);
    this.#looks = newLooks(existsSync(this.#mark) ? 'all' : 'some', options.atOnceBytes);
  }

  get looks(): Looks {
    return this.#looks;
  }

  /** Whether a start may go better that reads everything; if so, {@link looks} says that it does. */
  readAll(): boolean {
    if (this.#looks.atOnceBytes === Infinity) return false;
    this.#looks = newLooks('all');
    return true;
  }

  /** Everything that was to be opened was. Resolves when all that was left has been looked at. */
  begin(): Promise<void> {
    // A peer may be started while the process ends that found damage: that is for the next start.
    if (this.#isDamaged) return this.#ended;
    rmSync(this.#mark, { force: true });
    const files = this.looks.left.splice(0);
    const holds = this.looks.holds.splice(0);
    const [blocks, tables] = ['blocks', 'table'].map((kind) => files.filter((file) => file.kind === kind));
    this.#ended = this.#ended
      .then(() => this.#look(tables ?? []))
      // Until then those that a compaction replaced stay on the disk.
      .then(() => Promise.all(holds.map((release) => release().catch(() => undefined))))
      .then(() => this.#look(blocks ?? []));
    return this.#ended;
  }

  /** What is under way is given up. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#worker?.terminate();
  }

  async #look(files: readonly LeftFile[]): Promise<void> {
    if (this.#isStopped || files.length === 0) return;
    const startedAt = performance.now();
    const { damaged, unread } = await this.#inThread(files).catch((error: unknown): Looked => ({
      unread: [`files could not be looked at: ${String(error)}`],
    }));
    if (this.#isStopped) return;
    unread.forEach((line) => this.options.log(line));
    if (damaged !== undefined) this.#tell(damaged);
    else if (unread.length === 0)
      this.options.log(`${files.length} files were looked at in ${Math.round(performance.now() - startedAt)} ms`);
  }

  #inThread(files: readonly LeftFile[]): Promise<Looked> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(this.script, { workerData: files });
      worker.unref();
      this.#worker = worker;
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`the thread ended with ${code}`)));
    });
  }

  #tell(path: string): void {
    this.#isDamaged = true;
    try {
      mkdirSync(dirname(this.#mark), { recursive: true });
      writeFileSync(this.#mark, `${path}\n`, { flush: true });
    } catch (error) {
      // Without it the next start would leave the same again.
      this.options.log(`${path} is damaged, and ${this.#mark} cannot be written: ${String(error)}`);
      return;
    }
    this.options.damaged(path);
  }
}

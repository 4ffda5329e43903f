/** Looks at what a start left, beside everything that works already. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Log } from '../log.js';
import { type LeftFile, type Looks, newLooks } from './looks.js';

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
    const worker = new Worker(this.script, { workerData: files });
    worker.unref();
    this.#worker = worker;
    const { damaged, failure } = await new Promise<{ damaged?: string; failure?: string }>((resolve) => {
      worker.once('message', (path?: string) => resolve(path === undefined ? {} : { damaged: path }));
      worker.once('error', (error) => resolve({ failure: String(error) }));
      worker.once('exit', (code) => resolve({ failure: `the thread ended with ${code}` }));
    });
    if (this.#isStopped) return;
    if (damaged !== undefined) this.#tell(damaged);
    else if (failure !== undefined) this.options.log(`files could not be looked at: ${failure}`);
    else this.options.log(`${files.length} files were looked at in ${Math.round(performance.now() - startedAt)} ms`);
  }

  #tell(path: string): void {
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

/** A thread that works out of each block what can be worked out beforehand, while the rules look at blocks before it. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { AuditStart, BlockFacts } from './beforehand.js';

/** What the thread is given, and what it gives back; undefined for a block that cannot be read. */
export interface GivenBlock {
  readonly bytes: Uint8Array;
  readonly number: number;
  /** Whether signatures are looked at elsewhere. */
  readonly leavesSignatures: boolean;
}
export interface WorkedOut {
  readonly facts: BlockFacts | undefined;
}

/** A block takes some milliseconds; a thread that says nothing for so long is done without. */
const SILENT_MS = 60_000;

export class WorkAhead {
  readonly #worker: Worker;
  #silent: NodeJS.Timeout | undefined;
  readonly #asked: ((facts: BlockFacts | undefined) => void)[] = [];
  #isGone = false;

  constructor(
    start: AuditStart,
    script = join(__dirname, 'ahead-thread.js'),
    private readonly silentMs = SILENT_MS,
  ) {
    this.#worker = new Worker(script, { workerData: start });
    this.#worker.on('message', ({ facts }: WorkedOut) => {
      this.#asked.shift()?.(facts);
      this.#listen();
    });
    // Without it all is done where the rules are, as it is for a few blocks.
    this.#worker.on('error', () => this.#end());
    this.#worker.on('exit', () => this.#end());
    this.#worker.on('messageerror', () => void this.close());
  }

  /**
   * Of the next block, whose memory is taken over; undefined where it could not be worked out.
   *
   * @param leavesSignatures see {@link Beforehand.of}
   */
  of(bytes: Uint8Array, number: number, leavesSignatures = false): Promise<BlockFacts | undefined> {
    if (this.#isGone) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#asked.push(resolve);
      if (this.#asked.length === 1) this.#listen();
      // What shares its memory with others is copied.
      const isAlone = bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer;
      const given: GivenBlock = { bytes, number, leavesSignatures };
      this.#worker.postMessage(given, isAlone ? [bytes.buffer] : []);
    });
  }

  async close(): Promise<void> {
    this.#end();
    await this.#worker.terminate();
  }

  #listen(): void {
    clearTimeout(this.#silent);
    if (this.#asked.length > 0) this.#silent = setTimeout(() => void this.close(), this.silentMs);
  }

  #end(): void {
    this.#isGone = true;
    clearTimeout(this.#silent);
    for (const resolve of this.#asked.splice(0)) resolve(undefined);
  }
}

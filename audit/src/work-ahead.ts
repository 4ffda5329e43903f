/** A thread that works out of each block what can be worked out beforehand, while the rules look at blocks before it. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { AuditStart, BlockFacts } from './beforehand.js';

/** What the thread is given, and what it gives back; undefined for a block that cannot be read. */
export interface GivenBlock {
  readonly bytes: Uint8Array;
  readonly number: number;
}
export interface WorkedOut {
  readonly facts: BlockFacts | undefined;
}

export class WorkAhead {
  readonly #worker: Worker;
  readonly #asked: ((facts: BlockFacts | undefined) => void)[] = [];
  #isGone = false;

  constructor(start: AuditStart, script = join(__dirname, 'ahead-thread.js')) {
    this.#worker = new Worker(script, { workerData: start });
    this.#worker.on('message', ({ facts }: WorkedOut) => this.#asked.shift()?.(facts));
    // Without it all is done where the rules are, as it is for a few blocks.
    this.#worker.on('error', () => this.#end());
    this.#worker.on('exit', () => this.#end());
  }

  /** Of the next block, whose memory is taken over; undefined where it could not be worked out. */
  of(bytes: Uint8Array, number: number): Promise<BlockFacts | undefined> {
    if (this.#isGone) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#asked.push(resolve);
      const given: GivenBlock = { bytes, number };
      this.#worker.postMessage(given, bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : []);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #end(): void {
    this.#isGone = true;
    for (const resolve of this.#asked.splice(0)) resolve(undefined);
  }
}

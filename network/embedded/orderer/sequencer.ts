/**
 * The order of transactions: takes envelopes one at a time and makes blocks of them.
 *
 * Fabric: consensus puts messages in an order and the block cutter closes a block when it is full or its first message
 * has waited for `BatchTimeout`. Reference: `orderer/consensus/etcdraft/chain.go` (run), `orderer/common/blockcutter`.
 * Different here: a block is also closed as soon as the block before is written and its followers have committed it.
 * A configuration stands alone in its block. Single transactions then need not wait, and under load the next block fills while the one before is being worked on.
 * Left out: consensus; there is one sequencer.
 */
import type { ParsedBlock } from '../wire/block.js';
import { type BatchLimits, batchLength } from './batch-limits.js';

export interface SequencerOptions {
  limits(): BatchLimits;
  newest(): ParsedBlock;
  /** Makes the next block of these envelopes, or of one configuration, and stores it. */
  writeBlock(envelopes: readonly Uint8Array[], isConfig: boolean): Promise<void>;
  /** Resolves when those who keep up have committed the block. */
  awaitFollowers(blockNumber: number): Promise<void>;
}

const COMPANY_WAIT_MS = 10;
const LENGTH_DECAY = 0.7;

interface Waiting {
  readonly envelope: Uint8Array;
  /** A configuration stands alone in its block. */
  readonly isConfig: boolean;
  readonly sinceMs: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export class Sequencer {
  #waiting: Waiting[] = [];
  #wake: (() => void) | undefined;
  #isClosed = false;
  /** About how many envelopes a block had of late; less than two while transactions come one at a time. */
  #usualLength = 0;
  #followersDone: Promise<void> = Promise.resolve();
  readonly #finished: Promise<void>;

  constructor(private readonly options: SequencerOptions) {
    this.#finished = this.#run();
  }

  /** Resolves when the envelope stands in a block that is on the disk. */
  submit(envelope: Uint8Array, { isConfig = false } = {}): Promise<void> {
    if (this.#isClosed) return Promise.reject(new Error('the ordering service is stopping'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ envelope, isConfig, sinceMs: Date.now(), resolve, reject });
      this.#wake?.();
    });
  }

  /** Writes what it has and stops. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake?.();
    await this.#finished;
  }

  async #run(): Promise<void> {
    for (;;) {
      if (this.#waiting.length === 0) {
        if (this.#isClosed) return;
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      await this.#awaitTurn();
      await this.#awaitCompany();
      await this.#cut();
    }
  }

  /** Until the followers are done, or the block is full, or its first envelope has waited long enough. */
  async #awaitTurn(): Promise<void> {
    const deadlineMs = (this.#waiting[0]?.sinceMs ?? 0) + this.options.limits().timeoutMs;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      this.#followersDone,
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, Math.max(0, deadlineMs - Date.now()));
        this.#wake = () => {
          if (this.#isClosed || this.#waiting.length >= this.options.limits().messagesMax) resolve();
        };
        // It may be so already.
        this.#wake();
      }),
    ]);
    clearTimeout(timer);
    this.#wake = undefined;
  }

  /**
   * Clients that were answered together come back one after the other. Without a moment's patience the first of them
   * would have a block for itself, and each block costs the same, however little is in it.
   */
  async #awaitCompany(): Promise<void> {
    const expected = Math.floor(this.#usualLength / 2);
    if (this.#isClosed || this.#waiting.length >= expected) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, COMPANY_WAIT_MS);
      this.#wake = () => {
        if (!this.#isClosed && this.#waiting.length < expected) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }

  async #cut(): Promise<void> {
    const firstConfig = this.#waiting.findIndex(({ isConfig }) => isConfig);
    const before = firstConfig < 0 ? this.#waiting : this.#waiting.slice(0, Math.max(1, firstConfig));
    const sizes = before.map(({ envelope }) => envelope.length);
    const batch = this.#waiting.splice(0, batchLength(sizes, this.options.limits()));
    this.#usualLength = Math.max(batch.length, Math.floor(this.#usualLength * LENGTH_DECAY));
    try {
      await this.options.writeBlock(
        batch.map(({ envelope }) => envelope),
        firstConfig === 0,
      );
    } catch (error) {
      for (const { reject } of batch) reject(error as Error);
      return;
    }
    this.#followersDone = this.options.awaitFollowers(this.options.newest().header.number);
    for (const { resolve } of batch) resolve();
  }
}

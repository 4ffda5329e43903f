/**
 * Whether transactions that are handed over come back in blocks.
 *
 * Nobody tells a gateway that too few orderers are left: a transaction may be refused although some orderers keep it and
 * commit it later, or be taken and stay where it is. So this is judged by what is seen. Ordering counts as stuck when
 * own transactions wait and submissions have been refused for a moment, or no block has come for longer than a new
 * leader takes to be found. Any block ends it. While it lasts, new writes are refused at once, which is honest, because
 * nothing of them was handed over; what was handed over goes on being sent and tells when ordering is back.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../log.js';
import type { BlockParticipant } from '../projection/follower.js';

export interface OrderingTiming {
  /** Submissions are refused for this long, with none taken and no block in between. */
  readonly refusedMs: number;
  /** A transaction waits and no block comes. A killed leader of BFT orderers is replaced in half of this. */
  readonly silentMs: number;
  /** How often it is looked at. */
  readonly everyMs: number;
}

const defaultTiming: OrderingTiming = { refusedMs: 1_000, silentMs: 8_000, everyMs: 500 };
/** The own peer answers in this time, or else it may be the peer that is at fault. */
const PEER_ANSWERS_MS = 1_000;

export interface OrderingWatchParts {
  /** Number of blocks on the own peer. */
  readonly height: () => Promise<number>;
  /** The last block that was applied here. */
  readonly lastBlock: () => number;
  readonly log: Log;
  readonly timing?: Partial<OrderingTiming> | undefined;
}

export class OrderingWatch implements BlockParticipant {
  readonly #timing: OrderingTiming;
  /** When each transaction that is under way was first handed over; the oldest comes first. */
  readonly #waiting = new Map<string, number>();
  readonly #listeners: ((isStuck: boolean) => void)[] = [];
  readonly #timer: NodeJS.Timeout;
  #refusedSince: number | undefined;
  #lastBlockAt = -Infinity;
  #lastTakenAt = -Infinity;
  #asking = false;
  #stuck = false;

  constructor(private readonly parts: OrderingWatchParts) {
    this.#timing = { ...defaultTiming, ...parts.timing };
    this.#timer = setInterval(() => void this.#judge(), this.#timing.everyMs).unref();
  }

  get isStuck(): boolean {
    return this.#stuck;
  }

  /** The listener is called on every change. */
  onChange(listener: (isStuck: boolean) => void): void {
    this.#listeners.push(listener);
  }

  handingOver(txId: string): void {
    this.#waiting.set(txId, performance.now());
  }

  /** Enough orderers took a transaction. */
  taken(): void {
    this.#lastTakenAt = performance.now();
    this.#refusedSince = undefined;
  }

  /** Too few took it, or nobody answered. */
  refused(submittedAt: number): void {
    // A submission may have waited for seconds, in which others were taken.
    this.#refusedSince ??= Math.max(submittedAt, this.#lastTakenAt, this.#lastBlockAt);
    void this.#judge();
  }

  /** The transaction's fate is known, or it is not waited for any more. */
  over(txId: string): void {
    this.#waiting.delete(txId);
    // Without a transaction that is sent again and again nothing would show that ordering is back.
    if (this.#waiting.size === 0) this.#change(false);
  }

  durabilityOf(): 'rebuildable' {
    return 'rebuildable';
  }

  apply(): void {
    // Nothing of this is kept.
  }

  applied(): void {
    this.#lastBlockAt = performance.now();
    this.#refusedSince = undefined;
    this.#change(false);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #judge(): Promise<void> {
    if (this.#stuck || this.#asking || !this.#looksStuck()) return;
    this.#asking = true;
    try {
      // A peer that is frozen or behind looks the same from here; then the orderers are not to blame.
      const late = pause(PEER_ANSWERS_MS, undefined, { ref: false }).then(() => Infinity);
      const height = await Promise.race([this.parts.height(), late]).catch(() => Infinity);
      if (height - 1 <= this.parts.lastBlock() && this.#looksStuck()) this.#change(true);
    } finally {
      this.#asking = false;
    }
  }

  #looksStuck(): boolean {
    const [oldest] = this.#waiting.values();
    if (oldest === undefined) return false;
    const now = performance.now();
    if (this.#refusedSince !== undefined && now - this.#refusedSince >= this.#timing.refusedMs) return true;
    return now - Math.max(oldest, this.#lastBlockAt) >= this.#timing.silentMs;
  }

  #change(isStuck: boolean): void {
    if (this.#stuck === isStuck) return;
    this.#stuck = isStuck;
    const waiting = this.#waiting.size;
    if (isStuck) this.parts.log.error({ waiting }, 'Nothing is ordered any more; new writes are refused');
    else this.parts.log.info({ waiting }, 'Transactions are ordered again');
    for (const listener of this.#listeners) listener(isStuck);
  }
}

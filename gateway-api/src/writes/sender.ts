/**
 * Hands a signed transaction over until its fate is known.
 *
 * A failed or unanswered submission says nothing: the orderer may have it. So the same bytes are sent again, under the
 * same transaction id, which Fabric commits at most once; never is a new one made while this one may still appear.
 *
 * Also what orderers took is sent again if it does not come back in a block, as orderers forget what they hold when they
 * are restarted. While ordering is stuck, the oldest transaction finds out when it goes on; then all others follow.
 */
import { ChannelFailure, type Channel, type EndorsedTransaction } from '../channel/channel.js';
import type { Log } from '../log.js';
import type { Fate } from './fates.js';
import type { OrderingWatch } from './ordering-watch.js';

const REPEAT_PAUSE_MS = [100, 300, 1_000, 2_000, 5_000] as const;
/** Between two attempts of the transaction that finds out whether ordering goes on. */
const PROBE_MS = 1_000;
/** From an attempt to the next that is due because ordering goes on. */
const NUDGE_DISTANCE_MS = 500;
/** What was taken is late after some times what it usually takes. */
const LATE_TIMES = 4;
const NEWEST_WEIGHT = 0.2;

export interface SenderTiming {
  /** After this long without a block the outcome is called unknown. */
  readonly commitMs: number;
  /** What was taken is not late before this. */
  readonly lateMs: number;
  /** So long after orderers refused it for its signer's age, it is in a block or will never be. */
  readonly expiredMs: number;
}

const defaultTiming: SenderTiming = { commitMs: 60_000, lateMs: 4_000, expiredMs: 30_000 };

/** A transaction under way. */
interface Delivery {
  sentAt: number;
  /** When orderers first refused it because what it was signed with has ended, or was revoked. */
  expiredAt?: number;
  /** Ends the pause before the next attempt. */
  wake: () => void;
}

export class Sender {
  readonly #stopping = new AbortController();
  readonly #timing: SenderTiming;
  /** The oldest comes first. */
  readonly #deliveries = new Set<Delivery>();
  #usualMs = 0;
  #failing = false;

  constructor(
    private readonly channel: Pick<Channel, 'submit'>,
    private readonly ordering: OrderingWatch,
    private readonly log: Log,
    /** Nobody will order it any more: its fate is that. */
    private readonly giveUp: (txId: string) => void,
    timing: Partial<SenderTiming> = {},
  ) {
    this.#timing = { ...defaultTiming, ...timing };
    ordering.onChange((isStuck) => {
      if (isStuck) this.#oldest?.wake();
      else this.#nudge();
    });
  }

  /** Resolves with the fate. `unknown` is called when contact is lost, `submitted` when an orderer has answered. */
  async send(
    transaction: EndorsedTransaction,
    fate: Promise<Fate>,
    progress: { submitted(): void; unknown(): void },
  ): Promise<Fate> {
    const { signal } = this.#stopping;
    const { txId } = transaction;
    const begunAt = performance.now();
    const delivery: Delivery = { sentAt: begunAt, wake: () => undefined };
    this.#deliveries.add(delivery);
    this.ordering.handingOver(txId);
    try {
      for (let [attempt, timesTaken] = [0, 0]; ; attempt++) {
        const taken = await this.#submit(transaction, delivery, attempt);
        if (taken) progress.submitted();
        else progress.unknown();
        const pauseMs = taken ? this.#lateMs * 2 ** timesTaken++ : failurePauseMs(attempt);
        const known = await this.#wait(fate, delivery, pauseMs);
        if (known) {
          if (attempt === 0) this.#usualMs += (performance.now() - begunAt - this.#usualMs) * NEWEST_WEIGHT;
          return known;
        }
        // Stopped: the row stays, and the next run sends the same bytes.
        if (signal.aborted) return await new Promise(() => undefined);
        if (performance.now() - begunAt >= this.#timing.commitMs) progress.unknown();
      }
    } finally {
      this.#deliveries.delete(delivery);
      this.ordering.over(txId);
    }
  }

  stop(): void {
    this.#stopping.abort();
    for (const { wake } of this.#deliveries) wake();
  }

  /** Whether enough orderers took it. */
  async #submit(transaction: EndorsedTransaction, delivery: Delivery, attempt: number): Promise<boolean> {
    delivery.sentAt = performance.now();
    try {
      await this.channel.submit(transaction);
    } catch (error) {
      this.log.warn({ err: error, txId: transaction.txId, attempt }, 'A submission was not answered');
      this.#failing = true;
      const kind = error instanceof ChannelFailure ? error.kind : undefined;
      if (kind === 'signer-expired' || kind === 'signer-refused') this.#expired(transaction.txId, delivery);
      if (kind === 'unordered' || kind === 'deadline') this.ordering.refused(delivery.sentAt);
      return false;
    }
    this.ordering.taken();
    // What others could not hand over before may be taken as well now.
    if (this.#failing) this.#nudge();
    this.#failing = false;
    return true;
  }

  /** An earlier attempt may have reached the orderers while the certificate was good: that would show soon. A repeat takes effect once anyway. */
  #expired(txId: string, delivery: Delivery): void {
    const now = performance.now();
    delivery.expiredAt ??= now;
    if (now - delivery.expiredAt < this.#timing.expiredMs) return;
    this.log.warn(
      { txId },
      'What a transaction was signed with has ended or was revoked, so it will never be ordered: it is made anew',
    );
    this.giveUp(txId);
  }

  /** The fate if it is known before the next attempt is due. */
  async #wait(fate: Promise<Fate>, delivery: Delivery, usualPauseMs: number): Promise<Fate | undefined> {
    const probing = this.ordering.isStuck && this.#oldest === delivery;
    const waitMs = probing ? PROBE_MS : Math.min(usualPauseMs, this.#timing.commitMs);
    const { promise: due, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(resolve, waitMs, undefined);
    delivery.wake = () => resolve(undefined);
    if (this.#stopping.signal.aborted) delivery.wake();
    const known = await Promise.race([fate, due]);
    clearTimeout(timer);
    return known;
  }

  get #oldest(): Delivery | undefined {
    const [oldest] = this.#deliveries;
    return oldest;
  }

  get #lateMs(): number {
    return Math.max(this.#timing.lateMs, this.#usualMs * LATE_TIMES);
  }

  /** Everything that waits is sent again now, but for what was sent a moment ago. */
  #nudge(): void {
    const now = performance.now();
    for (const { sentAt, wake } of this.#deliveries) if (now - sentAt >= NUDGE_DISTANCE_MS) wake();
  }
}

function failurePauseMs(attempt: number): number {
  return REPEAT_PAUSE_MS[Math.min(attempt, REPEAT_PAUSE_MS.length - 1)]!;
}

/**
 * How long a group is kept open for others.
 *
 * What a transaction costs whatever is in it is a third of all: so whoever comes while another one is in flight waits until that is over,
 * and a moment longer for those whom it answered, as clients that were answered come back. So all of them come to go together; each bunch
 * that went alone would stay a bunch of its own, and each would cost a transaction. Where those who were answered do not come back, as at a shop's
 * tills, nobody waits for them. From so many on that a transaction is worth it by
 * itself nobody waits for the others' end. While many are in flight, whoever comes would only wait elsewhere: then a group stays open until one of
 * them is over, or for as long as one takes, so that crowds make groups larger and not more of them. What takes much longer than
 * usual is not waited for, and neither is an import.
 */
export interface WindowTiming {
  /** Silence after which a group goes when nothing is in flight. */
  readonly silenceMs: number;
  /** For so long a group is kept open beside others that it does not wait for, at the least and at the most. */
  readonly windowMs: number;
  readonly windowMaxMs: number;
  /** Silence after which those who were answered are not waited for any more, and how long they are in all. */
  readonly returnMs: number;
  readonly returnMaxMs: number;
  /** So many operations for each shared one in flight are worth a transaction. */
  readonly worthwhile: number;
  /** From so many shared ones in flight on it stays open until there are fewer, for as long as one takes and so long at the most. */
  readonly crowd: number;
  readonly crowdedMaxMs: number;
}

export interface Opened {
  readonly openedAt: number;
  readonly lastArrivalAt: number;
  /** Of those in flight, in bulk: they go by themselves. */
  readonly bulk: number;
  /** When others began, the first ones at the front. */
  readonly shared: readonly number[];
  /** Operations that could go now. */
  readonly ready: () => number;
}

const PART_OF_USUAL = 0.5;
/** Where of those that were answered fewer come back in time, of late, they are waited for in vain. */
const RETURNING = 0.75;
/** Who takes so many times what one takes of late is not waited for. */
const SLOW = 2;
const NEWEST_WEIGHT = 0.2;

export class GroupWindow {
  #usualMs = 0;
  /** So many units were answered and have not come back. */
  #awaited = 0;
  #answeredFirstAt = -Infinity;
  #answeredAt = -Infinity;
  /** Since the first of them was answered: how many were, and how many came while they may be waited for. */
  #together = { answered: 0, came: 0 };
  /** What part came back of late. */
  #returning = 1;

  constructor(private readonly timing: WindowTiming) {}

  /** A shared transaction took so long, from its group's end to its own. */
  took(ms: number): void {
    // One that hung says nothing of the next.
    const likely = Math.min(ms, this.timing.crowdedMaxMs);
    this.#usualMs += (likely - this.#usualMs) * (this.#usualMs === 0 ? 1 : NEWEST_WEIGHT);
  }

  /** A unit has its answer; in the clock of {@link dueAt}. */
  answered(now: number): void {
    if (now >= this.#answeredFirstAt + this.timing.returnMaxMs) {
      this.#learn();
      this.#awaited = 0;
      this.#answeredFirstAt = now;
    }
    this.#awaited += 1;
    this.#together.answered += 1;
    this.#answeredAt = now;
  }

  /** A unit came, back or for the first time. */
  came(now: number): void {
    if (this.#awaited > 0) this.#awaited -= 1;
    if (now < this.#answeredFirstAt + this.timing.returnMaxMs) this.#together.came += 1;
  }

  #learn(): void {
    const { answered, came } = this.#together;
    if (answered > 0) this.#returning += (Math.min(1, came / answered) - this.#returning) * NEWEST_WEIGHT;
    this.#together = { answered: 0, came: 0 };
  }

  /** In the clock that it is given. */
  dueAt(opened: Opened, now: number): number {
    const { openedAt, bulk, shared, ready } = opened;
    const { windowMs, windowMaxMs, worthwhile, crowd, crowdedMaxMs } = this.timing;
    if (bulk + shared.length === 0) return this.#dueAlone(opened);
    const usualMs = this.#usualMs;
    const slowMs = Math.max(windowMs, usualMs * SLOW);
    const awaited = shared.filter((begunAt) => now - begunAt < slowMs).length;
    const isForOthers = (): boolean => bulk === 0 && awaited > 0 && ready() < worthwhile * awaited;
    if (shared.length >= crowd || isForOthers()) return openedAt + Math.min(crowdedMaxMs, Math.max(windowMs, usualMs));
    return openedAt + Math.min(windowMaxMs, Math.max(windowMs, usualMs * PART_OF_USUAL));
  }

  #dueAlone({ openedAt, lastArrivalAt }: Opened): number {
    const { silenceMs, windowMs, returnMs, returnMaxMs } = this.timing;
    const due = Math.min(lastArrivalAt + silenceMs, openedAt + windowMs);
    if (this.#awaited === 0 || this.#returning < RETURNING) return due;
    const silentAt = Math.max(lastArrivalAt, this.#answeredAt) + returnMs;
    return Math.max(due, Math.min(silentAt, this.#answeredFirstAt + returnMaxMs));
  }
}

/**
 * How long a group is kept open for others.
 *
 * What a transaction costs whatever is in it is a third of all: so whoever comes while another one is in flight waits until that is over,
 * and a little longer for those whom it answered, as clients that were answered come back. So all of them come to go together; each bunch
 * that went alone would stay a bunch of its own, and each would cost a transaction. From so many on that a transaction is worth it by
 * itself nobody waits for the others' end. While many are in flight, whoever comes would only wait elsewhere: then a group stays open until one of
 * them is over, or for as long as one takes, so that crowds make groups larger and not more of them.
 */
export interface WindowTiming {
  /** Silence after which a group goes when nothing is in flight. */
  readonly silenceMs: number;
  /** For so long a group is kept open beside others that it does not wait for, at the least and at the most. */
  readonly windowMs: number;
  readonly windowMaxMs: number;
  /** Silence after which those who were answered are not waited for any more, at the least and at the most. */
  readonly returnMs: number;
  readonly returnMaxMs: number;
  /** So many operations for each shared one in flight are worth a transaction by themselves. */
  readonly worthwhile: number;
  /** From so many shared ones in flight on it stays open until there are fewer, for as long as one takes and so long at the most. */
  readonly crowd: number;
  readonly crowdedMaxMs: number;
}

export interface Opened {
  readonly openedAt: number;
  readonly lastArrivalAt: number;
  readonly inFlight: number;
  /** Of these, groups that were open for others: none in bulk, which goes by itself. */
  readonly shared: number;
  /** Operations that wait. */
  readonly waiting: number;
}

const PART_OF_USUAL = 0.5;
const RETURN_PART_OF_USUAL = 0.12;
/** They come one after the other. */
const RETURNS = 4;
const NEWEST_WEIGHT = 0.2;

export class GroupWindow {
  #usualMs: number | undefined;
  #answeredAt = -Infinity;
  /** So many were answered and have not come back. */
  #awaited = 0;

  constructor(private readonly timing: WindowTiming) {}

  /** A transaction took so long, from its group's end to its own. */
  took(ms: number): void {
    this.#usualMs = this.#usualMs === undefined ? ms : this.#usualMs + (ms - this.#usualMs) * NEWEST_WEIGHT;
  }

  /** So many have their answers; in the clock of {@link dueAt}. */
  answered(count: number, now: number): void {
    const areAwaited = now < this.#answeredAt + this.#returnMs * RETURNS;
    this.#awaited = (areAwaited ? this.#awaited : 0) + count;
    this.#answeredAt = now;
  }

  /** Somebody came, back or for the first time. */
  came(): void {
    if (this.#awaited > 0) this.#awaited -= 1;
  }

  /** In the clock that it is given. */
  dueAt(opened: Opened): number {
    const { openedAt, inFlight, shared, waiting } = opened;
    const { windowMs, windowMaxMs, worthwhile, crowd, crowdedMaxMs } = this.timing;
    const usualMs = this.#usualMs ?? 0;
    if (inFlight === 0) return this.#dueAlone(opened);
    const isBesideBulk = inFlight > shared;
    if (!isBesideBulk && (shared >= crowd || waiting < worthwhile * shared))
      return openedAt + Math.min(crowdedMaxMs, Math.max(windowMs, usualMs));
    return openedAt + Math.min(windowMaxMs, Math.max(windowMs, usualMs * PART_OF_USUAL));
  }

  #dueAlone({ openedAt, lastArrivalAt }: Opened): number {
    const { silenceMs, windowMs } = this.timing;
    const due = Math.min(lastArrivalAt + silenceMs, openedAt + windowMs);
    if (this.#awaited === 0) return due;
    const [at, silence] = [this.#answeredAt, this.#returnMs];
    return Math.max(due, Math.min(Math.max(lastArrivalAt, at) + silence, at + silence * RETURNS));
  }

  get #returnMs(): number {
    const { returnMs, returnMaxMs } = this.timing;
    return Math.min(returnMaxMs, Math.max(returnMs, (this.#usualMs ?? 0) * RETURN_PART_OF_USUAL));
  }
}

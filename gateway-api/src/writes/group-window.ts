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
  /** How many could go now. */
  readonly ready: number;
  /** When a shared one was over last, and how many could go if all that it answered came back. */
  readonly answered: { readonly at: number; readonly expected: number };
}

const PART_OF_USUAL = 0.5;
const RETURN_PART_OF_USUAL = 0.12;
/** They come one after the other. */
const RETURNS = 4;
const NEWEST_WEIGHT = 0.2;

export class GroupWindow {
  #usualMs: number | undefined;

  constructor(private readonly timing: WindowTiming) {}

  /** A transaction took so long, from its group's end to its own. */
  took(ms: number): void {
    this.#usualMs = this.#usualMs === undefined ? ms : this.#usualMs + (ms - this.#usualMs) * NEWEST_WEIGHT;
  }

  /** In the clock that it is given. */
  dueAt(opened: Opened): number {
    const { openedAt, inFlight, shared, waiting } = opened;
    const { windowMs, windowMaxMs, worthwhile, crowd, crowdedMaxMs } = this.timing;
    const usualMs = this.#usualMs ?? 0;
    if (inFlight === 0) return this.#dueAlone(opened, usualMs);
    const isBesideBulk = inFlight > shared;
    if (!isBesideBulk && (shared >= crowd || waiting < worthwhile * shared))
      return openedAt + Math.min(crowdedMaxMs, Math.max(windowMs, usualMs));
    return openedAt + Math.min(windowMaxMs, Math.max(windowMs, usualMs * PART_OF_USUAL));
  }

  #dueAlone({ openedAt, lastArrivalAt, ready, answered }: Opened, usualMs: number): number {
    const { silenceMs, windowMs, returnMs, returnMaxMs } = this.timing;
    const due = Math.min(lastArrivalAt + silenceMs, openedAt + windowMs);
    if (ready >= answered.expected) return due;
    const silence = Math.min(returnMaxMs, Math.max(returnMs, usualMs * RETURN_PART_OF_USUAL));
    const back = Math.min(Math.max(lastArrivalAt, answered.at) + silence, answered.at + silence * RETURNS);
    return Math.max(due, back);
  }
}

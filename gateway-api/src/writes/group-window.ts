/**
 * How long a group is kept open for others.
 *
 * What a transaction costs whatever is in it is a third of all: so while some are in flight, those who come wait for half of what a
 * transaction takes of late. Clients that were answered together come back together; if each such bunch went alone, they would stay as
 * many bunches as there once were, and each would cost a transaction. While many are in flight, whoever comes would only wait elsewhere: then
 * a group stays open until one of them is over, or for as long as one takes, so that crowds make groups larger and not more of them.
 */
export interface WindowTiming {
  /** Silence after which a group goes when nothing is in flight. */
  readonly silenceMs: number;
  /** For so long a group is kept open while transactions are in flight, at the least and at the most. */
  readonly windowMs: number;
  readonly windowMaxMs: number;
  /** From so many shared ones in flight on it stays open until there are fewer, for as long as one takes and so long at the most. */
  readonly crowd: number;
  readonly crowdedMaxMs: number;
}

interface Opened {
  readonly openedAt: number;
  readonly lastArrivalAt: number;
  readonly inFlight: number;
  /** Of these, groups that were open for others: none in bulk, which goes by itself. */
  readonly shared: number;
}

const PART_OF_USUAL = 0.5;
const NEWEST_WEIGHT = 0.2;

export class GroupWindow {
  #usualMs: number | undefined;

  constructor(private readonly timing: WindowTiming) {}

  /** A transaction took so long, from its group's end to its own. */
  took(ms: number): void {
    this.#usualMs = this.#usualMs === undefined ? ms : this.#usualMs + (ms - this.#usualMs) * NEWEST_WEIGHT;
  }

  /** In the clock that it is given. */
  dueAt({ openedAt, lastArrivalAt, inFlight, shared }: Opened): number {
    const { silenceMs, windowMs, windowMaxMs, crowd, crowdedMaxMs } = this.timing;
    const usualMs = this.#usualMs ?? 0;
    if (inFlight === 0) return Math.min(lastArrivalAt + silenceMs, openedAt + windowMs);
    if (shared >= crowd) return openedAt + Math.min(crowdedMaxMs, Math.max(windowMs, usualMs));
    return openedAt + Math.min(windowMaxMs, Math.max(windowMs, usualMs * PART_OF_USUAL));
  }
}

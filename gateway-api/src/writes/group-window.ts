/**
 * How long a group is kept open for others.
 *
 * What a transaction costs whatever is in it is a third of all: so while some are in flight, those who come wait for half of what a
 * transaction takes of late. Clients that were answered together come back together; if each such bunch went alone, they would stay as
 * many bunches as there once were, and each would cost a transaction.
 */
export interface WindowTiming {
  /** Silence after which a group goes when nothing is in flight. */
  readonly silenceMs: number;
  /** For so long a group is kept open while transactions are in flight, at the least and at the most. */
  readonly windowMs: number;
  readonly windowMaxMs: number;
}

interface Opened {
  readonly openedAt: number;
  readonly lastArrivalAt: number;
  readonly inFlight: number;
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
  dueAt({ openedAt, lastArrivalAt, inFlight }: Opened): number {
    const { silenceMs, windowMs, windowMaxMs } = this.timing;
    if (inFlight === 0) return Math.min(lastArrivalAt + silenceMs, openedAt + windowMs);
    return openedAt + Math.min(windowMaxMs, Math.max(windowMs, (this.#usualMs ?? 0) * PART_OF_USUAL));
  }
}

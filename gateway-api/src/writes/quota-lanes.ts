/**
 * Who may draw on which quota lane.
 *
 * Lanes belong to a programme that is issued, or to a rate at which points are exchanged (`Draw.owner`).
 *
 * One transaction in flight per lane: a lane's row is read and written, so two at once would conflict. A group gets one
 * lane that has enough for all of it; near the end of the quota it gets several, at last all of them, so that what is
 * left anywhere can be used before anybody is told that the quota is exhausted.
 */
import type { QuotaLane } from '@commonpoint/catalogue';

export class QuotaLanes {
  readonly #taken = new Map<string, Set<number>>();

  constructor(
    /** The lanes of a programme or a rate as the projection has them; empty if it is not ours to draw on. */
    private readonly lanesOf: (owner: string) => readonly QuotaLane[],
  ) {}

  /**
   * Lanes for drawing this much in one transaction, marked as taken.
   *
   * @returns the lanes, in the order to draw from; an empty list where no lane needs to be named; `wait` if lanes that
   * are in use by others may still have what is missing
   */
  take(owner: string, amount: bigint): readonly number[] | 'wait' {
    const lanes = this.lanesOf(owner);
    if (lanes.length === 0) return [];
    const free = this.#free(owner, lanes);
    if (free.length === 0) return 'wait';
    const chosen: number[] = [];
    let left = amount;
    const enough = free.filter(({ rest }) => rest >= amount).at(-1);
    if (enough) chosen.push(enough.lane);
    else {
      for (const { lane, rest } of free.toReversed()) {
        chosen.push(lane);
        left -= rest;
        if (left <= 0n) break;
      }
      if (left > 0n && free.length < lanes.length) return 'wait';
    }
    const taken = this.#taken.get(owner) ?? new Set<number>();
    for (const lane of chosen) taken.add(lane);
    this.#taken.set(owner, taken);
    return chosen;
  }

  /** How much a group may draw at once without waiting for lanes in use; undefined if nothing limits it here. */
  available(owner: string): bigint | undefined {
    const lanes = this.lanesOf(owner);
    const free = this.#free(owner, lanes);
    // With all lanes at hand the chaincode decides, operation by operation, what still fits.
    if (free.length === lanes.length) return undefined;
    return free.reduce((sum, { rest }) => sum + rest, 0n);
  }

  release(owner: string, lanes: readonly number[]): void {
    for (const lane of lanes) this.#taken.get(owner)?.delete(lane);
  }

  /** What is left in all lanes together, those in use included. */
  left(owner: string): bigint {
    return this.lanesOf(owner).reduce((sum, lane) => sum + rest(lane), 0n);
  }

  /** Free lanes, the fullest last. */
  #free(owner: string, lanes: readonly QuotaLane[]): { lane: number; rest: bigint }[] {
    const taken = this.#taken.get(owner);
    return lanes
      .filter(({ lane }) => !taken?.has(lane))
      .map((lane) => ({ lane: lane.lane, rest: rest(lane) }))
      .toSorted((a, b) => (a.rest < b.rest ? -1 : a.rest > b.rest ? 1 : 0));
  }
}

function rest({ granted, used }: QuotaLane): bigint {
  return BigInt(granted) - BigInt(used);
}

/**
 * Who may draw on which quota lane.
 *
 * Lanes belong to a programme that is issued, to a rate at which points are exchanged, or to what a merchant lets an issuer
 * owe it (`Draw.owner`). Of lanes that other gateways draw on too, a gateway begins with its own.
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
    /** Whether one of so many lanes is ours to begin with. */
    private readonly isOwn: (owner: string, lane: number, lanes: number) => boolean = () => true,
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
    const [own, others] = [true, false].map((isOwn) =>
      free.filter(({ lane }) => this.isOwn(owner, lane, lanes.length) === isOwn),
    ) as [Free[], Free[]];
    // Of the others' lanes the emptiest that has enough: they begin with their fullest.
    const single = others.find(({ rest }) => rest >= amount);
    const found = choose(own, amount) ?? (single && [single.lane]) ?? choose([...others, ...own], amount);
    if (!found && free.length < lanes.length) return 'wait';
    const chosen = found ?? free.map(({ lane }) => lane).toReversed();
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
  #free(owner: string, lanes: readonly QuotaLane[]): Free[] {
    const taken = this.#taken.get(owner);
    return lanes
      .filter(({ lane }) => !taken?.has(lane))
      .map((lane) => ({ lane: lane.lane, rest: rest(lane) }))
      .toSorted((a, b) => (a.rest < b.rest ? -1 : a.rest > b.rest ? 1 : 0));
  }
}

interface Free {
  readonly lane: number;
  readonly rest: bigint;
}

/** The last lane that has enough, or the last ones that have it together; undefined if all have too little. */
function choose(lanes: readonly Free[], amount: bigint): number[] | undefined {
  const enough = lanes.findLast(({ rest }) => rest >= amount);
  if (enough) return [enough.lane];
  const chosen: number[] = [];
  let left = amount;
  for (const { lane, rest } of lanes.toReversed()) {
    if (left <= 0n) break;
    if (rest <= 0n) continue;
    chosen.push(lane);
    left -= rest;
  }
  return left > 0n ? undefined : chosen;
}

function rest({ granted, used }: QuotaLane): bigint {
  return BigInt(granted) - BigInt(used);
}

/**
 * Which waiting units go into the next transaction: a pure queue, without clock or Fabric.
 *
 * Units that touch what an earlier unit touches wait until that one is over ({@link Places}), or go along with it; all
 * that wait for the same account go together in the next transaction, one after the other inside it. So a hot account costs
 * one transaction per round trip, not one per operation, and no two transactions in flight can conflict over a lot or a lane.
 */
import { POST_OPERATIONS_MAX, type Operation, type Role } from '@commonpoint/catalogue';
import { drawsOf, type LedgerLookup } from './ledger-lookup.js';
import { quotaKey } from './lock-keys.js';
import { Places } from './places.js';
import type { QuotaLanes } from './quota-lanes.js';
import type { Unit } from './unit.js';

export interface Group {
  readonly role: Role;
  readonly units: readonly Unit[];
  /** Whether others could have come along. */
  readonly isShared: boolean;
  /** Lanes to draw from, by programme or rate (`Draw.owner`). */
  readonly lanes: ReadonlyMap<string, readonly number[]>;
}

export class Grouping {
  #ready: Unit[] = [];
  readonly #waiting = new Map<string, Unit[]>();
  readonly #places: Places;
  #operations = 0;
  #isSorted = true;

  constructor(
    private readonly lanes: QuotaLanes,
    private readonly lookup: LedgerLookup,
    private readonly operationsMax = POST_OPERATIONS_MAX,
  ) {
    this.#places = new Places(lookup);
  }

  /** Operations that wait, ready or not. */
  get length(): number {
    return this.#operations;
  }

  /** Operations that could go now. */
  get readyLength(): number {
    return this.#ready.reduce((sum, unit) => sum + unit.pending.length, 0);
  }

  get hasReady(): boolean {
    return this.#ready.length > 0;
  }

  /** A unit that comes for the first time takes its place; one that is put back has kept it. */
  add(unit: Unit): void {
    this.#places.enter(unit);
    this.#operations += unit.pending.length;
    this.#ready.push(unit);
    this.#isSorted &&= this.#ready.length === 1 || this.#ready.at(-2)!.seq < unit.seq;
  }

  /** Nothing of the unit is pending any more: who waited for it is ready again, ahead of later arrivals. */
  over(unit: Unit): void {
    for (const key of this.#places.leave(unit)) this.#wake(key);
  }

  /** The next group, its lanes taken; undefined if all that waits, waits for something under way. */
  next(): Group | undefined {
    if (!this.#isSorted) this.#ready = this.#ready.toSorted((a, b) => a.seq - b.seq);
    this.#isSorted = true;
    const builder = new GroupBuilder(this.lanes, this.lookup);
    const later: Unit[] = [];
    for (const [index, unit] of this.#ready.entries()) {
      if (builder.operations >= this.operationsMax) {
        later.push(...this.#ready.slice(index));
        break;
      }
      if (!builder.suits(unit) || builder.operations + unit.pending.length > this.operationsMax) {
        later.push(unit);
        continue;
      }
      const goesAlong = (other: Unit): boolean => builder.units.has(other);
      const obstacle = this.#places.obstacle(unit, goesAlong) ?? builder.missingQuota(unit.pending);
      if (obstacle) this.#wait(obstacle, unit);
      else builder.add(unit);
    }
    this.#ready = later;
    if (builder.units.size === 0) return undefined;
    this.#operations -= builder.operations;
    return builder.build();
  }

  /** The group's transaction is over: its lanes may be drawn from again. */
  release(group: Group): void {
    for (const [owner, lanes] of group.lanes) {
      this.lanes.release(owner, lanes);
      this.#wake(quotaKey(owner));
    }
  }

  /** Takes out all units that have not begun, for an end in haste. */
  clear(): Unit[] {
    const units = [...this.#ready, ...[...this.#waiting.values()].flat()];
    this.#ready = [];
    this.#waiting.clear();
    this.#operations = 0;
    return units;
  }

  #wake(key: string): void {
    const units = this.#waiting.get(key);
    if (!units) return;
    this.#waiting.delete(key);
    this.#ready.push(...units);
    this.#isSorted = false;
  }

  #wait(key: string, unit: Unit): void {
    const units = this.#waiting.get(key);
    if (units) units.push(unit);
    else this.#waiting.set(key, [unit]);
  }
}

class GroupBuilder {
  readonly units = new Set<Unit>();
  #first: Unit | undefined;
  operations = 0;
  readonly #drawn = new Map<string, bigint>();
  readonly #available = new Map<string, bigint | undefined>();

  constructor(
    private readonly lanes: QuotaLanes,
    private readonly lookup: LedgerLookup,
  ) {}

  /** One identity signs a transaction. */
  suits(unit: Unit): boolean {
    const first = this.#first;
    return !first || (first.role === unit.role && !first.alone && !unit.alone);
  }

  /** What to wait for if the lanes at hand cannot cover the unit as well. */
  missingQuota(operations: readonly Operation[]): string | undefined {
    for (const [owner, amount] of drawnBy(operations, this.lookup)) {
      if (!this.#available.has(owner)) this.#available.set(owner, this.lanes.available(owner));
      const available = this.#available.get(owner);
      const wanted = (this.#drawn.get(owner) ?? 0n) + amount;
      if (available !== undefined && (available === 0n || wanted > available)) return quotaKey(owner);
    }
    return undefined;
  }

  add(unit: Unit): void {
    this.#first ??= unit;
    this.units.add(unit);
    this.operations += unit.pending.length;
    for (const [owner, amount] of drawnBy(unit.pending, this.lookup)) {
      this.#drawn.set(owner, (this.#drawn.get(owner) ?? 0n) + amount);
    }
  }

  build(): Group {
    const lanes = new Map<string, readonly number[]>();
    for (const [owner, amount] of this.#drawn) {
      const taken = this.lanes.take(owner, amount);
      // `missingQuota` has seen to it that the lanes suffice; were it ever wrong, the chaincode's lane 0 still decides.
      if (taken !== 'wait' && taken.length > 0) lanes.set(owner, taken);
    }
    const units = [...this.units].toSorted((a, b) => a.seq - b.seq);
    return { role: units[0]!.role, units, isShared: !units[0]!.alone, lanes };
  }
}

function drawnBy(operations: readonly Operation[], lookup: LedgerLookup): Map<string, bigint> {
  const drawn = new Map<string, bigint>();
  for (const operation of operations) {
    for (const draw of drawsOf(operation, lookup)) drawn.set(draw.owner, (drawn.get(draw.owner) ?? 0n) + draw.amount);
  }
  return drawn;
}

/**
 * Which waiting units go into the next transaction: a pure queue, without clock or Fabric.
 *
 * Units that touch something in flight wait for it, in order of arrival; all that touch the same account go together
 * in the next transaction, one after the other inside it. So a hot account costs one transaction per round trip, not
 * one per operation, and no two transactions in flight can conflict over a lot or a lane.
 */
import { POST_OPERATIONS_MAX, type Operation, type Role } from '@commonpoint/catalogue';
import { drawOf, type LedgerView } from './ledger-view.js';
import { lockKeys, quotaKey } from './lock-keys.js';
import type { QuotaLanes } from './quota-lanes.js';
import type { Unit } from './unit.js';

export interface Group {
  readonly role: Role;
  readonly units: readonly Unit[];
  /** What the group holds until it is released. */
  readonly locks: readonly string[];
  /** Lanes to draw from, by programme or rate (`Draw.owner`). */
  readonly lanes: ReadonlyMap<string, readonly number[]>;
}

export class Grouping {
  #ready: Unit[] = [];
  readonly #waiting = new Map<string, Unit[]>();
  readonly #locked = new Set<string>();
  #operations = 0;

  constructor(
    private readonly lanes: QuotaLanes,
    private readonly view: LedgerView,
    private readonly operationsMax = POST_OPERATIONS_MAX,
  ) {}

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

  add(unit: Unit): void {
    this.#operations += unit.pending.length;
    this.#ready.push(unit);
  }

  /** The next group, its locks and lanes taken; undefined if all that waits, waits for something in flight. */
  next(): Group | undefined {
    const builder = new GroupBuilder(this.lanes, this.view);
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
      const locks = [...new Set(unit.pending.flatMap((operation) => lockKeys(operation, this.view)))];
      const obstacle =
        locks.find((key) => this.#locked.has(key) || this.#waiting.has(key)) ?? builder.missingQuota(unit.pending);
      if (obstacle) this.#wait(obstacle, unit);
      else builder.add(unit, locks);
    }
    this.#ready = later;
    if (builder.units.length === 0) return undefined;
    for (const key of builder.locks) this.#locked.add(key);
    this.#operations -= builder.operations;
    return builder.build();
  }

  /** The group's transaction is over: who waited for what it held is ready again, ahead of later arrivals. */
  release(group: Group): void {
    const released = [...group.locks];
    for (const key of group.locks) this.#locked.delete(key);
    for (const [owner, lanes] of group.lanes) {
      this.lanes.release(owner, lanes);
      released.push(quotaKey(owner));
    }
    const freed = released.flatMap((key) => {
      const units = this.#waiting.get(key) ?? [];
      this.#waiting.delete(key);
      return units;
    });
    if (freed.length > 0) this.#ready = [...freed, ...this.#ready].toSorted((a, b) => a.seq - b.seq);
  }

  /** Takes out all units that have not begun, for an end in haste. */
  clear(): Unit[] {
    const units = [...this.#ready, ...[...this.#waiting.values()].flat()];
    this.#ready = [];
    this.#waiting.clear();
    this.#operations = 0;
    return units;
  }

  #wait(key: string, unit: Unit): void {
    const units = this.#waiting.get(key);
    if (units) units.push(unit);
    else this.#waiting.set(key, [unit]);
  }
}

class GroupBuilder {
  readonly units: Unit[] = [];
  readonly locks = new Set<string>();
  operations = 0;
  readonly #drawn = new Map<string, bigint>();
  readonly #available = new Map<string, bigint | undefined>();

  constructor(
    private readonly lanes: QuotaLanes,
    private readonly view: LedgerView,
  ) {}

  /** One identity signs a transaction. */
  suits(unit: Unit): boolean {
    const first = this.units[0];
    return !first || (first.role === unit.role && !first.alone && !unit.alone);
  }

  /** What to wait for if the lanes at hand cannot cover the unit as well. */
  missingQuota(operations: readonly Operation[]): string | undefined {
    for (const [owner, amount] of drawnBy(operations, this.view)) {
      if (!this.#available.has(owner)) this.#available.set(owner, this.lanes.available(owner));
      const available = this.#available.get(owner);
      const wanted = (this.#drawn.get(owner) ?? 0n) + amount;
      if (available !== undefined && (available === 0n || wanted > available)) return quotaKey(owner);
    }
    return undefined;
  }

  add(unit: Unit, locks: readonly string[]): void {
    this.units.push(unit);
    this.operations += unit.pending.length;
    for (const key of locks) this.locks.add(key);
    for (const [owner, amount] of drawnBy(unit.pending, this.view)) {
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
    const units = this.units.toSorted((a, b) => a.seq - b.seq);
    return { role: units[0]!.role, units, locks: [...this.locks], lanes };
  }
}

function drawnBy(operations: readonly Operation[], view: LedgerView): Map<string, bigint> {
  const drawn = new Map<string, bigint>();
  for (const operation of operations) {
    const draw = drawOf(operation, view);
    if (draw) drawn.set(draw.owner, (drawn.get(draw.owner) ?? 0n) + draw.amount);
  }
  return drawn;
}

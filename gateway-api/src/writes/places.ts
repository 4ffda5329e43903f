/**
 * Who comes before whom: operations on one account take effect in the order in which they came.
 *
 * A unit keeps its place from its arrival until it is over, also while it is repeated after a conflict. What takes points
 * from an account, resolves a hold or is counted by day **holds** the key of that for itself; what gives points to an
 * account **follows** whatever takes from it, since a debit must not be paid with points that came later, but is in
 * nobody's way itself. In the same way, what is about an operation that is still under way follows that operation.
 */
import type { LedgerLookup } from './ledger-lookup.js';
import { keysOf, lockKeys } from './lock-keys.js';
import type { Unit } from './unit.js';

interface Place {
  /** Order of arrival. */
  readonly at: number;
  readonly holds: readonly string[];
  readonly follows: readonly string[];
}

export class Places {
  readonly #places = new Map<Unit, Place>();
  /** Who holds each key, in order of arrival. */
  readonly #lines = new Map<string, Unit[]>();
  #arrivals = 0;

  constructor(private readonly lookup: LedgerLookup) {}

  /** Takes a place, once. */
  enter(unit: Unit): void {
    if (this.#places.has(unit)) return;
    const place = { at: ++this.#arrivals, ...this.#keysOf(unit) };
    this.#places.set(unit, place);
    for (const key of place.holds) {
      const line = this.#lines.get(key);
      if (line) line.push(unit);
      else this.#lines.set(key, [unit]);
    }
  }

  /** The unit is over. Answers the keys that it held. */
  leave(unit: Unit): readonly string[] {
    const place = this.#places.get(unit);
    if (!place) return [];
    this.#places.delete(unit);
    for (const key of place.holds) {
      const line = this.#lines.get(key)!;
      if (line.length === 1) this.#lines.delete(key);
      else line.splice(line.indexOf(unit), 1);
    }
    return place.holds;
  }

  /**
   * A key on which somebody comes before the unit who does not go along with it. It is enough to look at whoever stands
   * next before it: that one goes along only if all before it do.
   */
  obstacle(unit: Unit, goesAlong: (other: Unit) => boolean): string | undefined {
    const { at, holds, follows } = this.#places.get(unit)!;
    const isBehind = (key: string): boolean => {
      const before = this.#before(key, at);
      return before !== undefined && !goesAlong(before);
    };
    return this.#awaited(unit) ?? holds.find(isBehind) ?? follows.find(isBehind);
  }

  /** A key of one that the unit must not go along with. */
  #awaited({ after }: Unit): string | undefined {
    for (const other of after ?? []) {
      const place = this.#places.get(other);
      if (place) return place.holds[0];
    }
    return undefined;
  }

  #before(key: string, at: number): Unit | undefined {
    const line = this.#lines.get(key);
    if (!line) return undefined;
    let [low, high] = [0, line.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#places.get(line[middle]!)!.at < at) low = middle + 1;
      else high = middle;
    }
    return line[low - 1];
  }

  #keysOf({ kind, pending }: Unit): Omit<Place, 'at'> {
    if (kind !== 'bulk') return keysOf(pending, this.lookup);
    // An import is in no order with anything else: nobody was told when its rows will be posted.
    return { holds: [...new Set(pending.flatMap((operation) => lockKeys(operation, this.lookup)))], follows: [] };
  }
}

/** Which units are about to credit an account: a later debit that finds too little waits for them. */
import type { LedgerLookup } from './ledger-lookup.js';
import type { PointsOfAccount } from '@commonpoint/catalogue';
import { credited, debitKey } from './lock-keys.js';
import type { Unit } from './unit.js';

export class CreditsUnderWay {
  readonly #units = new Map<string, Set<Unit>>();
  /** What each unit is registered under, as its operations are gone when it is over. */
  readonly #keys = new Map<Unit, readonly string[]>();

  constructor(private readonly lookup: LedgerLookup) {}

  /** An import's rows are not waited for: nobody was told when they will be done. */
  add(unit: Unit): void {
    if (unit.kind === 'bulk' || this.#keys.has(unit)) return;
    const keys = unit.pending.flatMap((operation) => credited(operation, this.lookup) ?? []).map(debitKey);
    this.#keys.set(unit, keys);
    for (const key of keys) {
      const units = this.#units.get(key);
      if (units) units.add(unit);
      else this.#units.set(key, new Set([unit]));
    }
  }

  /** Called when nothing of the unit is pending any more. */
  remove(unit: Unit): void {
    for (const key of this.#keys.get(unit) ?? []) {
      const units = this.#units.get(key);
      units?.delete(unit);
      if (units?.size === 0) this.#units.delete(key);
    }
    this.#keys.delete(unit);
  }

  hasEarlier(points: PointsOfAccount | undefined, than: Unit): boolean {
    if (!points) return false;
    for (const unit of this.#units.get(debitKey(points)) ?? []) {
      if (unit.seq < than.seq && unit !== than) return true;
    }
    return false;
  }
}

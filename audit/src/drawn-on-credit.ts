/** What came to be owed on credit, `cycle programme merchant` to points: by receipts, and as the rows of what is owed have it beside them. */
import type { ClearingRow } from './ledger-rows.js';
import type { Kept, Store } from './store.js';
import { add } from './sums.js';

export class DrawnOnCredit {
  readonly #byReceipts: Kept<bigint>;
  /** What the rows of the block say more of it than its receipts. */
  readonly #apart = new Map<string, bigint>();

  constructor(store: Store) {
    this.#byReceipts = store.kept('credit-drawn', 'small');
  }

  add(name: string, points: bigint): void {
    add(this.#byReceipts, name, points);
    add(this.#apart, name, -points);
  }

  /** Where it is deleted it is folded, and the cycle says it. */
  applyRow([cycle, , creditor, programId]: readonly string[], row: ClearingRow | undefined): void {
    if (row?.credited !== undefined) add(this.#apart, `${cycle} ${programId} ${creditor}`, BigInt(row.credited));
  }

  of(name: string): bigint {
    return this.#byReceipts.get(name) ?? 0n;
  }

  *inCycle(cycle: string): Iterable<readonly [string, bigint]> {
    for (const each of this.#byReceipts) if (each[0].startsWith(`${cycle} `)) yield each;
  }

  /** Whoever is in default is claimed from by these rows, also before the cycle is closed. */
  takeApart(): readonly (readonly [string, bigint])[] {
    const apart = [...this.#apart].filter(([, points]) => points !== 0n);
    this.#apart.clear();
    return apart;
  }
}

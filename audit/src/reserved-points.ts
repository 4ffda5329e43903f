/**
 * That what orders reserve of an account's points stays there. Points that ended or have yet to mature are counted as there too:
 * nobody is accused who kept enough, and who kept less than that by them is not found.
 */
import type { Found } from './findings.js';
import type { OperationRow } from './ledger-rows.js';
import type { Kept } from './store.js';

/** Not before more comes back: what is given for a term and pledged, or given away, can be caught at its end alone. */
const leaving: ReadonlySet<string> = new Set([
  ...['transfer', 'redeem', 'hold', 'exchange'],
  ...['buy-note', 'transfer-note', 'pledge-note'],
]);

export class ReservedPoints {
  /** By holding, the last operation of the transaction that takes points out of reach. */
  readonly #taken = new Map<string, { readonly name: string; readonly row: OperationRow }>();

  constructor(
    private readonly found: Found,
    private readonly reservedOf: (row: OperationRow) => bigint,
  ) {}

  applyOperation(name: string, row: OperationRow): void {
    if (leaving.has(row.kind)) this.#taken.set(`${row.accountId} ${row.programId}`, { name, row });
  }

  /** `earned` is what accounts have; nobody knows it who looks at a block alone. */
  endTransaction(earned: Pick<Kept<bigint>, 'get'> | undefined): void {
    for (const [holding, { name, row }] of this.#taken) {
      const reserved = earned === undefined ? 0n : this.reservedOf(row);
      const left = earned?.get(holding) ?? 0n;
      if (left >= reserved) continue;
      this.found.about?.([row.programId]);
      this.found.push(`${name} leaves ${row.accountId} ${left} points, orders reserve ${reserved}`);
    }
    this.#taken.clear();
  }
}

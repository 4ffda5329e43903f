/** What accounts owe back: by their rows, and by what receipts say was owed and was paid off. */
import type { Found } from './findings.js';
import type { AccountRow, OperationRow } from './ledger-rows.js';
import type { Kept, Store } from './store.js';
import { add } from './sums.js';

export class Clawbacks {
  /** `account programme` to points. */
  readonly #byRows: Kept<bigint>;
  readonly #byReceipts: Kept<bigint>;
  readonly #touched = new Set<string>();
  /** Of the transaction at hand: holdings that it made owe more, and receipts that gave points to others. */
  readonly #owing = new Set<string>();
  readonly #credited = new Map<string, string>();

  constructor(
    private readonly found: Found,
    store: Store,
  ) {
    this.#byRows = store.kept('clawbacks-by-rows', 'small');
    this.#byReceipts = store.kept('clawbacks', 'small');
  }

  /** Whether nobody owes anything back. */
  get isNone(): boolean {
    return this.#byReceipts.size === 0;
  }

  applyAccount(accountId: string, row: AccountRow | undefined): void {
    const now = new Map((row?.clawbacks ?? []).map(({ programId, amount }) => [programId, BigInt(amount)]));
    for (const [holding] of [...this.#byRows]) {
      if (holding.startsWith(`${accountId} `) && !now.has(holding.split(' ')[1] ?? '')) this.#setRow(holding, 0n);
    }
    for (const [programId, amount] of now) this.#setRow(`${accountId} ${programId}`, amount);
    if (row?.mergedInto !== undefined) this.#merge(accountId, row.mergedInto);
  }

  /** Who is merged into another owes nothing any more, and the other what both did. */
  #merge(accountId: string, into: string): void {
    for (const [holding, owed] of [...this.#byReceipts]) {
      const [of, programId = ''] = holding.split(' ');
      if (of !== accountId || owed === 0n) continue;
      add(this.#byReceipts, holding, -owed);
      add(this.#byReceipts, `${into} ${programId}`, owed);
      this.#touched.add(holding).add(`${into} ${programId}`);
    }
  }

  /** `credited` is what of the receipt's points could pay off something, and did not. */
  apply(name: string, row: OperationRow, credited: bigint): void {
    const holding = `${row.accountId} ${row.programId}`;
    if (credited > 0n) this.#credited.set(holding, name);
    if (row.clawback === undefined && row.paidOff === undefined) return;
    const change = BigInt(row.clawback ?? '0') - BigInt(row.paidOff ?? '0');
    if (row.clawback !== undefined) this.#owing.add(holding);
    if (change === 0n) return;
    this.#touched.add(holding);
    add(this.#byReceipts, holding, change);
  }

  /** Operations of one transaction come in no order of their own: what it left is judged. */
  endTransaction(): void {
    for (const [holding, name] of this.#credited) {
      const owed = this.#byReceipts.get(holding) ?? 0n;
      if (owed > 0n && !this.#owing.has(holding))
        this.found.push(`${name} gave points to ${holding}, which still owes back ${owed}`);
    }
    this.#credited.clear();
    this.#owing.clear();
  }

  endBlock(block: number): void {
    for (const holding of this.#touched) {
      const [rows, receipts] = [this.#byRows.get(holding) ?? 0n, this.#byReceipts.get(holding) ?? 0n];
      if (rows !== receipts)
        this.found.push(`block ${block}: ${holding} owes back ${rows} by rows, ${receipts} by receipts`);
      if (receipts < 0n) this.found.push(`block ${block}: ${holding} paid off more than it owed`);
      if (rows === 0n) this.#byRows.delete(holding);
      if (receipts === 0n) this.#byReceipts.delete(holding);
    }
    this.#touched.clear();
  }

  #setRow(holding: string, amount: bigint): void {
    if ((this.#byRows.get(holding) ?? 0n) === amount) return;
    this.#touched.add(holding);
    this.#byRows.set(holding, amount);
  }
}

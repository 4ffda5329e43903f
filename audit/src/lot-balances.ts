/** What accounts hold, from lots: each is written once, deleted once, and never changed. */
import type { Found } from './findings.js';
import type { Kept, Store } from './store.js';
import { add } from './sums.js';

export class LotBalances {
  readonly #lots: Kept<bigint>;
  /** `account programme` to points. */
  readonly #byHolding: Kept<bigint>;
  readonly #byProgram: Kept<bigint>;
  #making = { txId: '', names: new Set<string>() };

  constructor(
    private readonly found: Found,
    store: Store,
  ) {
    this.#lots = store.kept('lots');
    this.#byHolding = store.kept('balances');
    this.#byProgram = store.kept('outstanding', 'small');
  }

  apply(txId: string, parts: readonly string[], row: { amount: string } | undefined): void {
    const name = parts.join(' ');
    const [accountId, programId, , madeBy] = parts;
    const holding = `${accountId} ${programId}`;
    const before = row !== undefined && this.#isFirstOf(txId, madeBy, name) ? undefined : this.#lots.get(name);
    if (row === undefined) {
      if (before === undefined) this.found.push(`transaction ${txId} deleted a lot that is not there: ${name}`);
      else this.#addLot(holding, -before);
      this.#lots.delete(name);
      return;
    }
    const amount = BigInt(row.amount);
    if (before !== undefined) this.found.push(`transaction ${txId} wrote a lot a second time: ${name}`);
    if (amount <= 0n) this.found.push(`transaction ${txId} wrote a lot of ${amount}`);
    this.#lots.set(name, amount);
    this.#addLot(holding, amount);
  }

  /** A transaction’s own lots were not there before it, as no two have one id: they need not be looked for. */
  #isFirstOf(txId: string, madeBy: string | undefined, name: string): boolean {
    if (this.#making.txId !== txId) this.#making = { txId, names: new Set() };
    if (madeBy !== txId || this.#making.names.has(name)) return false;
    this.#making.names.add(name);
    return true;
  }

  /** `account programme` to points; those that came to nothing are among them. */
  get balances(): Kept<bigint> {
    return this.#byHolding;
  }

  outstanding(programId: string): bigint {
    return this.#byProgram.get(programId) ?? 0n;
  }

  #addLot(holding: string, amount: bigint): void {
    add(this.#byHolding, holding, amount);
    add(this.#byProgram, holding.split(' ')[1] ?? '', amount);
  }
}

/** What accounts hold, from lots: each is written once, deleted once, and never changed. */
import type { Kept, Store } from './store.js';
import { add } from './sums.js';

export class LotBalances {
  readonly #lots: Kept<{ holding: string; amount: bigint }>;
  /** `account programme` to points. */
  readonly #byHolding: Kept<bigint>;
  readonly #byProgram: Kept<bigint>;

  constructor(
    private readonly found: string[],
    store: Store,
  ) {
    this.#lots = store.kept('lots');
    this.#byHolding = store.kept('balances');
    this.#byProgram = store.kept('outstanding', 'small');
  }

  apply(txId: string, parts: readonly string[], row: { amount: string } | undefined): void {
    const name = parts.join(' ');
    const before = this.#lots.get(name);
    if (row === undefined) {
      if (before === undefined) this.found.push(`transaction ${txId} deleted a lot that is not there: ${name}`);
      else this.#addLot(before.holding, -before.amount);
      this.#lots.delete(name);
      return;
    }
    const amount = BigInt(row.amount);
    if (before !== undefined) this.found.push(`transaction ${txId} wrote a lot a second time: ${name}`);
    if (amount <= 0n) this.found.push(`transaction ${txId} wrote a lot of ${amount}`);
    const holding = `${parts[0]} ${parts[1]}`;
    this.#lots.set(name, { holding, amount });
    this.#addLot(holding, amount);
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

/** What accounts hold, from lots: each is written once, deleted once, and never changed. */
import type { Found } from './findings.js';
import { type MovedLots, nothingMoved } from './moved-by-expiry.js';
import type { Kept, Store } from './store.js';
import { add } from './sums.js';

/** Most lots are no more than their points. */
type KeptLot = bigint | { readonly amount: string; readonly maturesOn: string };

/** A lot that was to mature, and that a transaction made or deleted. */
export interface MaturingLot {
  readonly holding: string;
  readonly lotId: string;
  readonly maturesOn: string;
  /** Negative if it was deleted. */
  readonly amount: bigint;
}

export class LotBalances {
  readonly #lots: Kept<KeptLot>;
  /** `account programme` to points. */
  readonly #byHolding: Kept<bigint>;
  readonly #byProgram: Kept<bigint>;
  #making = { txId: '', names: new Set<string>() };
  #maturing: MaturingLot[] = [];
  #moved = nothingMoved();

  constructor(
    private readonly found: Found,
    store: Store,
  ) {
    this.#lots = store.kept('lots');
    this.#byHolding = store.kept('balances');
    this.#byProgram = store.kept('outstanding', 'small');
  }

  apply(txId: string, parts: readonly string[], row: { amount: string; maturesOn?: string } | undefined): void {
    const name = parts.join(' ');
    const [accountId, programId, , madeBy] = parts;
    const holding = `${accountId} ${programId}`;
    const before = row !== undefined && this.#isFirstOf(txId, madeBy, name) ? undefined : this.#lots.get(name);
    if (row === undefined) {
      if (before === undefined) this.found.push(`transaction ${txId} deleted a lot that is not there: ${name}`);
      else this.#deleteLot(holding, parts, amountOf(before));
      if (typeof before === 'object') this.#noteMaturing(holding, parts, before.maturesOn, -amountOf(before));
      this.#lots.delete(name);
      return;
    }
    const amount = BigInt(row.amount);
    if (before !== undefined) this.found.push(`transaction ${txId} wrote a lot a second time: ${name}`);
    if (amount <= 0n) this.found.push(`transaction ${txId} wrote a lot of ${amount}`);
    const { maturesOn } = row;
    this.#lots.set(name, maturesOn === undefined ? amount : { amount: row.amount, maturesOn });
    if (maturesOn !== undefined) this.#noteMaturing(holding, parts, maturesOn, amount);
    this.#addLot(holding, amount, parts[2]);
  }

  /** What transactions made and deleted of lots that were to mature, since this was asked last. */
  takeMaturing(): readonly MaturingLot[] {
    if (this.#maturing.length === 0) return this.#maturing;
    const noted = this.#maturing;
    this.#maturing = [];
    return noted;
  }

  /** What came or went since this was asked last. */
  takeMoved(): MovedLots {
    const moved = this.#moved;
    this.#moved = nothingMoved();
    return moved;
  }

  #noteMaturing(holding: string, parts: readonly string[], maturesOn: string, amount: bigint): void {
    this.#maturing.push({ holding, lotId: parts.slice(2).join('.'), maturesOn, amount });
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

  #deleteLot(holding: string, [, , expiry, ...made]: readonly string[], amount: bigint): void {
    this.#moved.deleted.set(`${holding} ${[expiry, ...made].join('.')}`, amount);
    this.#addLot(holding, -amount, expiry);
  }

  #addLot(holding: string, amount: bigint, expiry = ''): void {
    add(this.#moved.byExpiry, `${holding} ${expiry}`, amount);
    add(this.#byHolding, holding, amount);
    add(this.#byProgram, holding.split(' ')[1] ?? '', amount);
  }
}

function amountOf(lot: KeptLot): bigint {
  return typeof lot === 'bigint' ? lot : BigInt(lot.amount);
}

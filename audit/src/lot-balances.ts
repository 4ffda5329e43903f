/** What accounts hold, from lots: each is written once, deleted once, and never changed. */
import type { Found } from './findings.js';
import { type KeptLot, LotPacks } from './lot-packs.js';
import { type MovedLots, nothingMoved } from './moved-by-expiry.js';
import type { PlainImport } from './plain-import.js';
import type { PlainLots } from './plain-lots.js';
import type { Kept, Store } from './store.js';
import { add, addEach } from './sums.js';

/** A lot that was to mature, and that a transaction made or deleted. */
export interface MaturingLot {
  readonly holding: string;
  readonly lotId: string;
  readonly maturesOn: string;
  /** Negative if it was deleted. */
  readonly amount: bigint;
}

/** Lots of a transaction, and what each gave or took. */
export interface KnownLots extends PlainLots {
  readonly points: readonly bigint[];
}

export class LotBalances {
  readonly #lots: LotPacks;
  /** `account programme` to points. */
  readonly #byHolding: Kept<bigint>;
  readonly #byProgram: Kept<bigint>;
  /** Of the transaction at hand: the numbers of its own lots that it made. */
  #making = { txId: '', numbers: new Set<string>() };
  /** Of the transaction at hand: most of its lots are of one programme. */
  #ofProgram = { programId: '', points: 0n };
  #maturing: MaturingLot[] = [];
  #moved = nothingMoved();

  constructor(
    private readonly found: Found,
    store: Store,
  ) {
    this.#lots = new LotPacks(store);
    this.#byHolding = store.kept('balances', 'sums');
    this.#byProgram = store.kept('outstanding', 'small');
  }

  apply(txId: string, parts: readonly string[], row: { amount: string; maturesOn?: string } | undefined): void {
    const [accountId, programId] = parts;
    const holding = `${accountId} ${programId}`;
    const isNew = row !== undefined && this.#isFirstOf(txId, parts) && !this.#lots.isBegun(parts);
    const before = isNew ? undefined : this.#lots.get(parts);
    if (row === undefined) {
      if (before === undefined)
        this.found.push(`transaction ${txId} deleted a lot that is not there: ${parts.join(' ')}`);
      else this.#deleteLot(holding, parts, amountOf(before));
      if (typeof before === 'object') this.#noteMaturing(holding, parts, before.maturesOn, -amountOf(before));
      if (before !== undefined) this.#lots.delete(parts);
      return;
    }
    const amount = BigInt(row.amount);
    if (before !== undefined) {
      this.found.push(`transaction ${txId} wrote a lot a second time: ${parts.join(' ')}`);
      this.#lots.delete(parts);
    }
    if (amount <= 0n) this.found.push(`transaction ${txId} wrote a lot of ${amount}`);
    const { maturesOn } = row;
    this.#lots.add(parts, maturesOn === undefined ? amount : { amount: row.amount, maturesOn }, isNew);
    if (maturesOn !== undefined) this.#noteMaturing(holding, parts, maturesOn, amount);
    this.#addLot(holding, amount, programId, parts[2]);
  }

  /** Whether the lots of these lines are the first of their transaction. */
  areFirst({ packs }: PlainImport): boolean {
    return this.#lots.hasNone(packs);
  }

  /** The lots of lines that are all alike: what each expiry has of them is what receipts say. */
  applyImport({ programId, holdings, points, total, packs }: PlainImport): void {
    this.#lots.addPacks(packs);
    addEach(this.#byHolding, holdings, points);
    add(this.#byProgram, programId, BigInt(total));
  }

  /** With what each came to; undefined unless those that were made are new, and those that are gone were there. */
  known({ txId, lots, packs }: PlainLots): KnownLots | undefined {
    // Where two transactions have one id, the second one's are no more its first ones.
    if (this.#making.txId === txId || !this.#lots.hasNone(packs)) return undefined;
    const points: bigint[] = [];
    for (const lot of lots) {
      const gone = lot.points > 0 ? undefined : this.#lots.pointsOf(lot);
      if (lot.points === 0 && gone === undefined) return undefined;
      points.push(gone === undefined ? BigInt(lot.points) : -gone);
    }
    return { txId, lots, packs, points };
  }

  /** What {@link known} gave for a transaction's lots, of which there is nothing to say. */
  applyPlain({ lots, packs, points }: KnownLots): void {
    this.#lots.addPacks(packs);
    for (const [at, lot] of lots.entries()) {
      const [holding, change] = [`${lot.accountId} ${lot.programId}`, points[at]!];
      if (lot.points === 0) {
        this.#lots.remove(lot);
        this.#moved.deleted.set(`${holding} ${lot.lotId}`, -change);
      }
      this.#addLot(holding, change, lot.programId, lot.expiry);
    }
  }

  /** What transactions made and deleted of lots that were to mature, since this was asked last. */
  takeMaturing(): readonly MaturingLot[] {
    if (this.#maturing.length === 0) return this.#maturing;
    const noted = this.#maturing;
    this.#maturing = [];
    return noted;
  }

  /** At the end of a transaction: what came or went since this was asked last. */
  takeMoved(): MovedLots {
    this.#lots.endTransaction();
    this.#addToProgram('');
    const moved = this.#moved;
    this.#moved = nothingMoved();
    return moved;
  }

  #noteMaturing(holding: string, parts: readonly string[], maturesOn: string, amount: bigint): void {
    this.#maturing.push({ holding, lotId: parts.slice(2).join('.'), maturesOn, amount });
  }

  /** A transaction’s own lots were not there before it, as no two have one id: they need not be looked for. */
  #isFirstOf(txId: string, [, , , madeBy, n = '']: readonly string[]): boolean {
    if (this.#making.txId !== txId) this.#making = { txId, numbers: new Set() };
    if (madeBy !== txId || this.#making.numbers.has(n)) return false;
    this.#making.numbers.add(n);
    return true;
  }

  /** `account programme` to points; those that came to nothing are among them. */
  get balances(): Kept<bigint> {
    return this.#byHolding;
  }

  outstanding(programId: string): bigint {
    this.#addToProgram('');
    return this.#byProgram.get(programId) ?? 0n;
  }

  #deleteLot(holding: string, parts: readonly string[], amount: bigint): void {
    this.#moved.deleted.set(`${holding} ${parts.slice(2).join('.')}`, amount);
    this.#addLot(holding, -amount, parts[1], parts[2]);
  }

  #addLot(holding: string, amount: bigint, programId = '', expiry = ''): void {
    add(this.#moved.byExpiry, `${holding} ${expiry}`, amount);
    add(this.#byHolding, holding, amount);
    if (programId !== this.#ofProgram.programId) this.#addToProgram(programId);
    this.#ofProgram.points += amount;
  }

  /** What came and went of the programme until now; lots of another one come next. */
  #addToProgram(next: string): void {
    const { programId, points } = this.#ofProgram;
    if (points !== 0n) add(this.#byProgram, programId, points);
    this.#ofProgram = { programId: next, points: 0n };
  }
}

function amountOf(lot: KeptLot): bigint {
  return typeof lot === 'bigint' ? lot : BigInt(lot.amount);
}

/**
 * The lots of one account and programme while a batch is worked through.
 *
 * Lots on the ledger never change: one that is drawn on is consumed whole. What is left of it becomes change, merged
 * with all other change of the same expiry into one new lot, which later operations of the batch may draw on again.
 * Credits of one batch that are alike (expiry, campaign) are one new lot too: rows are what a transaction costs.
 */
import { expiryOf, isPast, type Lot } from '@commonpoint/catalogue';
import type { UndoLog } from './undo-log.js';

export interface WorkingLot {
  readonly lotId: string;
  readonly expiry: string;
  /** What is left in it. */
  amount: bigint;
  /** Whether it stands on the ledger, was credited by an operation of this batch, or is change of this batch. */
  readonly from: 'ledger' | 'credit' | 'change';
  /** Whether operations that name no inputs may draw on it. */
  open: boolean;
  readonly origin: Omit<Lot, 'amount'>;
}

/** What an operation takes from one lot, or adds to it; zero for a lot that is named only to be merged. */
export interface Part {
  readonly lot: WorkingLot;
  readonly amount: bigint;
}

/** Which lots may be drawn on, by their expiry. */
export type ExpiryFilter = (expiry: string) => boolean;

export class Pool {
  readonly #lots = new Map<string, WorkingLot>();
  /** Lots by expiry, change first, then by lot id: the order of spending. */
  readonly #byExpiry = new Map<string, WorkingLot[]>();
  readonly #consumed = new Map<string, WorkingLot>();
  /** Lots that operations without inputs were to draw on, and that are not on the ledger. */
  readonly #missing = new Set<string>();

  constructor(
    readonly accountId: string,
    readonly programId: string,
    /** Whether all lots that stand on the ledger are here, and not only those that somebody named. */
    readonly isWhole: boolean,
    private readonly nextLotId: (expiry: string) => string,
    private readonly undo: UndoLog,
  ) {}

  /** Makes a lot known that stands on the ledger, or that was named and does not. */
  addFromLedger(lotId: string, row: Lot | undefined, open: boolean): void {
    const known = this.#lots.get(lotId);
    if (known !== undefined) known.open ||= open;
    else if (row === undefined) {
      if (open) this.#missing.add(lotId);
    } else {
      const { amount, ...origin } = row;
      this.#insert({ lotId, expiry: expiryOf(lotId), amount: BigInt(amount), from: 'ledger', open, origin });
    }
  }

  /**
   * Credits a new lot, or one that an earlier operation of the batch credited and that is alike; its origin stays the
   * first one. Later operations of the batch may draw on it. Returns what was added to which lot.
   */
  credit(expiry: string, amount: bigint, origin: Omit<Lot, 'amount'>): Part {
    const alike = this.#byExpiry
      .get(expiry)
      ?.find((lot) => lot.from === 'credit' && lot.origin.campaign === origin.campaign);
    if (alike !== undefined) {
      this.#setAmount(alike, alike.amount + amount);
      return { lot: alike, amount };
    }
    const lot: WorkingLot = { lotId: this.nextLotId(expiry), expiry, amount, from: 'credit', open: true, origin };
    this.#insert(lot);
    return { lot, amount };
  }

  /** All that may be spent on a day, as far as its lots are here. */
  spendable(today: string): bigint {
    let sum = 0n;
    for (const { expiry, amount } of this.#lots.values()) if (!isPast(expiry, today)) sum += amount;
    return sum;
  }

  find(lotId: string): WorkingLot | undefined {
    return this.#lots.get(lotId);
  }

  /** Whether a lot that operations without inputs were to draw on turned out to be spent. */
  get hasMissingLots(): boolean {
    return this.#missing.size > 0;
  }

  /**
   * The parts that make up an amount, soonest expiry first, those of `preferred` before all others; as many as there
   * are if they do not suffice. Nothing is drawn yet.
   */
  plan(amount: bigint, filter: ExpiryFilter, preferred: readonly string[] = []): Part[] {
    const parts: Part[] = [];
    let missing = amount;
    for (const expiry of this.#expiriesInOrder(filter, preferred)) {
      for (const lot of this.#byExpiry.get(expiry) ?? []) {
        if (missing === 0n) return parts;
        if (!lot.open || lot.amount === 0n) continue;
        const part = lot.amount < missing ? lot.amount : missing;
        parts.push({ lot, amount: part });
        missing -= part;
      }
    }
    return parts;
  }

  /** All that is open with these expiries. */
  all(filter: ExpiryFilter): Part[] {
    const lots = this.#expiriesInOrder(filter, []).flatMap((expiry) => this.#byExpiry.get(expiry) ?? []);
    return lots.filter(({ open, amount }) => open && amount > 0n).map((lot) => ({ lot, amount: lot.amount }));
  }

  /** Draws the parts: their lots are consumed, what is left of them becomes change. */
  draw(parts: readonly Part[]): void {
    for (const { lot, amount } of parts) {
      if (lot.from === 'change') this.#setAmount(lot, lot.amount - amount);
      else this.#consume(lot, lot.amount - amount);
    }
  }

  /** Merges the small lots of every expiry that was drawn on, when that leaves fewer rows than before. */
  mergeTouched(today: string): void {
    for (const [expiry, lots] of this.#byExpiry) {
      const touched = lots.some((lot) => lot.from === 'change') || this.#hasConsumed(expiry);
      if (!touched || isPast(expiry, today)) continue;
      const rows = lots.filter((lot) => lot.amount > 0n && lot.open && lot.from !== 'credit');
      if (rows.length < 2) continue;
      for (const lot of rows) if (lot.from === 'ledger') this.#consume(lot, lot.amount);
    }
  }

  /** Lots that are on the ledger and were consumed. */
  *deletions(): Generator<WorkingLot> {
    for (const lot of this.#consumed.values()) if (lot.from === 'ledger') yield lot;
  }

  /** Lots that the batch leaves behind. */
  *creations(): Generator<WorkingLot> {
    for (const lot of this.#lots.values()) if (lot.from !== 'ledger' && lot.amount > 0n) yield lot;
  }

  #consume(lot: WorkingLot, left: bigint): void {
    this.#remove(lot);
    if (left === 0n) return;
    const change = this.#byExpiry.get(lot.expiry)?.find((candidate) => candidate.from === 'change');
    if (change === undefined) {
      const { expiry, origin } = lot;
      this.#insert({ lotId: this.nextLotId(expiry), expiry, amount: left, from: 'change', open: true, origin });
    } else {
      this.#setAmount(change, change.amount + left);
    }
  }

  #insert(lot: WorkingLot): void {
    const sameExpiry = this.#byExpiry.get(lot.expiry) ?? [];
    this.#byExpiry.set(lot.expiry, sameExpiry);
    this.#lots.set(lot.lotId, lot);
    sameExpiry.splice(position(sameExpiry, lot), 0, lot);
    this.undo.push(() => {
      this.#lots.delete(lot.lotId);
      sameExpiry.splice(sameExpiry.indexOf(lot), 1);
    });
  }

  #remove(lot: WorkingLot): void {
    const sameExpiry = this.#byExpiry.get(lot.expiry) ?? [];
    const index = sameExpiry.indexOf(lot);
    sameExpiry.splice(index, 1);
    this.#lots.delete(lot.lotId);
    this.#consumed.set(lot.lotId, lot);
    this.undo.push(() => {
      sameExpiry.splice(index, 0, lot);
      this.#lots.set(lot.lotId, lot);
      this.#consumed.delete(lot.lotId);
    });
  }

  #setAmount(lot: WorkingLot, amount: bigint): void {
    const before = lot.amount;
    lot.amount = amount;
    this.undo.push(() => {
      lot.amount = before;
    });
  }

  #hasConsumed(expiry: string): boolean {
    for (const lot of this.#consumed.values()) if (lot.expiry === expiry) return true;
    return false;
  }

  #expiriesInOrder(filter: ExpiryFilter, preferred: readonly string[]): string[] {
    const expiries = [...this.#byExpiry.keys()].filter(filter).sort();
    if (preferred.length === 0) return expiries;
    return [
      ...expiries.filter((expiry) => preferred.includes(expiry)),
      ...expiries.filter((expiry) => !preferred.includes(expiry)),
    ];
  }
}

/** Where a lot belongs among those of its expiry. */
function position(lots: readonly WorkingLot[], lot: WorkingLot): number {
  if (lot.from === 'change') return 0;
  const index = lots.findLastIndex((other) => other.from === 'change' || other.lotId < lot.lotId);
  return index + 1;
}

/** The parts of a draw, summed by expiry, soonest first. */
export function amountsByExpiry(parts: Iterable<{ expiry: string; amount: bigint }>): [string, bigint][] {
  const sums = new Map<string, bigint>();
  for (const { expiry, amount } of parts) sums.set(expiry, (sums.get(expiry) ?? 0n) + amount);
  return [...sums].filter(([, amount]) => amount > 0n).sort(([a], [b]) => (a < b ? -1 : 1));
}

export function totalOf(parts: Iterable<{ amount: bigint }>): bigint {
  let total = 0n;
  for (const { amount } of parts) total += amount;
  return total;
}

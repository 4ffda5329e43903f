/**
 * The lots of one account and programme while a batch is worked through.
 *
 * Lots on the ledger never change: one that is drawn on is consumed whole. What is left of it becomes change, merged
 * with all other change of the same kind (expiry and maturity) into one new lot, which later operations of the batch may
 * draw on again. Credits of one batch that are alike (kind, campaign) are one new lot too: rows are what a transaction
 * costs. What is ripe is equally mature, whenever it became so.
 */
import { expiryOf, isPast, type Lot } from '@commonpoint/catalogue';
import type { UndoLog } from './undo-log.js';

/** What makes points differ: when they expire, and when they mature if they have not. */
export interface LotKind {
  readonly expiry: string;
  readonly maturesOn?: string | undefined;
}

export interface WorkingLot extends LotKind {
  readonly lotId: string;
  /** What is left in it. */
  amount: bigint;
  /** Whether it stands on the ledger, was credited by an operation of this batch, or is change of this batch. */
  readonly from: 'ledger' | 'credit' | 'change';
  /** Whether operations that name no inputs may draw on it. */
  open: boolean;
  readonly origin: Omit<Lot, 'amount' | 'maturesOn'>;
}

/** What an operation takes from one lot, or adds to it; zero for a lot that is named only to be merged. */
export interface Part {
  readonly lot: WorkingLot;
  readonly amount: bigint;
}

/** Which lots may be drawn on, by their kind. */
export type LotFilter = (kind: LotKind) => boolean;
/** Kinds of a lower rank are drawn on first; without one, all are of rank 0. */
export type Ranking = (kind: LotKind) => number;

/** Whether points have matured: they say so when they have not. */
export const isRipe: LotFilter = ({ maturesOn }) => maturesOn === undefined;

export class Pool {
  readonly #lots = new Map<string, WorkingLot>();
  /** Lots by kind, change first, then by lot id: the order of spending. */
  readonly #byKind = new Map<string, WorkingLot[]>();
  readonly #consumed = new Map<string, WorkingLot>();
  /** Lots that operations without inputs were to draw on, and that are not on the ledger. */
  readonly #missing = new Set<string>();
  #mergesAll = false;

  constructor(
    readonly accountId: string,
    readonly programId: string,
    /** The day on which the batch is done: what has matured by then is ripe. */
    private readonly today: string,
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
      const { amount, maturesOn, ...origin } = row;
      const kind = this.#kind({ expiry: expiryOf(lotId), maturesOn });
      this.#insert({ lotId, ...kind, amount: BigInt(amount), from: 'ledger', open, origin });
    }
  }

  /**
   * Credits a new lot, or one that an earlier operation of the batch credited and that is alike; its origin stays the
   * first one. Later operations of the batch may draw on it. Returns what was added to which lot.
   */
  credit(life: LotKind, amount: bigint, origin: WorkingLot['origin']): Part {
    const kind = this.#kind(life);
    const alike = this.#byKind
      .get(kindName(kind))
      ?.find((lot) => lot.from === 'credit' && lot.origin.campaign === origin.campaign);
    if (alike !== undefined) {
      this.#setAmount(alike, alike.amount + amount);
      return { lot: alike, amount };
    }
    const lotId = this.nextLotId(kind.expiry);
    const lot: WorkingLot = { lotId, ...kind, amount, from: 'credit', open: true, origin };
    this.#insert(lot);
    return { lot, amount };
  }

  /** All that may be spent on a day, as far as its lots are here. */
  spendable(today: string): bigint {
    let sum = 0n;
    for (const lot of this.#lots.values()) if (isRipe(lot) && !isPast(lot.expiry, today)) sum += lot.amount;
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
   * The parts that make up an amount, by rank and soonest expiry; as many as there are if they do not suffice. Nothing is
   * drawn yet.
   */
  plan(amount: bigint, filter: LotFilter, rank: Ranking = () => 0): Part[] {
    const parts: Part[] = [];
    let missing = amount;
    for (const lots of this.#kindsInOrder(filter, rank)) {
      for (const lot of lots) {
        if (missing === 0n) return parts;
        if (!lot.open || lot.amount === 0n) continue;
        const part = lot.amount < missing ? lot.amount : missing;
        parts.push({ lot, amount: part });
        missing -= part;
      }
    }
    return parts;
  }

  /** All that is open of these kinds. */
  all(filter: LotFilter): Part[] {
    const lots = this.#kindsInOrder(filter, () => 0).flat();
    return lots.filter(({ open, amount }) => open && amount > 0n).map((lot) => ({ lot, amount: lot.amount }));
  }

  /** Draws the parts: their lots are consumed, what is left of them becomes change. */
  draw(parts: readonly Part[]): void {
    for (const { lot, amount } of parts) {
      if (lot.from === 'change') this.#setAmount(lot, lot.amount - amount);
      else this.#consume(lot, lot.amount - amount);
    }
  }

  /** From now on lots of every kind are merged, whether they are drawn on or not. */
  mergeAll(): void {
    const before = this.#mergesAll;
    this.#mergesAll = true;
    this.undo.push(() => {
      this.#mergesAll = before;
    });
  }

  /** Merges the small lots of every kind that was drawn on, when that leaves fewer rows than before. */
  mergeTouched(): void {
    const consumed = new Set([...this.#consumed.values()].map(kindName));
    for (const [name, lots] of this.#byKind) {
      const [first] = lots;
      if (first === undefined) continue;
      const touched = lots.some((lot) => lot.from === 'change') || consumed.has(name);
      if (!this.#mergesAll && (!touched || isPast(first.expiry, this.today))) continue;
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
    const change = this.#byKind.get(kindName(lot))?.find((candidate) => candidate.from === 'change');
    if (change === undefined) {
      const { expiry, maturesOn, origin } = lot;
      const lotId = this.nextLotId(expiry);
      this.#insert({ lotId, expiry, maturesOn, amount: left, from: 'change', open: true, origin });
    } else {
      this.#setAmount(change, change.amount + left);
    }
  }

  #insert(lot: WorkingLot): void {
    const alike = this.#byKind.get(kindName(lot)) ?? [];
    this.#byKind.set(kindName(lot), alike);
    this.#lots.set(lot.lotId, lot);
    alike.splice(position(alike, lot), 0, lot);
    this.undo.push(() => {
      this.#lots.delete(lot.lotId);
      alike.splice(alike.indexOf(lot), 1);
    });
  }

  #remove(lot: WorkingLot): void {
    const alike = this.#byKind.get(kindName(lot)) ?? [];
    const index = alike.indexOf(lot);
    alike.splice(index, 1);
    this.#lots.delete(lot.lotId);
    this.#consumed.set(lot.lotId, lot);
    this.undo.push(() => {
      alike.splice(index, 0, lot);
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

  #kind({ expiry, maturesOn }: LotKind): LotKind {
    return maturesOn === undefined || maturesOn <= this.today ? { expiry } : { expiry, maturesOn };
  }

  #kindsInOrder(filter: LotFilter, rank: Ranking): WorkingLot[][] {
    const kinds = [...this.#byKind].flatMap(([name, lots]) => {
      const [first] = lots;
      return first === undefined || !filter(first) ? [] : [{ name, lots, rank: rank(first) }];
    });
    return kinds.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1)).map(({ lots }) => lots);
  }
}

/** Ripe points come before those of the same expiry that are not. */
function kindName({ expiry, maturesOn }: LotKind): string {
  return maturesOn === undefined ? expiry : `${expiry} ${maturesOn}`;
}

/** Where a lot belongs among those of its kind. */
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

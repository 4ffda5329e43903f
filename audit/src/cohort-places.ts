/** Where the points lie that are followed by the month of their issue: in memory, unless somebody keeps them elsewhere. */
import type { Part, PointsByExpiry } from './cohort-parts.js';
import type { CohortReceipt } from './cohort-receipt.js';

/** What an operation did that may be taken back. */
export interface Undoable {
  readonly kind: string;
  readonly month: string;
  /** Of what was spent, where it came from; taken back from the end. */
  readonly parts: Part[];
}

/** Points of an issuance that can be spent later. */
export interface Unripe {
  readonly month: string;
  readonly maturesOn: string;
  readonly points: bigint;
}

export interface CohortPlaces {
  /** What an account has: the map itself, to be changed. */
  holdings(accountId: string): PointsByExpiry;
  /** By `organisation id` of a hold or note, what it keeps; what is got is changed. */
  readonly holds: {
    has(name: string): boolean;
    get(name: string): PointsByExpiry | undefined;
    set(name: string, kept: PointsByExpiry): unknown;
    delete(name: string): unknown;
  };
  /** An operation is worked through: what is needed when it is taken back. */
  remember(receipt: CohortReceipt, parts: Part[]): void;
  isUndoable(mspId: string, id: string | undefined): boolean;
  /** Its parts are changed. */
  undoable(mspId: string, id: string | undefined): Undoable | undefined;
  putUnripe(receipt: CohortReceipt, unripe: Unripe): void;
  /** Of an issuance so much is taken back, or all that is left of it. */
  takeUnripe(mspId: string, id: string | undefined, points: bigint): void;
  /** What of a month can be spent after a day only. */
  unripe(month: string, day: string): bigint;
}

export function nameOf(mspId: string, id = ''): string {
  return `${mspId} ${id}`;
}

export class PlacesInMemory implements CohortPlaces {
  readonly holds = new Map<string, PointsByExpiry>();
  readonly #holdings = new Map<string, PointsByExpiry>();
  readonly #undoable = new Map<string, Undoable>();
  readonly #unripe = new Map<string, Unripe>();

  holdings(accountId: string): PointsByExpiry {
    const known = this.#holdings.get(accountId);
    if (known !== undefined) return known;
    const none: PointsByExpiry = new Map();
    this.#holdings.set(accountId, none);
    return none;
  }

  /** Receipts come as they stand after all that took them back: of others nothing is needed. */
  remember({ kind, mspId, id, txTime, reversed }: CohortReceipt, parts: Part[]): void {
    if (reversed !== undefined) this.#undoable.set(nameOf(mspId, id), { kind, month: txTime.slice(0, 7), parts });
  }

  isUndoable(mspId: string, id: string | undefined): boolean {
    return this.#undoable.has(nameOf(mspId, id));
  }

  undoable(mspId: string, id: string | undefined): Undoable | undefined {
    return this.#undoable.get(nameOf(mspId, id));
  }

  putUnripe({ mspId, id }: CohortReceipt, unripe: Unripe): void {
    this.#unripe.set(nameOf(mspId, id), unripe);
  }

  takeUnripe(mspId: string, id: string | undefined, taken: bigint): void {
    const name = nameOf(mspId, id);
    const unripe = this.#unripe.get(name);
    if (unripe === undefined) return;
    const points = unripe.points - (taken < unripe.points ? taken : unripe.points);
    this.#unripe.set(name, { ...unripe, points });
  }

  unripe(ofMonth: string, day: string): bigint {
    let sum = 0n;
    for (const { month, maturesOn, points } of this.#unripe.values())
      if (month === ofMonth && maturesOn > day) sum += points;
    return sum;
  }
}

/**
 * What became of a programme's points by the month in which they were issued, out of the receipts of all operations.
 *
 * Points of one account and expiry are the same points. Of those, the ones that were issued first are said to leave first, and
 * of what is taken back those that were issued last come back first.
 */
import { laterExpiry, type DaysGivenBack } from './days-given-back.js';
import type { CohortReceipt } from './cohort-receipt.js';
import {
  byExpiry,
  byMonth,
  type LotPart,
  type Part,
  type PointsByExpiry,
  type PointsByMonth,
  sumOf,
  takeFrom,
  total,
  sumOfAll,
  takeFirst,
} from './cohort-parts.js';
import { type CohortPlaces, nameOf, PlacesInMemory } from './cohort-places.js';

export interface Cohort {
  readonly month: string;
  issued: bigint;
  exchangedIn: bigint;
  exchangedOut: bigint;
  /** By the months that had passed since the issue. */
  readonly redeemed: Map<number, bigint>;
  expired: bigint;
  returned: bigint;
}

export type { CohortReceipt };

/** What all receipts so far came to. */
export interface CohortSums {
  readonly cohorts: Map<string, Cohort>;
  /** The day of the latest transaction. */
  day: string;
  /** What accounts owe back in all. */
  clawback: bigint;
}

export const noSums = (): CohortSums => ({ cohorts: new Map(), day: '', clawback: 0n });

export class PointCohorts {
  constructor(
    private readonly programId: string,
    readonly places: CohortPlaces = new PlacesInMemory(),
    /** Changed as receipts are added. */
    readonly sums: CohortSums = noSums(),
  ) {}

  #transaction: CohortReceipt[] = [];

  /** Takes the next receipt in the order of the ledger. */
  add(receipt: CohortReceipt): void {
    if (this.#transaction[0] !== undefined && this.#transaction[0].txId !== receipt.txId) this.settle();
    this.#transaction.push(receipt);
  }

  /** Points of an account end later from here on, because of an order that was lifted. */
  giveBack(given: DaysGivenBack): void {
    if ((given.programId ?? this.programId) !== this.programId) return;
    this.settle();
    const holdings = this.places.holdings(given.accountId);
    const waited = [...holdings].filter(([expiry]) => laterExpiry(expiry, given) !== undefined);
    for (const [expiry] of waited) holdings.delete(expiry);
    for (const [expiry, months] of waited) {
      const parts = [...months].map(([month, amount]) => ({ month, amount }));
      this.#put(given.accountId, laterExpiry(expiry, given)!, parts);
    }
  }

  /** Works through the last transaction: its receipts come in the order of their keys, where one may stand before another that it followed. */
  settle(): void {
    let waiting = this.#transaction.filter(
      (each) => each.programId === this.programId || each.targetProgramId === this.programId,
    );
    this.#transaction = [];
    while (waiting.length > 0) {
      // Each goes on what others of the transaction left; where none can, the first one makes a beginning.
      const next = waiting.find((receipt) => this.#isDue(receipt)) ?? waiting[0]!;
      this.#apply(next);
      waiting = waiting.filter((receipt) => receipt !== next);
    }
  }

  #isDue({ kind, programId, accountId, consumed = [], ...rest }: CohortReceipt): boolean {
    if (rest.noteId !== undefined) return this.places.holds.has(nameOf(rest.noteMspId ?? rest.mspId, rest.noteId));
    if (kind === 'capture' || kind === 'void')
      return this.places.holds.has(nameOf(rest.holdMspId ?? rest.mspId, rest.holdId));
    if (kind === 'reverse' && !this.places.isUndoable(rest.reversesMspId ?? rest.mspId, rest.reverses)) return false;
    if (programId !== this.programId) return true;
    return byExpiry(consumed).every(([expiry, amount]) => sumOf(this.places.holdings(accountId).get(expiry)) >= amount);
  }

  #apply(receipt: CohortReceipt): void {
    const { kind, mspId, id, programId, accountId, toAccountId = '', consumed = [], created = [], txTime } = receipt;
    const month = txTime.slice(0, 7);
    const { sums } = this;
    if (txTime.slice(0, 10) > sums.day) sums.day = txTime.slice(0, 10);
    if (programId === this.programId) sums.clawback += BigInt(receipt.clawback ?? 0) - BigInt(receipt.paidOff ?? 0);
    const remember = (parts: Part[]): void => this.places.remember(receipt, parts);
    switch (kind) {
      case 'issue': {
        const cohort = this.#cohort(month);
        cohort.issued += BigInt(receipt.amount);
        // What paid off points that were owed back counts as returned at once.
        cohort.returned += BigInt(receipt.amount) - total(created);
        for (const [expiry, amount] of byExpiry(created)) this.#put(accountId, expiry, [{ month, amount }]);
        const { maturesOn } = receipt;
        if (maturesOn !== undefined) this.places.putUnripe(receipt, { month, maturesOn, points: total(created) });
        return remember([]);
      }
      case 'transfer':
        this.#pour(toAccountId, this.#take(accountId, consumed, month), created);
        return remember([]);
      case 'redeem': {
        const parts = this.#take(accountId, consumed, month);
        this.#spend(parts, month, 1n);
        return remember(parts);
      }
      case 'buy-note':
      case 'hold': {
        const kept = new Map<string, PointsByMonth>();
        for (const [expiry, amount] of byExpiry(consumed))
          kept.set(expiry, byMonth(takeFrom(this.places.holdings(accountId).get(expiry), amount, month)));
        this.places.holds.set(nameOf(mspId, id), kept);
        return;
      }
      case 'transfer-note': {
        const kept = this.places.holds.get(nameOf(receipt.noteMspId ?? mspId, receipt.noteId));
        const given = byExpiry(receipt.parts?.lots ?? []);
        if (given.length > 0)
          this.places.holds.set(
            nameOf(mspId, id),
            new Map(given.map(([of, n]) => [of, byMonth(takeFrom(kept?.get(of), n, month))])),
          );
        return;
      }
      case 'pledge-note':
        return;
      case 'redeem-note':
      case 'capture':
      case 'void': {
        const isNote = receipt.noteId !== undefined;
        if (isNote && kind === 'void') return;
        const hold = nameOf(receipt.holdMspId ?? mspId, receipt.holdId);
        const name = isNote ? nameOf(receipt.noteMspId ?? mspId, receipt.noteId) : hold;
        const kept = this.places.holds.get(name) ?? new Map<string, PointsByMonth>();
        if (isNote) this.#earn(kept, receipt, month);
        const spent = kind !== 'capture' ? [] : byExpiry(consumed);
        const parts = spent.flatMap(([expiry, amount]) => takeFrom(kept.get(expiry), amount, month));
        this.#spend(parts, month, 1n);
        for (const [expiry, amount] of byExpiry(created))
          this.#put(accountId, expiry, takeFrom(kept.get(expiry), amount, month));
        // Of what is pledged a part may go back; what paid off points that were owed back is in no account.
        const paidOff = BigInt(receipt.paidOff ?? 0);
        const isPart = receipt.lineId !== undefined && (isNote || kind === 'void') && sumOfAll(kept) > paidOff;
        const earned = isPart && isNote ? takeFrom(kept.get(receipt.expiry ?? ''), paidOff, month) : undefined;
        for (const part of earned ?? takeFirst(kept, isPart ? paidOff : sumOfAll(kept), month))
          this.#cohort(part.month).returned += part.amount;
        if (!isPart || kind === 'redeem-note') this.places.holds.delete(name);
        // What a pledged note had when it ended is what is pledged now.
        if (isPart && kind === 'redeem-note') this.places.holds.set(hold, kept);
        return remember(parts);
      }
      case 'exchange':
        if (programId === this.programId)
          for (const part of this.#take(accountId, consumed, month))
            this.#cohort(part.month).exchangedOut += part.amount;
        else
          for (const [expiry, amount] of byExpiry(created)) {
            this.#cohort(month).exchangedIn += amount;
            this.#put(accountId, expiry, [{ month, amount }]);
          }
        return;
      case 'expire':
        for (const part of this.#take(accountId, consumed, month)) this.#cohort(part.month).expired += part.amount;
        return;
      case 'reverse':
        return this.#undo(receipt, month);
      default:
        // Whatever else there is leaves points what they are, in other lots of the same account.
        this.#pour(accountId, this.#take(accountId, consumed, month), created);
    }
  }

  /** Interest is made with the month in which its note ends. */
  #earn(kept: PointsByExpiry, { interest = '0', expiry = '' }: CohortReceipt, month: string): void {
    const months = kept.get(expiry) ?? new Map<string, bigint>();
    months.set(month, (months.get(month) ?? 0n) + BigInt(interest));
    kept.set(expiry, months);
    this.#cohort(month).issued += BigInt(interest);
  }

  #undo(
    { mspId, accountId, toAccountId, consumed = [], created = [], ...receipt }: CohortReceipt,
    month: string,
  ): void {
    const of = [receipt.reversesMspId ?? mspId, receipt.reverses] as const;
    const target = this.places.undoable(...of);
    if (toAccountId !== undefined) {
      this.#pour(toAccountId, this.#take(accountId, consumed, month), created);
      return;
    }
    if (target?.kind !== 'redeem' && target?.kind !== 'capture') {
      for (const part of this.#take(accountId, consumed, month, target?.month))
        this.#cohort(part.month).returned += part.amount;
      this.places.takeUnripe(...of, total(consumed));
      return;
    }
    const back: Part[] = [];
    let missing = BigInt(receipt.amount);
    while (missing > 0n) {
      const last = target.parts.pop() ?? { month, amount: missing };
      const amount = last.amount < missing ? last.amount : missing;
      if (amount < last.amount) target.parts.push({ month: last.month, amount: last.amount - amount });
      back.push({ month: last.month, amount });
      missing -= amount;
    }
    this.#spend(back, target.month, -1n);
    // What paid off points that were owed back is not in the account.
    for (const part of this.#pour(accountId, back, created)) this.#cohort(part.month).returned += part.amount;
  }

  #spend(parts: readonly Part[], month: string, sign: 1n | -1n): void {
    for (const part of parts) {
      const { redeemed } = this.#cohort(part.month);
      const age = monthsBetween(part.month, month);
      redeemed.set(age, (redeemed.get(age) ?? 0n) + sign * part.amount);
    }
  }

  /** Takes what lots had, those that end first at the front. */
  #take(accountId: string, lots: readonly LotPart[], month: string, preferred?: string): Part[] {
    return byExpiry(lots).flatMap(([expiry, amount]) =>
      takeFrom(this.places.holdings(accountId).get(expiry), amount, month, preferred),
    );
  }

  /** Puts points into lots, those that end last at the end; gives what is left over. */
  #pour(accountId: string, from: readonly Part[], into: readonly LotPart[]): Part[] {
    const parts = [...from];
    for (const [expiry, wanted] of byExpiry(into)) {
      let missing = wanted;
      while (missing > 0n) {
        const first = parts.shift();
        if (first === undefined) break;
        const amount = first.amount < missing ? first.amount : missing;
        if (amount < first.amount) parts.unshift({ month: first.month, amount: first.amount - amount });
        this.#put(accountId, expiry, [{ month: first.month, amount }]);
        missing -= amount;
      }
    }
    return parts;
  }

  #put(accountId: string, expiry: string, parts: readonly Part[]): void {
    const holdings = this.places.holdings(accountId);
    const there = holdings.get(expiry) ?? new Map<string, bigint>();
    holdings.set(expiry, there);
    for (const { month, amount } of parts) there.set(month, (there.get(month) ?? 0n) + amount);
  }

  #cohort(month: string): Cohort {
    const known = this.sums.cohorts.get(month);
    if (known !== undefined) return known;
    const none = { issued: 0n, exchangedIn: 0n, exchangedOut: 0n, expired: 0n, returned: 0n };
    const cohort = { month, ...none, redeemed: new Map<number, bigint>() };
    this.sums.cohorts.set(month, cohort);
    return cohort;
  }
}

export function monthsBetween(from: string, to: string): number {
  const count = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  return count(to) - count(from);
}

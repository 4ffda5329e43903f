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
  sumOf,
  takeFrom,
  total,
  sumOfAll,
  takeFirst,
} from './cohort-parts.js';

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

/** What an operation did that may be taken back. */
interface Undoable {
  readonly kind: string;
  readonly month: string;
  readonly accountId: string;
  parts: Part[];
}

export class PointCohorts {
  readonly cohorts = new Map<string, Cohort>();
  /** The day of the latest transaction. */
  day = '';
  /** What accounts owe back in all. */
  clawback = 0n;
  /** By issuance, what of it has to mature. */
  readonly unripe = new Map<string, { readonly month: string; readonly maturesOn: string; points: bigint }>();
  /** `account expiry` to points by month. */
  readonly #holdings = new Map<string, Map<string, bigint>>();
  /** By hold, what it keeps: `expiry` to points by month. */
  readonly #holds = new Map<string, Map<string, Map<string, bigint>>>();
  readonly #undoable = new Map<string, Undoable>();

  constructor(private readonly programId: string) {}

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
    const before = `${given.accountId} `;
    const waited = [...this.#holdings].filter(([name]) => name.startsWith(before));
    for (const [name] of waited)
      if (laterExpiry(name.slice(before.length), given) !== undefined) this.#holdings.delete(name);
    for (const [name, months] of waited) {
      const later = laterExpiry(name.slice(before.length), given);
      if (later !== undefined)
        this.#put(
          given.accountId,
          later,
          [...months].map(([month, amount]) => ({ month, amount })),
        );
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
    if (rest.noteId !== undefined) return this.#holds.has(nameOf(rest.noteMspId ?? rest.mspId, rest.noteId));
    if (kind === 'capture' || kind === 'void')
      return this.#holds.has(nameOf(rest.holdMspId ?? rest.mspId, rest.holdId));
    if (kind === 'reverse' && !this.#undoable.has(nameOf(rest.reversesMspId ?? rest.mspId, rest.reverses)))
      return false;
    if (programId !== this.programId) return true;
    return byExpiry(consumed).every(
      ([expiry, amount]) => sumOf(this.#holdings.get(`${accountId} ${expiry}`)) >= amount,
    );
  }

  #apply(receipt: CohortReceipt): void {
    const { kind, mspId, id, programId, accountId, toAccountId = '', consumed = [], created = [], txTime } = receipt;
    const month = txTime.slice(0, 7);
    if (txTime.slice(0, 10) > this.day) this.day = txTime.slice(0, 10);
    if (programId === this.programId) this.clawback += BigInt(receipt.clawback ?? 0) - BigInt(receipt.paidOff ?? 0);
    const remember = (parts: Part[]): void => {
      if (receipt.reversed !== undefined) this.#undoable.set(nameOf(mspId, id), { kind, month, accountId, parts });
    };
    switch (kind) {
      case 'issue': {
        const cohort = this.#cohort(month);
        cohort.issued += BigInt(receipt.amount);
        // What paid off points that were owed back counts as returned at once.
        cohort.returned += BigInt(receipt.amount) - total(created);
        for (const [expiry, amount] of byExpiry(created)) this.#put(accountId, expiry, [{ month, amount }]);
        const { maturesOn } = receipt;
        if (maturesOn !== undefined) this.unripe.set(nameOf(mspId, id), { month, maturesOn, points: total(created) });
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
        const kept = new Map<string, Map<string, bigint>>();
        for (const [expiry, amount] of byExpiry(consumed))
          kept.set(expiry, byMonth(takeFrom(this.#holdings.get(`${accountId} ${expiry}`), amount, month)));
        this.#holds.set(nameOf(mspId, id), kept);
        return;
      }
      case 'transfer-note': {
        const kept = this.#holds.get(nameOf(receipt.noteMspId ?? mspId, receipt.noteId));
        const given = byExpiry(receipt.parts?.lots ?? []);
        if (given.length > 0)
          this.#holds.set(
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
        const kept = this.#holds.get(name) ?? new Map<string, Map<string, bigint>>();
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
        if (!isPart || kind === 'redeem-note') this.#holds.delete(name);
        // What a pledged note had when it ended is what is pledged now.
        if (isPart && kind === 'redeem-note') this.#holds.set(hold, kept);
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
  #earn(kept: Map<string, Map<string, bigint>>, { interest = '0', expiry = '' }: CohortReceipt, month: string): void {
    const months = kept.get(expiry) ?? new Map<string, bigint>();
    months.set(month, (months.get(month) ?? 0n) + BigInt(interest));
    kept.set(expiry, months);
    this.#cohort(month).issued += BigInt(interest);
  }

  #undo(
    { mspId, accountId, toAccountId, consumed = [], created = [], ...receipt }: CohortReceipt,
    month: string,
  ): void {
    const name = nameOf(receipt.reversesMspId ?? mspId, receipt.reverses);
    const target = this.#undoable.get(name);
    if (toAccountId !== undefined) {
      this.#pour(toAccountId, this.#take(accountId, consumed, month), created);
      return;
    }
    if (target?.kind !== 'redeem' && target?.kind !== 'capture') {
      for (const part of this.#take(accountId, consumed, month, target?.month))
        this.#cohort(part.month).returned += part.amount;
      const unripe = this.unripe.get(name);
      const taken = total(consumed);
      if (unripe !== undefined) unripe.points -= taken < unripe.points ? taken : unripe.points;
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
      takeFrom(this.#holdings.get(`${accountId} ${expiry}`), amount, month, preferred),
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
    const name = `${accountId} ${expiry}`;
    const there = this.#holdings.get(name) ?? new Map<string, bigint>();
    this.#holdings.set(name, there);
    for (const { month, amount } of parts) there.set(month, (there.get(month) ?? 0n) + amount);
  }

  #cohort(month: string): Cohort {
    const known = this.cohorts.get(month);
    if (known !== undefined) return known;
    const none = { issued: 0n, exchangedIn: 0n, exchangedOut: 0n, expired: 0n, returned: 0n };
    const cohort = { month, ...none, redeemed: new Map<number, bigint>() };
    this.cohorts.set(month, cohort);
    return cohort;
  }
}

function nameOf(mspId: string, id = ''): string {
  return `${mspId} ${id}`;
}

export function monthsBetween(from: string, to: string): number {
  const count = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  return count(to) - count(from);
}

/** What accounts did in a day with the points of programmes that limit it, counted from receipts. */
import type { Kept, Store } from './store.js';

export interface DayLimits {
  readonly debitedMax?: string;
  readonly debitsMax?: number;
  readonly creditedMax?: string;
  readonly creditsMax?: number;
}

interface Day {
  readonly day: string;
  readonly debited: bigint;
  readonly debits: number;
  readonly credited: bigint;
  readonly credits: number;
}

const nothing = { debited: 0n, debits: 0, credited: 0n, credits: 0 };

export class DayCounts {
  readonly #days: Kept<Day>;

  constructor(store: Store) {
    this.#days = store.kept('day-counts');
  }

  /** Counts a movement, if the programme limits its side. @returns what is beyond a limit, in words that go on a sentence */
  add(
    accountId: string,
    programId: string,
    limits: DayLimits,
    side: 'debit' | 'credit',
    amount: bigint,
    txTime: string,
  ): string[] {
    const isDebit = side === 'debit';
    const sumMax = isDebit ? limits.debitedMax : limits.creditedMax;
    const timesMax = isDebit ? limits.debitsMax : limits.creditsMax;
    if (sumMax === undefined && timesMax === undefined) return [];
    const name = `${accountId} ${programId}`;
    const today = txTime.slice(0, 10);
    const before = this.#days.get(name);
    // A time a little behind the last one does not begin the count anew.
    const day = before !== undefined && before.day >= today ? before : { day: today, ...nothing };
    const after = isDebit
      ? { ...day, debited: day.debited + amount, debits: day.debits + 1 }
      : { ...day, credited: day.credited + amount, credits: day.credits + 1 };
    this.#days.set(name, after);
    const [sum, times] = isDebit ? [after.debited, after.debits] : [after.credited, after.credits];
    const found: string[] = [];
    if (sumMax !== undefined && sum > BigInt(sumMax))
      found.push(`makes it ${sum} of ${sumMax} points of ${accountId} on a day`);
    if (timesMax !== undefined && times > timesMax)
      found.push(`is the operation ${times} of ${timesMax} of ${accountId} on a day`);
    return found;
  }

  /** What was counted of an account that is merged counts at the other one from now on. */
  merge(accountId: string, intoAccountId: string, programId: string): void {
    const [name, intoName] = [`${accountId} ${programId}`, `${intoAccountId} ${programId}`];
    const [from, into] = [this.#days.get(name), this.#days.get(intoName)];
    if (from === undefined) return;
    this.#days.delete(name);
    if (into !== undefined && into.day > from.day) return;
    const isSameDay = into?.day === from.day;
    this.#days.set(intoName, isSameDay ? bothOf(from, into) : from);
  }

  /** What a row says otherwise than was counted. */
  compare(accountId: string, programId: string, row: unknown): string[] {
    const told = row as Readonly<Record<keyof Day, string | number>>;
    const day = this.#days.get(`${accountId} ${programId}`);
    const isSame =
      day !== undefined &&
      (Object.keys(day) as (keyof Day)[]).every((field) => String(day[field]) === String(told[field]));
    return isSame ? [] : [`the day of ${accountId} in points of ${programId} is another one than by receipts`];
  }
}

const bothOf = (one: Day, other: Day): Day => ({
  day: one.day,
  debited: one.debited + other.debited,
  debits: one.debits + other.debits,
  credited: one.credited + other.credited,
  credits: one.credits + other.credits,
});

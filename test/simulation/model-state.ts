/**
 * What the model remembers: written from docs/concepts.md, docs/errors.md and docs/transactions.md, and with nothing of
 * the chaincode's or the catalogue's rules. Every change can be taken back, so that it can be asked what would be.
 */
import { plus, ripeFrom, sum, type Points } from './points-by-expiry.js';

export interface ModelProgram {
  readonly issuer: string;
  readonly cap: bigint;
  readonly months: number;
  readonly transferable: boolean;
  /** Whether what a returned purchase had given and is gone is owed back. */
  readonly clawback: boolean;
  readonly graceDays: number;
  readonly reinstatementDays: number;
  status: 'active' | 'suspended';
  /** Clearing values by the cycle in which they were set; they hold from the next one on. */
  values: readonly { setIn: string; value: bigint }[];
}

export interface ModelAccount {
  readonly custodian: string;
  status: 'active' | 'frozen' | 'closed';
  /** Where all of it lies or is on its way to. */
  mergedInto?: string | undefined;
  /** What its custodian locked: nothing leaves, and unlocking takes its time. */
  lock?: { readonly delayHours: number; readonly unlocksAt?: string } | undefined;
}

export interface ModelHold {
  readonly programId: string;
  readonly accountId: string;
  readonly beneficiary: string | undefined;
  readonly expiresAt: string;
  readonly value: bigint | undefined;
  readonly points: Points;
  readonly amount: bigint;
  open: boolean;
  captured: boolean;
}

/** What took effect, as far as something is compared or later depends on it. */
export interface Done {
  readonly mspId: string;
  readonly content: string;
  readonly kind: string;
  readonly programId: string;
  readonly accountId: string;
  readonly toAccountId?: string;
  readonly amount: bigint;
  readonly acceptor?: string;
  readonly value?: bigint | undefined;
  readonly cycle?: string;
  readonly shortfall?: bigint;
  readonly clawback?: bigint;
  readonly paidOff?: bigint;
  readonly taken?: bigint;
  readonly received?: bigint;
  /** Of what was spent or sent: the points, and how many of them went back. */
  readonly points: Points;
  readonly expiry?: string;
  reversed: bigint;
}

type Totals = Record<'issued' | 'redeemed' | 'expired' | 'reversed', bigint>;

export class ModelState {
  now = '';
  readonly programs = new Map<string, ModelProgram>();
  readonly accounts = new Map<string, ModelAccount>();
  readonly acceptances = new Map<string, { valueMin: bigint; since: string } | undefined>();
  readonly balances = new Map<string, Points>();
  /** What accounts owe back, by account and programme. */
  readonly owed = new Map<string, bigint>();
  readonly holds = new Map<string, ModelHold>();
  readonly done = new Map<string, Done>();
  readonly totals = new Map<string, Totals>();
  /** Quota that rates have: what is left of it, and what of a programme's cap is theirs. */
  readonly carved = new Map<string, bigint>();
  rate = { quota: 0n, used: 0n };
  readonly positions = new Map<string, { amount: bigint; worth: bigint }>();
  /** Who agreed to end a cycle before its month does, and the part that each month has come to. */
  readonly agreed = new Map<string, Set<string>>();
  readonly parts = new Map<string, number>();
  readonly closed = new Map<string, true>();
  #undo: (() => void)[] | undefined;

  /** What comes of it, had it been done. */
  tentatively<T>(what: () => T): T {
    if (this.#undo !== undefined) return what();
    const undo: (() => void)[] = [];
    this.#undo = undo;
    try {
      return what();
    } finally {
      this.#undo = undefined;
      for (const back of undo.reverse()) back();
    }
  }

  /** How far things are, and back to there. */
  attempt(): () => void {
    const undo = this.#undo;
    const at = undo?.length ?? 0;
    return () => {
      if (undo === undefined) throw new Error('it is not tentative');
      for (const back of undo.splice(at).reverse()) back();
    };
  }

  put<K, V>(map: Map<K, V>, key: K, value: V): void {
    const before = map.get(key);
    const had = map.has(key);
    this.#undo?.push(() => {
      if (had) map.set(key, before as V);
      else map.delete(key);
    });
    map.set(key, value);
  }

  set<T extends object, K extends keyof T>(object: T, key: K, value: T[K]): void {
    const before = object[key];
    this.#undo?.push(() => void (object[key] = before));
    object[key] = value;
  }

  balance = (accountId: string, programId: string): Points =>
    this.balances.get(`${accountId} ${programId}`) ?? new Map();

  credit(accountId: string, programId: string, points: Points, sign = 1n): void {
    this.put(this.balances, `${accountId} ${programId}`, plus(this.balance(accountId, programId), points, sign));
  }

  owedBack = (accountId: string, programId: string): bigint => this.owed.get(`${accountId} ${programId}`) ?? 0n;

  oweBack(accountId: string, programId: string, amount: bigint): void {
    if (amount !== 0n) this.put(this.owed, `${accountId} ${programId}`, this.owedBack(accountId, programId) + amount);
  }

  isRipe = (expiry: string): boolean => ripeFrom(expiry) <= this.now.slice(0, 10);

  /** Gives points that cost nobody else: what is owed back is paid off first, by those that can be spent, the soonest to expire first. */
  creditOwn(accountId: string, programId: string, points: Points): { paidOff: bigint; created: Points } {
    const today = this.now.slice(0, 10);
    const created = new Map(points);
    let unpaid = this.owedBack(accountId, programId);
    const owed = unpaid;
    for (const expiry of [...points.keys()].sort()) {
      if (expiry < today) continue;
      const part = created.get(expiry)! < unpaid ? created.get(expiry)! : unpaid;
      unpaid -= part;
      if (part === created.get(expiry)) created.delete(expiry);
      else created.set(expiry, created.get(expiry)! - part);
    }
    this.credit(accountId, programId, created);
    const paidOff = owed - unpaid;
    this.oweBack(accountId, programId, -paidOff);
    if (paidOff > 0n) this.count(programId, 'reversed', paidOff);
    return { paidOff, created };
  }

  /** Where an account's points are, if it was merged: once or more often. */
  last(accountId: string): string {
    const { mergedInto } = this.accounts.get(accountId)!;
    return mergedInto === undefined ? accountId : this.last(mergedInto);
  }

  count(programId: string, total: keyof Totals, amount: bigint): void {
    const before = this.totals.get(programId) ?? { issued: 0n, redeemed: 0n, expired: 0n, reversed: 0n };
    this.put(this.totals, programId, { ...before, [total]: before[total] + amount });
  }

  isLocked({ lock }: ModelAccount): boolean {
    return lock !== undefined && (lock.unlocksAt === undefined || Date.parse(lock.unlocksAt) > Date.parse(this.now));
  }

  /** The clearing cycle of a moment: the month, or the part of it that goes on. */
  cycle(month = this.now.slice(0, 7)): string {
    const part = this.parts.get(month) ?? 1;
    return part === 1 ? month : `${month}.${String(part).padStart(2, '0')}`;
  }

  /** Whether a cycle is over by everybody's clock, or by everybody's word. */
  mayClose(cycle: string): boolean {
    const month = cycle.slice(0, 7);
    const present = this.cycle(month);
    if (cycle !== present) return cycle < present;
    const next = new Date(`${month}-15T00:00:00Z`);
    next.setUTCMonth(next.getUTCMonth() + 1, 1);
    return Date.parse(this.now) >= next.getTime() + 120_000;
  }

  /** A value counts from the next cycle on. */
  value(programId: string, cycle = this.cycle()): bigint | undefined {
    return this.programs
      .get(programId)!
      .values.filter(({ setIn }) => setIn < cycle)
      .at(-1)?.value;
  }

  /** An acceptance holds while no value since was lower. */
  accepts(mspId: string, programId: string): boolean {
    const acceptance = this.acceptances.get(`${mspId} ${programId}`);
    if (acceptance === undefined) return false;
    const present = this.cycle();
    const { values } = this.programs.get(programId)!;
    const since = values.filter(({ setIn }) => setIn >= acceptance.since && setIn < present);
    return [this.value(programId, acceptance.since), ...since.map(({ value }) => value)].every(
      (value) => value === undefined || value >= acceptance.valueMin,
    );
  }

  owe(programId: string, creditor: string, amount: bigint, value: bigint | undefined): void {
    const { issuer } = this.programs.get(programId)!;
    if (creditor === issuer) return;
    const key = `${this.cycle()} ${issuer} ${creditor} ${programId}`;
    const before = this.positions.get(key) ?? { amount: 0n, worth: 0n };
    this.put(this.positions, key, { amount: before.amount + amount, worth: before.worth + amount * (value ?? 0n) });
  }

  /** What lies in accounts, and what is held. */
  outstanding(programId: string): { outstanding: bigint; held: bigint } {
    let [outstanding, held] = [0n, 0n];
    for (const [key, points] of this.balances) if (key.endsWith(` ${programId}`)) outstanding += sum(points);
    for (const hold of this.holds.values()) if (hold.open && hold.programId === programId) held += hold.amount;
    return { outstanding, held };
  }
}

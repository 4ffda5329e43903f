/**
 * Where points lie that are followed by the month of their issue, in the gateway's file: read when receipts ask for it, held while some
 * receipts are worked through, and written when they are.
 */
import { total, type Part, type PointsByExpiry } from '@commonpoint/audit/cohort-parts';
import { nameOf, type CohortPlaces, type Undoable, type Unripe } from '@commonpoint/audit/cohort-places';
import type { CohortReceipt } from '@commonpoint/audit/cohort-receipt';
import type { ReceiptRow } from '../../projection/receipt-rows.js';
import type { Database } from '../../store/database.js';
import { accountNumbers, numbered } from '../accounts/account-numbers.js';
import { unripeName, unripeOf, type KeptSums } from './kept-sums.js';
import { packParts, packPoints, Unkeepable, unpackParts, unpackPoints } from './packed-points.js';

const none = new Uint8Array();

export function keptRows(database: Database) {
  const { sqlite } = database;
  const numberOf = accountNumbers(database);
  const pointsOf = sqlite.prepare('SELECT points FROM liability_points WHERE account = ? AND program_id = ?');
  const putPoints = sqlite.prepare(
    'INSERT OR REPLACE INTO liability_points (account, program_id, points) VALUES (?, ?, ?)',
  );
  const removePoints = sqlite.prepare('DELETE FROM liability_points WHERE account = ? AND program_id = ?');
  const programsOf = sqlite.prepare(`SELECT program_id FROM liability_points WHERE account = ${numbered('?')}`);
  const holdOf = sqlite.prepare('SELECT points FROM liability_holds WHERE hold = ? AND program_id = ?');
  const putHold = sqlite.prepare('INSERT OR REPLACE INTO liability_holds (hold, program_id, points) VALUES (?, ?, ?)');
  const removeHold = sqlite.prepare('DELETE FROM liability_holds WHERE hold = ? AND program_id = ?');
  const spentOf = sqlite.prepare('SELECT parts FROM liability_spent WHERE seq = ?');
  const putSpent = sqlite.prepare('INSERT OR REPLACE INTO liability_spent (seq, parts) VALUES (?, ?)');
  return {
    points(accountId: string, programId: string): AccountPoints {
      const number = numberOf.known(accountId);
      const row = number === undefined ? undefined : pointsOf.get(number, programId);
      return { number, points: (row?.['points'] as Uint8Array | undefined) ?? none };
    },
    /** Of which an account has points. */
    programsOf: (accountId: string): string[] => programsOf.all(accountId).map((row) => row['program_id'] as string),
    hold: (name: string, programId: string) => holdOf.get(name, programId)?.['points'] as Uint8Array | undefined,
    spent: (seq: number) => spentOf.get(seq)?.['parts'] as Uint8Array | undefined,
    put(programId: string, [kind, place, bytes]: KeptWrite): void {
      if (kind === 'points') {
        const account = typeof place === 'number' ? place : numberOf.kept(place);
        if (bytes === null || bytes.length === 0) removePoints.run(account, programId);
        else putPoints.run(account, programId, bytes);
      } else if (kind === 'spent') putSpent.run(place, bytes);
      else if (bytes === null) removeHold.run(place, programId);
      else putHold.run(place, programId, bytes);
    },
  };
}
/** Of an account by its number, or by its id if it had none; of a hold by its name; of what was spent by the receipt's place. Null is nothing any more. */
export type KeptWrite = readonly [kind: 'points' | 'hold' | 'spent', place: string | number, bytes: Uint8Array | null];

interface AccountPoints {
  readonly number: number | undefined;
  readonly points: Uint8Array;
}
export type KeptRows = ReturnType<typeof keptRows>;

/** Receipts as they stand now, also those that come later on the ledger. */
export type FindReceipt = (mspId: string, id: string) => ReceiptRow | undefined;

interface Held<T> {
  readonly value: T;
  readonly before: Uint8Array | undefined;
}

/** Kinds that are remembered when they are worked through. */
const UNDOABLE = ['issue', 'transfer', 'redeem', 'capture', 'void', 'redeem-note'];

export class KeptPlaces implements CohortPlaces {
  readonly #accounts = new Map<string, { readonly value: PointsByExpiry; readonly before: AccountPoints }>();
  readonly #holds = new Map<string, Held<PointsByExpiry | undefined>>();
  /** By a receipt's place: of what was spent where it came from, of an issuance that has to mature what was taken back. */
  readonly #parts = new Map<number, Held<Part[]>>();

  readonly #remembered = new Set<string>();

  constructor(
    private readonly programId: string,
    private readonly rows: KeptRows,
    private readonly kept: KeptSums,
    private readonly find: FindReceipt,
    /** Whether the transaction of the receipt at a place was worked through. */
    private readonly isDone: (seq: number) => boolean,
  ) {}

  holdings(accountId: string): PointsByExpiry {
    const held = this.#accounts.get(accountId);
    if (held !== undefined) return held.value;
    const before = this.rows.points(accountId, this.programId);
    const value = unpackPoints(before.points);
    this.#accounts.set(accountId, { value, before });
    return value;
  }

  readonly holds = {
    has: (name: string): boolean => this.#hold(name).value !== undefined,
    get: (name: string): PointsByExpiry | undefined => this.#hold(name).value,
    set: (name: string, value: PointsByExpiry): void => void this.#holds.set(name, { ...this.#hold(name), value }),
    delete: (name: string): void => void this.#holds.set(name, { ...this.#hold(name), value: undefined }),
  };

  #hold(name: string): Held<PointsByExpiry | undefined> {
    const known = this.#holds.get(name);
    if (known !== undefined) return known;
    const before = this.rows.hold(name, this.programId);
    const held = { value: before && unpackPoints(before), before };
    this.#holds.set(name, held);
    return held;
  }

  remember(receipt: CohortReceipt, parts: Part[]): void {
    const { kind, mspId, id, programId, txTime } = receipt;
    this.#remembered.add(nameOf(mspId, id));
    if (kind !== 'redeem' && kind !== 'capture') return;
    // A place has one programme's parts.
    if (programId !== this.programId) throw new Unkeepable(`${id} spends points of ${programId}`);
    if (parts.every(({ month }) => month === monthOf(txTime))) return;
    this.#parts.set(this.find(mspId, id)!.seq, { value: parts, before: undefined });
  }

  isUndoable(mspId: string, id: string | undefined): boolean {
    return this.#undoable(mspId, id) !== undefined;
  }

  undoable(mspId: string, id: string | undefined): Undoable | undefined {
    const found = this.#undoable(mspId, id);
    if (found === undefined) return undefined;
    const { kind, txTime, consumed = [] } = found.receipt;
    const month = monthOf(txTime);
    const isSpent = kind === 'redeem' || kind === 'capture';
    // Unless something else is kept of it, what was spent was of its own month.
    return { kind, month, parts: isSpent ? this.#partsAt(found.seq, [{ month, amount: total(consumed) }]) : [] };
  }

  #undoable(mspId: string, id: string | undefined): ReceiptRow | undefined {
    const found = this.#done(mspId, id);
    const { kind = '', noteId, reversed } = found?.receipt ?? {};
    if (!UNDOABLE.includes(kind) || (kind === 'void' && noteId !== undefined)) return undefined;
    // If it says so later, all receipts come to something else than what is kept by then.
    if (reversed === undefined) throw new Unkeepable(`${id} was taken back and does not say so`);
    return found;
  }

  #done(mspId: string, id = ''): ReceiptRow | undefined {
    const found = this.find(mspId, id);
    if (found === undefined) return undefined;
    if (!this.isDone(found.seq) && !this.#remembered.has(nameOf(mspId, id))) return undefined;
    const { programId, targetProgramId } = found.receipt;
    return programId === this.programId || targetProgramId === this.programId ? found : undefined;
  }

  #partsAt(seq: number, otherwise: Part[]): Part[] {
    const known = this.#parts.get(seq);
    if (known !== undefined) return known.value;
    const before = this.rows.spent(seq);
    const value = before === undefined ? otherwise : unpackParts(before);
    this.#parts.set(seq, { value, before: packParts(value) });
    return value;
  }

  putUnripe(_receipt: CohortReceipt, unripe: Unripe): void {
    const name = unripeName(unripe);
    this.kept.unripe.set(name, (this.kept.unripe.get(name) ?? 0n) + unripe.points);
  }

  takeUnripe(mspId: string, id: string | undefined, taken: bigint): void {
    const found = this.#done(mspId, id);
    const { kind, maturesOn, txTime = '', created = [] } = found?.receipt ?? {};
    if (found === undefined || kind !== 'issue' || maturesOn === undefined || maturesOn <= this.kept.sums.day) return;
    const month = monthOf(txTime);
    const parts = this.#partsAt(found.seq, []);
    const left = total(created) - parts.reduce((sum, { amount }) => sum + amount, 0n);
    const amount = taken < left ? taken : left;
    if (amount === 0n) return;
    parts.push({ month, amount });
    const name = unripeName({ month, maturesOn });
    this.kept.unripe.set(name, (this.kept.unripe.get(name) ?? 0n) - amount);
  }

  unripe(ofMonth: string, ofDay: string): bigint {
    let sum = 0n;
    for (const [name, points] of this.kept.unripe) {
      const { month, maturesOn } = unripeOf(name);
      if (month === ofMonth && maturesOn > ofDay) sum += points;
    }
    return sum;
  }

  /** Everything that is another than in the file; nothing, if of something there is no such form. */
  packed(): KeptWrite[] {
    const writes: KeptWrite[] = [];
    // As they lie in the file, whose pages have several each.
    const accounts = [...this.#accounts].sort(([, one], [, other]) => placeOf(one.before) - placeOf(other.before));
    for (const [accountId, { value, before }] of accounts) {
      const points = packPoints(value);
      if (!isSame(points, before.points)) writes.push(['points', before.number ?? accountId, points]);
    }
    for (const [name, { value, before }] of this.#holds) {
      const points = value && packPoints(value);
      if (!isSame(points, before)) writes.push(['hold', name, points ?? null]);
    }
    for (const [seq, { value, before }] of this.#parts) {
      const parts = packParts(value);
      if (!isSame(parts, before)) writes.push(['spent', seq, parts]);
    }
    return writes;
  }
}

/** New ones come last. */
const placeOf = ({ number = Number.MAX_SAFE_INTEGER }: AccountPoints): number => number;

const monthOf = (time: string): string => time.slice(0, 7);

function isSame(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return Buffer.compare(one, other) === 0;
}

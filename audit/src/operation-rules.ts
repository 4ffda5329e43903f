/**
 * What the rules say of each operation, by the rows as they were and by what its client sent, however many peers endorsed
 * otherwise: programmes and accounts that are not active, transfers that are not allowed, limits, members' signatures,
 * preimages, the days on which points end.
 */
import { createHash } from 'node:crypto';
import type { Call } from './block-contents.js';
import { programsOf, type Told } from './findings.js';
import type { OperationRow, RowWrite } from './ledger-rows.js';
import { checkLife, namesDays } from './named-life.js';
import { isSignedBy, type MemberKey } from './member-signature.js';
import { reaches } from './note-terms.js';
import { postedOperations, type PostedOperation } from './posted-operations.js';
import { isSame } from './signed-operations.js';
import { DayCounts, type DayLimits } from './day-counts.js';
import { accountsOf, type PlainImport } from './plain-import.js';
import { type Kept, type Store, whyNonsense } from './store.js';
import { pointsOf } from './sums.js';

interface Program {
  readonly status: string;
  readonly issuer: string;
  readonly rules?: { readonly transferable?: boolean; readonly maturityDays?: number };
  readonly limits?: {
    readonly operations?: Readonly<Record<string, { readonly min?: string; readonly max?: string } | undefined>>;
    readonly perAccountDay?: DayLimits;
  };
}

interface Account {
  readonly accountId: string;
  readonly custodian: string;
  readonly status: string;
  readonly publicKey?: MemberKey;
  /** Its points follow it there, by its custodian and without conditions. */
  readonly mergedInto?: string;
  readonly erasure?: object;
  readonly recovery?: { readonly publicKey: MemberKey; readonly inForceAt: string };
}

type Receipt = OperationRow & {
  readonly hashLock?: string;
  readonly consumed?: readonly { readonly lotId: string; readonly amount: string }[];
};

/** What a `line-payment` row says of a draw. */
interface DrawRow {
  readonly kind: string;
  readonly status: string;
  readonly amount: string;
  readonly instructedAt: string;
}

/** Take points from an account at its member's will. */
const debits: ReadonlySet<string> = new Set([
  ...['transfer', 'redeem', 'hold', 'exchange'],
  ...['buy-note', 'transfer-note', 'pledge-note'],
]);
/** Move no points of the account, so that they count on no day. */
const ofNotes: ReadonlySet<string> = new Set(['transfer-note', 'pledge-note']);
/** What is not done while a programme is suspended. */
const ofActivePrograms: ReadonlySet<string> = new Set([...debits, 'issue']);
const DAY_MS = 86_400_000;
const HOLD_DAYS_MAX = 31;

export class OperationRules {
  readonly #programs: Kept<Program>;
  /** Of accounts that are not active, or carry a key: most are neither, and are not looked for. */
  readonly #restricted: Kept<Account>;
  readonly #locks: Kept<string>;
  /** By credit line, its account. */
  readonly #lines: Kept<string>;
  /** By note, the day on which it is due. */
  readonly #due: Kept<string>;
  /** By a member that left, who serves its accounts. */
  readonly #successors: Kept<string>;
  readonly #days: DayCounts;

  constructor(store: Store) {
    this.#programs = store.kept('rules-programs', 'small');
    this.#restricted = store.kept('rules-accounts');
    this.#locks = store.kept('rules-locks');
    this.#lines = store.kept('rules-lines');
    this.#due = store.kept('rules-notes');
    this.#successors = store.kept('rules-successors', 'small');
    this.#days = new DayCounts(store);
  }

  /** Whether the rules have nothing to say of any of these lines. */
  allows(lines: PlainImport): boolean {
    const { programId, least, most } = lines;
    const { status, rules, limits } = this.#programs.get(programId) ?? {};
    const { min, max } = limits?.operations?.['issue'] ?? {};
    return (
      status !== undefined &&
      status !== 'suspended' &&
      (rules?.maturityDays ?? 0) === 0 &&
      limits?.perAccountDay === undefined &&
      (min === undefined || BigInt(least) >= BigInt(min)) &&
      (max === undefined || BigInt(most) <= BigInt(max)) &&
      (this.#restricted.size === 0 ||
        [...accountsOf(lines)].every((id) => (this.#restricted.get(id)?.status ?? 'active') === 'active'))
    );
  }

  /** What breaks the rules, in sentences. Rows that make no sense are not among those of the transaction. */
  check(txId: string, rows: readonly RowWrite[], call: Call): Told[] {
    const found: Told[] = [];
    const sent = postedOperations(call);
    let asksForDays: boolean | undefined;
    const named = (): boolean => (asksForDays ??= namesDays(call.argument));
    for (const { key, value } of rows) {
      if (key[0] === 'line-payment' && value !== undefined)
        this.#checkDraw(key, value as DrawRow, call, (text) => void found.push({ text, programs: [] }));
      if (key[0] !== 'op' || value === undefined) continue;
      const row = value as Receipt;
      // One that is written again, marked as reversed, was judged before.
      if (row.txId !== txId) continue;
      const say = (text: string): void =>
        void found.push({ text: `${row.mspId} ${row.id} ${text}`, programs: programsOf({}, row) });
      try {
        this.#checkOperation(row, () => sent(row), say);
        const maturityDays = this.#programs.get(row.programId)?.rules?.maturityDays ?? 0;
        if (row.kind === 'issue' && (maturityDays > 0 || row.maturesOn !== undefined || named()))
          checkLife(row, sent(row)[0], row.migrationId === undefined ? maturityDays : 0, say);
      } catch (error) {
        say(`makes no sense: ${whyNonsense(error)}`);
      }
    }
    this.#mergeDays(rows);
    for (const { key, value } of rows) {
      if (key[0] === 'account-day' && value !== undefined)
        for (const text of this.#days.compare(key[1] ?? '', key[2] ?? '', value))
          found.push({ text, programs: [key[2] ?? ''] });
      this.#note(key, value);
    }
    return found;
  }

  /** Days that are counted no more where they were have gone where their account was merged into. */
  #mergeDays(rows: readonly RowWrite[]): void {
    for (const { key, value } of rows) {
      const [kind, accountId = '', programId = ''] = key;
      if (kind !== 'account-day' || value !== undefined) continue;
      const account = rows.find((other) => other.key[0] === 'account' && other.key[1] === accountId);
      const { mergedInto } = (account?.value ?? {}) as Partial<Account>;
      if (mergedInto !== undefined) this.#days.merge(accountId, mergedInto, programId);
    }
  }

  #checkOperation(row: Receipt, sent: () => readonly PostedOperation[], say: (text: string) => void): void {
    const { kind, programId, accountId, amount } = row;
    if (this.#followsMerge(row)) return;
    const program = this.#programs.get(programId);
    const isDebit = debits.has(kind);
    const points = pointsOf(amount);
    const isClaim = kind === 'issue' && row.migrationId !== undefined;
    if (ofActivePrograms.has(kind)) {
      for (const id of [programId, row.targetProgramId])
        if (id !== undefined && this.#programs.get(id)?.status === 'suspended') say(`is done while ${id} is suspended`);
      // A frozen balance comes to a frozen account, and to no other.
      const due = isClaim && sent()[0]?.migration?.status === 'frozen' ? 'frozen' : 'active';
      for (const id of [accountId, row.toAccountId]) {
        if (id === undefined) continue;
        const { status = 'active' } = this.#restricted.get(id) ?? {};
        if (status !== due) say(`is done with ${id}, which is ${status}`);
      }
      // What was owed already is limited by nothing but its snapshot.
      if (isClaim) return;
      const { min, max } = program?.limits?.operations?.[kind] ?? {};
      if (min !== undefined && points < BigInt(min)) say(`is below ${programId}’s least amount, ${min}`);
      if (max !== undefined && points > BigInt(max)) say(`is above ${programId}’s largest amount, ${max}`);
      if (!ofNotes.has(kind)) this.#countDay(row, say);
    }
    // What is divided stays where it is.
    const isGiven = kind.startsWith('transfer') && row.toAccountId !== accountId;
    if (isGiven && program?.rules?.transferable === false)
      say(`transfers points of ${programId}, which does not allow it`);
    this.#noteDue(row);
    if (isDebit || this.#isEarly(row)) this.#checkSignature(row, sent, say);
    if (kind === 'hold') this.#checkHold(row, say);
    if (kind === 'capture') this.#checkPreimage(row, sent, say);
    if (isDebit || kind === 'expire') this.#checkExpiries(row, say);
  }

  /** Points and notes of an account that was merged are the other one's already, and go there whole. */
  #followsMerge({ kind, mspId, accountId, toAccountId, parts }: Receipt): boolean {
    if (kind !== 'transfer' && (kind !== 'transfer-note' || parts !== undefined)) return false;
    const { mergedInto, custodian = '' } = this.#restricted.get(accountId) ?? {};
    const isServed = mspId === custodian || mspId === this.#successors.get(custodian);
    return mergedInto !== undefined && mergedInto === toAccountId && isServed;
  }

  #checkSignature(row: Receipt, sent: () => readonly PostedOperation[], say: (text: string) => void): void {
    const account = this.#restricted.get(row.accountId);
    if (account === undefined) return;
    const key = keyAt(account, row.txTime);
    if (key === undefined) return;
    const signed = sent().filter((operation) => isSignedBy(key, account, operation, row.txTime));
    if (signed.length === 0) say(`takes points of ${row.accountId} without its member’s signature`);
    else if (!signed.some((each) => isSame(each, row)))
      say(`does something else than the member of ${row.accountId} signed`);
  }

  /** A draw is what its member signed, where the account has a key. */
  #checkDraw(
    [, lineMspId = '', lineId = '', id = '']: readonly string[],
    row: DrawRow,
    call: Call,
    say: (text: string) => void,
  ): void {
    if (row.kind !== 'draw' || row.status !== 'instructed') return;
    const account = this.#restricted.get(this.#lines.get(`${lineMspId} ${lineId}`) ?? '');
    const key = account && keyAt(account, row.instructedAt);
    if (account === undefined || key === undefined) return;
    const { authorization } = argumentOf(call);
    const signed = { kind: 'draw', id, lineMspId, lineId, amount: row.amount, ...(authorization && { authorization }) };
    if (!isSignedBy(key, account, signed, row.instructedAt))
      say(`the draw ${id} on ${lineMspId} ${lineId} is without the signature of the member of ${account.accountId}`);
  }

  #noteDue({ kind, mspId, id, until, parts, noteMspId, noteId }: Receipt): void {
    const due = kind === 'buy-note' ? until : parts && this.#due.get(`${noteMspId} ${noteId}`);
    if (due !== undefined) this.#due.set(`${mspId} ${id}`, due);
  }

  /** A note is redeemed before its end as its member wishes; at its end nobody has to. */
  #isEarly({ kind, noteMspId, noteId, txTime }: Receipt): boolean {
    return kind === 'redeem-note' && reaches(txTime) < (this.#due.get(`${noteMspId} ${noteId}`) ?? '');
  }

  #checkHold({ mspId, id, expiresAt = '', txTime, hashLock, lineId }: Receipt, say: (text: string) => void): void {
    // How long what is pledged is held, its line says.
    if (lineId !== undefined) return;
    const lastsMs = Date.parse(expiresAt) - Date.parse(txTime);
    if (!(lastsMs > 0 && lastsMs <= HOLD_DAYS_MAX * DAY_MS)) say(`is a hold until ${expiresAt}, made at ${txTime}`);
    if (hashLock !== undefined) this.#locks.set(`${mspId} ${id}`, hashLock);
  }

  #checkPreimage(row: Receipt, sent: () => readonly PostedOperation[], say: (text: string) => void): void {
    const hold = `${row.holdMspId} ${row.holdId}`;
    const lock = this.#locks.get(hold);
    if (lock === undefined) return;
    const opens = ({ preimage = '' }: PostedOperation): boolean =>
      createHash('sha256').update(`${row.holdMspId}\n${preimage}`).digest('hex') === lock;
    if (!sent().some(opens)) say(`captures ${hold} without what opens its lock`);
  }

  /** Points are spent until their day is over, and expire from then on. */
  #checkExpiries({ kind, accountId, consumed = [], txTime }: Receipt, say: (text: string) => void): void {
    if (kind === 'expire' && this.#restricted.get(accountId)?.erasure !== undefined) return;
    const today = txTime.slice(0, 10);
    for (const { lotId } of consumed) {
      const expiry = lotId.slice(0, 10);
      if (kind === 'expire' && expiry >= today) say(`lets points expire on ${today} whose last day is ${expiry}`);
      if (kind !== 'expire' && expiry < today) say(`spends points on ${today} whose last day was ${expiry}`);
    }
  }

  #countDay(row: Receipt, say: (text: string) => void): void {
    const { kind, accountId, programId, targetProgramId } = row;
    const count = (id: string, side: 'debit' | 'credit', amount: string): void => {
      const limits = this.#programs.get(id)?.limits?.perAccountDay;
      if (limits === undefined) return;
      for (const text of this.#days.add(accountId, id, limits, side, BigInt(amount), row.txTime)) say(text);
    };
    if (kind === 'issue') count(programId, 'credit', row.amount);
    else count(programId, 'debit', row.taken ?? row.amount);
    if (targetProgramId !== undefined) count(targetProgramId, 'credit', row.received ?? '0');
  }

  #noteSuccessor(mspId: string, row: { readonly successor?: string } | undefined): void {
    if (row?.successor !== undefined) this.#successors.set(mspId, row.successor);
    else if (this.#successors.has(mspId)) this.#successors.delete(mspId);
  }

  #note([kind, id = '', lineId = '']: readonly string[], value: unknown): void {
    if (kind === 'program' && value !== undefined) this.#programs.set(id, value as Program);
    if (kind === 'credit-line' && value !== undefined)
      this.#lines.set(`${id} ${lineId}`, (value as { accountId: string }).accountId);
    if (kind === 'org') this.#noteSuccessor(id, value as { readonly successor?: string } | undefined);
    if (kind !== 'account' || value === undefined) return;
    const account = value as Account;
    if (account.status !== 'active' || account.publicKey !== undefined) this.#restricted.set(id, account);
    else if (this.#restricted.has(id)) this.#restricted.delete(id);
  }
}

function keyAt({ recovery, publicKey }: Account, txTime: string): MemberKey | undefined {
  const isRecovered = recovery !== undefined && Date.parse(recovery.inForceAt) <= Date.parse(txTime);
  return isRecovered ? recovery.publicKey : publicKey;
}

function argumentOf({ argument }: Call): Pick<PostedOperation, 'authorization'> {
  try {
    return JSON.parse(argument) as Pick<PostedOperation, 'authorization'>;
  } catch {
    return {};
  }
}

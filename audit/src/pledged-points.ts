/**
 * Collateral: what each credit line is, by the receipts of what was pledged, released and taken for it and by what was said of its
 * money; its row has to be the same, and nothing is drawn, released or taken against its terms.
 */
import type { AccountLocks } from './account-locks.js';
import type { ClearingCycles } from './clearing-cycles.js';
import { CLOCKS_APART_MS } from './clocks.js';
import { dayAfter } from './days.js';
import type { Found } from './findings.js';
import type { AccountRow, MemberRow, OperationRow, ProgramRow } from './ledger-rows.js';
import { isCustodians } from './hold-resolvers.js';
import { LineCover } from './line-cover.js';
import { LinePayments, type LinePaymentRow } from './line-payments.js';
import { begins, reaches } from './note-terms.js';
import type { PledgedNote } from './sold-notes.js';
import type { OrdersInForce } from './orders-in-force.js';
import {
  type DefaultClaim,
  type LineRow,
  newLine,
  ordered,
  termsOf,
  type ToldLine,
  toldLine,
  untilEndOf,
} from './told-lines.js';
import type { Kept, Store } from './store.js';

type Say = (text: string) => void;
const PLEDGES_MAX = 20;

interface Standing {
  readonly orders: Pick<OrdersInForce, 'isStopped'>;
  readonly members: Kept<MemberRow>;
  readonly locks: Pick<AccountLocks, 'isLocked'>;
}

export class PledgedPoints {
  readonly #on: Kept<boolean>;
  readonly #rows: Kept<LineRow>;
  readonly #told: Kept<ToldLine>;
  readonly #frozen: Kept<boolean>;
  readonly #closed: Kept<boolean>;
  readonly #payments: LinePayments;
  readonly #cover: LineCover;
  /** Lines whose rows the transaction wrote, with what they were before, and those that it moved points or money of. */
  readonly #before = new Map<string, LineRow | undefined>();
  readonly #moved = new Set<string>();

  constructor(
    private readonly found: Found,
    programs: Kept<ProgramRow>,
    cycles: ClearingCycles,
    readonly standing: Standing,
    store: Store,
  ) {
    this.#on = store.kept('collateral-on', 'small');
    this.#rows = store.kept('lines');
    this.#told = store.kept('lines-told');
    this.#frozen = store.kept('lines-frozen');
    this.#closed = store.kept('lines-closed');
    this.#payments = new LinePayments(found, store);
    this.#cover = new LineCover(programs, cycles);
  }

  applyConstitution(row: { readonly collateral?: boolean } | undefined): void {
    if (row?.collateral === true) this.#on.set('on', true);
    else this.#on.delete('on');
  }

  applyAccount(accountId: string, row: AccountRow | undefined): void {
    for (const [status, kept] of [['frozen', this.#frozen] as const, ['closed', this.#closed] as const])
      if (row?.status === status) kept.set(accountId, true);
      else if (kept.has(accountId)) kept.delete(accountId);
  }

  /** Rows of credit lines alone; whether this is one. */
  applyRow(txId: string, type: string, parts: readonly string[], value: unknown, time: number | undefined): boolean {
    const [mspId = '', lineId = ''] = parts;
    const name = `${mspId} ${lineId}`;
    if (type === 'credit-line') {
      const row = value as LineRow | undefined;
      if (row === undefined) this.found.push(`transaction ${txId} deleted the credit line ${name}`);
      else this.#applyLine(txId, name, row);
      return true;
    }
    if (type !== 'line-payment') return false;
    const line = this.#told.get(name);
    const row = value as LinePaymentRow | undefined;
    if (line === undefined || row === undefined) {
      this.found.push(`transaction ${txId} wrote a payment of the credit line ${name}, which is not there`);
      return true;
    }
    const at = time === undefined ? row.instructedAt : new Date(time).toISOString();
    const terms = this.#rows.get(name)!;
    const drawn = BigInt(line.drawn);
    const isNewDraw = this.#payments.apply(txId, parts.join(' '), line, row);
    if (isNewDraw) this.#checkDraw(txId, terms, line, BigInt(row.amount), at);
    // As points that are pledged do, and nothing else: what comes of prices alone changes no line.
    if (BigInt(line.drawn) < drawn) this.#cure(terms, line, at);
    this.#told.set(name, line);
    this.#moved.add(name);
    return true;
  }

  /** What one in default owes comes on the line that secures it, up to its limit. */
  applyClaim({ mspId, lineId, debtor, pledges, loss }: DefaultClaim, say: Say): void {
    const [terms, line] = [this.#rows.get(`${mspId} ${lineId}`), this.#told.get(`${mspId} ${lineId}`)];
    if (terms?.secures !== debtor || line === undefined) return say(`on ${lineId}, which secures no debt of ${debtor}`);
    if (line.status === 'closed') say(`on ${lineId}, which is closed`);
    line.drawn = String(BigInt(line.drawn) + pledges);
    const room = BigInt(terms.limit) - BigInt(line.drawn);
    if (room < 0n || (loss > 0n && room > 0n)) say(`for a loss of ${loss}, and leaves ${room} of the limit`);
    this.#told.set(`${mspId} ${lineId}`, line);
    this.#moved.add(`${mspId} ${lineId}`);
  }

  /** A hold for a line, of points or of a note. */
  applyPledge(name: string, row: OperationRow, note?: PledgedNote): void {
    const { accountId, programId, beneficiary = '', lineId = '', amount, expiresAt = '' } = row;
    const lots = note?.lots ?? row.consumed ?? [];
    const of = `${beneficiary} ${lineId}`;
    const say = (text: string): void => void this.found.push(`${name} pledges points for ${of} ${text}`);
    const [terms, line] = [this.#rows.get(of), this.#told.get(of)];
    if (!this.#on.has('on')) say('while collateral is off');
    if (terms === undefined || line === undefined) return say('which is not there');
    if (terms.accountId !== accountId || terms.programId !== programId) say(`of ${accountId} and ${programId}`);
    if (line.status !== 'open' && line.status !== 'noticed') say(`which is ${line.status}`);
    if (expiresAt !== untilEndOf(terms)) say(`until ${expiresAt}, it has to be ${untilEndOf(terms)}`);
    if (lots.some(({ lotId }) => lotId.slice(0, 10) < expiresAt.slice(0, 10))) say('that end before it');
    if (Date.parse(row.txTime) >= Date.parse(expiresAt)) say(`after ${expiresAt}, when pledges go back`);
    const next = dayAfter(reaches(row.txTime), terms.marginDays);
    const { takenFrom = next } = line;
    const first = takenFrom < next ? takenFrom : next;
    if (note !== undefined && note.redeemable > first)
      say(`which are redeemed from ${note.redeemable} on, and may be taken on ${first}`);
    line.pledges.push([name, amount]);
    if (line.pledges.length > PLEDGES_MAX) say(`beside ${PLEDGES_MAX} others`);
    this.#cure(terms, line, row.txTime);
    this.#told.set(of, line);
    this.#moved.add(of);
  }

  /** A release or a taking. @returns what was held of the pledge until then */
  applyResolution(name: string, row: OperationRow, held: OperationRow): bigint {
    const { beneficiary = '', lineId = '' } = held;
    const of = `${beneficiary} ${lineId}`;
    const hold = `${row.holdMspId} ${row.holdId}`;
    const say = (text: string): void =>
      void this.found.push(`${name} ${row.kind === 'void' ? 'releases' : 'takes'} what is pledged for ${of} ${text}`);
    const [terms, line] = [this.#rows.get(of), this.#told.get(of)];
    const at = line?.pledges.findIndex(([pledge]) => pledge === hold) ?? -1;
    if (terms === undefined || line === undefined || at === -1) {
      say('and is not there');
      return 0n;
    }
    if (row.lineId !== lineId) say(`for ${row.lineId}`);
    const there = BigInt(line.pledges[at]![1]);
    const amount = BigInt(row.amount);
    if (amount > there) say(`of ${amount} points, ${there} are pledged`);
    if (row.kind === 'void') {
      const left = there - amount;
      if (left > 0n) line.pledges[at] = [hold, String(left)];
      else line.pledges.splice(at, 1);
      this.#checkRelease(row, held, terms, line, say);
    } else {
      this.#checkTaking(row, terms, line, at, amount, say);
      line.pledges.splice(at, 1);
    }
    this.#told.set(of, line);
    this.#moved.add(of);
    return there;
  }

  priceOf(row: OperationRow): { readonly clearingValue?: string } {
    return this.#cover.priceOf(row);
  }

  endTransaction(txId: string, time: number | undefined): void {
    for (const name of new Set([...this.#before.keys(), ...this.#moved])) {
      const [row, line] = [this.#rows.get(name), this.#told.get(name)];
      if (row === undefined || line === undefined) continue;
      const say = (text: string): void => void this.found.push(`transaction ${txId} ${text} the credit line ${name}`);
      const at = time === undefined ? undefined : new Date(time).toISOString();
      if (!this.#moved.has(name) && this.#before.get(name) !== undefined) this.#applyEvent(row, line, at, say);
      this.#told.set(name, line);
      const [byRow, told] = [JSON.stringify(toldLine(row)), JSON.stringify(ordered(line))];
      if (byRow !== told) say(`left as ${byRow}, which comes to ${told},`);
    }
    this.#before.clear();
    this.#moved.clear();
  }

  #cure(terms: LineRow, line: ToldLine, at: string): void {
    if (line.status === 'noticed' && !this.#cover.isShort(terms, line, at))
      Object.assign(line, { status: 'open', takenFrom: undefined, allowed: undefined });
  }

  #applyLine(txId: string, name: string, row: LineRow): void {
    const before = this.#rows.get(name);
    this.#before.set(name, before);
    this.#rows.set(name, row);
    if (before !== undefined) {
      if (termsOf(before) !== termsOf(row))
        this.found.push(`transaction ${txId} changed the terms of the line ${name}`);
      return;
    }
    if (!this.#on.has('on')) this.found.push(`transaction ${txId} granted the line ${name} while collateral is off`);
    if (row.pledgesEndAt !== untilEndOf(row))
      this.found.push(`transaction ${txId} granted the line ${name} with pledges until ${row.pledgesEndAt}`);
    this.#told.set(name, newLine());
  }

  #checkDraw(txId: string, terms: LineRow, line: ToldLine, amount: bigint, at: string): void {
    const of = `of ${amount} on the credit line ${terms.mspId} ${terms.lineId}`;
    const say = (text: string): void => void this.found.push(`transaction ${txId} has a draw ${of} ${text}`);
    if (!this.#on.has('on')) say('while collateral is off');
    if (line.status !== 'open') say(`which is ${line.status}`);
    if (terms.until < begins(at)) say(`whose term ended on ${terms.until}`);
    if (terms.secures !== undefined) say(`which secures what ${terms.secures} owes`);
    const wanted = BigInt(line.drawn) + BigInt(line.drawing);
    const cover = this.#cover.of(terms, line, at);
    if (wanted > BigInt(terms.limit)) say(`that makes ${wanted} of a limit of ${terms.limit}`);
    if (wanted > cover) say(`that makes ${wanted}, and pledges cover ${cover}`);
    if (this.#frozen.has(terms.accountId) || this.standing.orders.isStopped(terms.accountId, terms.programId, at))
      say(`by ${terms.accountId}, which is frozen or under an order`);
    if (this.#closed.has(terms.accountId)) say(`by ${terms.accountId}, which is closed`);
    if (this.standing.locks.isLocked(terms.accountId, at)) say(`by ${terms.accountId}, which was locked`);
  }

  #checkRelease(row: OperationRow, held: OperationRow, terms: LineRow, line: ToldLine, say: Say): void {
    if (row.mspId === terms.mspId) return;
    if (!isCustodians(this.standing.members, held, row.mspId)) say('and is not its to release');
    if (Date.parse(held.expiresAt ?? '') + CLOCKS_APART_MS <= Date.parse(row.txTime) || line.status === 'closed')
      return;
    if (terms.secures !== undefined) say(`which secures what ${terms.secures} owes`);
    const owed = BigInt(line.drawn) + BigInt(line.drawing);
    if (owed + BigInt(line.fee ?? '0') === 0n) return;
    if (line.status === 'liquidated') {
      const value = BigInt(this.priceOf(row).clearingValue ?? '0');
      const isLess = line.drawing === '0' && owed + BigInt(line.fee ?? '0') < value;
      if (!isLess) say(`although ${owed} and a fee of ${line.fee} are owed`);
      return;
    }
    const cover = this.#cover.of(terms, line, row.txTime);
    if (owed > cover) say(`although ${owed} are drawn, and what is left covers ${cover}`);
  }

  #checkTaking(row: OperationRow, terms: LineRow, line: ToldLine, at: number, amount: bigint, say: Say): void {
    const { txTime } = row;
    if (row.mspId !== terms.mspId) say('and is not its to take');
    if (at !== 0) say('before an older pledge');
    if (line.status === 'noticed') {
      const { takenFrom = '9999-12-31' } = line;
      if (!this.#cover.isShort(terms, line, txTime)) say('although it covers what is drawn, and its term is not over');
      if (reaches(txTime) < takenFrom || !this.#cover.countsStill(terms, line, txTime))
        say(`on ${reaches(txTime)}, noticed for ${takenFrom}`);
    } else if (line.status !== 'liquidated') say(`which is ${line.status}`);
    const isStopped =
      line.disputed > 0 ||
      this.#frozen.has(terms.accountId) ||
      this.standing.orders.isStopped(terms.accountId, terms.programId, txTime);
    if (isStopped && line.allowed !== true) say(`although ${terms.accountId} is frozen or a payment is disputed`);
    const value = BigInt(this.priceOf(row).clearingValue ?? '0');
    const drawn = BigInt(line.drawn);
    const fee = BigInt(line.fee ?? (drawn * BigInt(terms.feePpm)) / 1_000_000n);
    const worth = amount * value;
    if (worth > drawn + fee) say(`of ${worth}, debt and fee are ${drawn + fee}`);
    const paid = worth < drawn ? worth : drawn;
    Object.assign(line, {
      status: 'liquidated',
      drawn: String(drawn - paid),
      fee: String(fee - (worth - paid)),
      takenFrom: undefined,
    });
  }

  /** What the row alone tells: a notice, an authority's word, an end. Whose word each is, is judged with the rows' authors. */
  #applyEvent(row: LineRow, line: ToldLine, at: string | undefined, say: Say): void {
    if (row.status === 'closed' && line.status !== 'closed')
      return void Object.assign(line, {
        ...{ status: 'closed', drawing: '0', drawn: '0' },
        ...{ fee: undefined, takenFrom: undefined, allowed: undefined },
      });
    if (row.allowed !== undefined && line.allowed !== true) {
      if (line.status !== 'noticed' && line.status !== 'liquidated') say('allows to take what is pledged for');
      return void (line.allowed = true);
    }
    if (row.status !== 'noticed' || at === undefined) return;
    if ((line.status !== 'open' && line.status !== 'noticed') || this.#cover.countsStill(row, line, at)) return;
    if (!this.#cover.isShort(row, line, at)) say('gives notice, though it is covered, of');
    Object.assign(line, { status: 'noticed', takenFrom: dayAfter(begins(at), row.marginDays), allowed: undefined });
  }
}

/**
 * Credit lines: which state of one lets what be done, and what its pledges have to cover.
 *
 * | from       | draw | pledge       | release by the custodian | notice            | pledge taken         | close                     |
 * |------------|------|--------------|--------------------------|-------------------|----------------------|---------------------------|
 * | open       | open | open         | open, while covered      | noticed, if short | –                    | closed                    |
 * | noticed    | –    | open if cured | as it is, while covered | (stays)           | liquidated, when due | closed                    |
 * | liquidated | –    | –            | as it is, if nothing is owed | –             | liquidated           | closed                    |
 * | closed     | –    | –            | closed                   | –                 | –                    | (stays)                   |
 *
 * The pledgee releases at any time. A repayment that cures a notice makes `open` of it. The custodian closes what owes nothing, the
 * pledgee anything. A line is short when its pledges do not cover what is drawn at the value of the cycle, or its term is over.
 */
import {
  type Acceptance,
  type Account,
  canonicalJson,
  coverOf,
  type CreditLine,
  custodianOf,
  daysAfter,
  daysBetween,
  dayOf,
  earnedDayOf,
  firstDayOf,
  type grantCreditLine,
  LINE_DAYS_MAX,
  type LineStatus,
  NOTICE_DAYS,
  PLEDGE_DAYS_AFTER,
  type Program,
  type RequestOf,
} from '@commonpoint/catalogue';
import { inDefault } from '../clearing/clearing.js';
import { clearingValueOf, isInForce } from '../programs/acceptances.js';
import { refuse, type Refusal } from '../core/refusal.js';
import type { Saying } from '../core/saying.js';

/** The smallest unit of the currency, in millionths of it. */
const WHOLE_UNIT = 1_000_000n;

/** As which a member speaks of a line; one that lends to its own members is both. */
export type LineSide = 'pledgee' | 'custodian';

export type LineAction = 'draw' | 'claim' | 'pay-out' | 'pledge' | 'repay' | 'notice' | 'take' | 'allow' | 'close';

/** In which states what may be done; a repayment is said as long as anything can be owed. */
const allowedIn: Readonly<Record<LineAction, readonly LineStatus[]>> = {
  draw: ['open'],
  claim: ['open', 'noticed', 'liquidated'],
  'pay-out': ['open', 'noticed'],
  pledge: ['open', 'noticed'],
  repay: ['open', 'noticed', 'liquidated'],
  notice: ['open', 'noticed'],
  take: ['noticed', 'liquidated'],
  allow: ['noticed', 'liquidated'],
  close: ['open', 'noticed', 'liquidated'],
};

/** Errors: LINE_STATE. */
export function refuseUnlessIn({ lineId, status }: CreditLine, action: LineAction): Refusal | undefined {
  return allowedIn[action].includes(status)
    ? undefined
    : refuse('LINE_STATE', `the credit line ${lineId} is ${status}`);
}

/** What its pledges let be drawn, at the programme's value in a cycle. Of an issuer that is in default no point is worth anything. */
export function coverIn(line: Pick<CreditLine, 'pledges' | 'haircutPpm'>, program: Program, cycle: string): bigint {
  const value = program.issuerInDefaultSince === undefined ? clearingValueOf(program, cycle) : undefined;
  return coverOf(line.pledges, value, line.haircutPpm);
}

/** What is drawn or will be, against what may. */
export function isCovered(line: CreditLine, program: Program, cycle: string): boolean {
  return BigInt(line.drawn) + BigInt(line.drawing) <= coverIn(line, program, cycle);
}

/** Whether the pledgee may give notice, and take pledges after it; what is claimed of one in default is due at once. By every clock: nobody gains a day by a date. */
export function isShort(line: CreditLine, program: Program, cycle: string, txTime: string): boolean {
  const isDue = line.until < earnedDayOf(txTime) || line.secures !== undefined;
  return BigInt(line.drawn) > (isDue ? 0n : coverIn(line, program, cycle));
}

/** A line that is short no more: its notice is done with. */
export function cured(line: CreditLine, program: Program, cycle: string, txTime: string): CreditLine {
  if (line.status !== 'noticed' || isShort(line, program, cycle, txTime)) return line;
  const { notice: _notice, allowed: _allowed, ...rest } = line;
  return { ...rest, status: 'open' };
}

/** Errors: ACCOUNT_CLOSED, ISSUER_IN_DEFAULT, PROGRAM_UNVALUED, PROGRAM_NOT_ACCEPTED. */
export function refuseUnlessLent(
  { accountId, status }: Account,
  program: Program,
  acceptance: Acceptance | undefined,
  cycle: string,
  mspId: string,
): Refusal | undefined {
  const { programId, issuer } = program;
  if (status === 'closed') return refuse('ACCOUNT_CLOSED', `${accountId} is closed`);
  if (program.issuerInDefaultSince !== undefined) return inDefault(program);
  if (clearingValueOf(program, cycle) === undefined)
    return refuse('PROGRAM_UNVALUED', `${programId} has no clearing value in ${cycle}`);
  if (mspId === issuer || isInForce(program, acceptance, cycle)) return undefined;
  return refuse('PROGRAM_NOT_ACCEPTED', `${mspId} does not accept ${programId}`);
}

const invalidTerm = (field: 'until' | 'secures', detail: string): Refusal =>
  refuse('LINE_TERM_INVALID', detail, { errors: [{ pointer: `/${field}`, detail }] });

/** Errors: LINE_TERM_INVALID, which points at what is wrong. */
export function decideGrantLine(
  { lineId, ...terms }: RequestOf<typeof grantCreditLine>,
  { issuer }: Pick<Program, 'issuer'>,
  { by, at }: Saying,
): CreditLine | Refusal {
  const today = dayOf(at);
  if (terms.until <= today || daysBetween(today, terms.until) > LINE_DAYS_MAX)
    return invalidTerm('until', `a term until ${terms.until} does not end within ${LINE_DAYS_MAX} days from now`);
  const { secures, accountId } = terms;
  if (secures !== undefined && (secures !== custodianOf(accountId) || secures === by || secures === issuer))
    return invalidTerm(
      'secures',
      `${accountId} is not kept by ${secures}, or that is ${by} itself, or issues what is pledged`,
    );
  const last = daysAfter(terms.until, terms.marginDays + PLEDGE_DAYS_AFTER);
  const empty = { status: 'open' as const, pledges: [], drawing: '0', drawn: '0' };
  return { mspId: by, lineId, ...terms, pledgesEndAt: `${last}T00:00:00.000Z`, grantedAt: at, ...empty };
}

/** Errors: LINE_EXISTS. */
export function refuseIfOther(
  existing: CreditLine | undefined,
  asked: RequestOf<typeof grantCreditLine>,
): Refusal | undefined {
  if (existing === undefined) return undefined;
  const same = Object.entries(asked).every(
    ([field, value]) => canonicalJson(existing[field as keyof typeof asked]) === canonicalJson(value),
  );
  return same ? undefined : refuse('LINE_EXISTS', `the credit line ${asked.lineId} was granted with other terms`);
}

/** Errors: LINE_STATE, LINE_COVERED. */
export function decideNotice(line: CreditLine, program: Program, cycle: string, at: string): CreditLine | Refusal {
  const wrong = refuseUnlessIn(line, 'notice');
  if (wrong !== undefined) return wrong;
  if (!isShort(line, program, cycle, at))
    return refuse('LINE_COVERED', `${line.drawn} are drawn, and the pledges cover ${coverIn(line, program, cycle)}`);
  if (line.notice !== undefined && countsStill(line, line.notice, program, cycle, at)) return line;
  const { allowed: _before, ...rest } = line;
  return { ...rest, status: 'noticed', notice: { at, takenFrom: daysAfter(firstDayOf(at), line.marginDays) } };
}

/** Errors: LINE_STATE. */
export function decideAllow(line: CreditLine, allowed: NonNullable<CreditLine['allowed']>): CreditLine | Refusal {
  const wrong = refuseUnlessIn(line, 'allow');
  if (wrong !== undefined) return wrong;
  return line.allowed === undefined ? { ...line, allowed } : line;
}

/** Errors: NOT_LINE_PARTY, LINE_STATE. */
export function decideClose(line: CreditLine, sides: readonly LineSide[]): CreditLine | Refusal {
  if (sides.length === 0) return notParty(line);
  if (line.status === 'closed') return line;
  const { notice: _notice, allowed: _allowed, fee = '0', ...rest } = line;
  const owes = [line.drawn, line.drawing, fee].some((money) => BigInt(money) > 0n);
  if (!sides.includes('pledgee') && line.secures !== undefined)
    return refuse('LINE_STATE', `${line.lineId} secures what is owed to ${line.mspId}, which ends it`);
  if (!sides.includes('pledgee') && owes)
    return refuse(
      'LINE_STATE',
      `${line.drawn} are drawn on the credit line ${line.lineId}, ${line.drawing} asked for, and a fee of ${fee} is owed`,
    );
  return { ...rest, status: 'closed', drawn: '0', drawing: '0' };
}

/** All that is owed, in whole units: what a taking leaves below one is paid with one. */
export function payable({ drawn, fee = '0' }: CreditLine): bigint {
  const owed = BigInt(drawn) + BigInt(fee);
  return ((owed + WHOLE_UNIT - 1n) / WHOLE_UNIT) * WHOLE_UNIT;
}

/** For some days after its waiting days, and for its own reason: one that said that pledges fall short says nothing of a term that ended since. */
export function countsStill(
  line: CreditLine,
  { takenFrom }: NonNullable<CreditLine['notice']>,
  program: Program,
  cycle: string,
  at: string,
): boolean {
  if (firstDayOf(at) > daysAfter(takenFrom, NOTICE_DAYS)) return false;
  const isOfTerm = takenFrom > daysAfter(line.until, line.marginDays) || line.secures !== undefined;
  return isOfTerm || BigInt(line.drawn) > coverIn(line, program, cycle);
}

export function notParty({ lineId, mspId, accountId }: CreditLine): Refusal {
  return refuse('NOT_LINE_PARTY', `it is for ${mspId} or the custodian of ${accountId} to say this of ${lineId}`);
}

/**
 * What is said of the money of a credit line. It moves outside of the ledger.
 *
 * | from       | a draw is                                     | a repayment is                 |
 * |------------|-----------------------------------------------|--------------------------------|
 * | –          | instructed by the custodian, with the member's signature | instructed by the custodian, or confirmed at once by the pledgee |
 * | instructed | confirmed by the pledgee, withdrawn by either side | confirmed by the pledgee, withdrawn or disputed by the custodian |
 * | confirmed  | disputed by the custodian                     | –                              |
 * | disputed   | withdrawn by the pledgee, confirmed again by the custodian | confirmed by the pledgee, instructed again by the custodian |
 * | withdrawn  | –                                             | –                              |
 *
 * A draw counts against limit and pledges from the moment that it is asked for, and is owed once it is paid out.
 */
import type { CreditLine, drawOnLine, LinePayment, Program, repayLine, RequestOf } from '@commonpoint/catalogue';
import { firstDayOf } from '@commonpoint/catalogue';
import { present } from '../core/present.js';
import { refuse, type Refusal } from '../core/refusal.js';
import { coverIn, type LineSide, notParty, payable, refuseUnlessIn } from './credit-lines.js';

/** A line and one of its payments as they are to stand. */
export interface PaymentChange {
  readonly line: CreditLine;
  readonly payment: LinePayment;
}

/** Which side says it, or both where they are one, and when. */
export interface SideSaying {
  readonly sides: readonly LineSide[];
  readonly at: string;
}

/** What the member signs of a draw: as of an operation, with its id, so that a signature is used once. */
export function signedDraw({ mspId, lineId, paymentId, amount }: RequestOf<typeof drawOnLine>): object {
  return { kind: 'draw', id: paymentId, lineMspId: mspId, lineId, amount };
}

/** Errors: LINE_PAYMENT_EXISTS. */
export function refuseIfOtherPayment(
  existing: LinePayment | undefined,
  kind: LinePayment['kind'],
  { paymentId, amount }: { paymentId: string; amount: string },
): Refusal | undefined {
  if (existing === undefined || (existing.kind === kind && existing.amount === amount)) return undefined;
  return refuse('LINE_PAYMENT_EXISTS', `${paymentId} is a ${existing.kind} of ${existing.amount}`);
}

/** Errors: LINE_STATE, LINE_EXCEEDED. */
export function decideDraw(
  line: CreditLine,
  program: Program,
  cycle: string,
  { mspId, lineId, paymentId, amount, authorization }: RequestOf<typeof drawOnLine>,
  at: string,
): PaymentChange | Refusal {
  const wrong = refuseUnlessIn(line, 'draw');
  if (wrong !== undefined) return wrong;
  if (line.secures !== undefined)
    return refuse('LINE_STATE', `${lineId} secures what ${line.secures} owes, and no money is drawn on it`);
  if (line.until < firstDayOf(at)) return refuse('LINE_STATE', `the term of ${lineId} was until ${line.until}`);
  const wanted = BigInt(line.drawn) + BigInt(line.drawing) + BigInt(amount);
  if (wanted > BigInt(line.limit)) return refuse('LINE_EXCEEDED', `that makes ${wanted} of a limit of ${line.limit}`);
  const cover = coverIn(line, program, cycle);
  if (wanted > cover) return refuse('LINE_EXCEEDED', `that makes ${wanted}, and the pledges cover ${cover}`);
  const nonce = present({ nonce: authorization?.nonce });
  return {
    line: { ...line, drawing: String(BigInt(line.drawing) + BigInt(amount)) },
    payment: { mspId, lineId, paymentId, kind: 'draw', amount, status: 'instructed', instructedAt: at, ...nonce },
  };
}

/** Errors: NOT_LINE_PARTY, LINE_STATE, LINE_EXCEEDED. */
export function decideRepay(
  line: CreditLine,
  { mspId, lineId, paymentId, amount, reference }: RequestOf<typeof repayLine>,
  { sides, at }: SideSaying,
): PaymentChange | Refusal {
  if (sides.length === 0) return notParty(line);
  const wrong = refuseUnlessIn(line, 'repay');
  if (wrong !== undefined) return wrong;
  const owed = payable(line);
  if (BigInt(amount) > owed) return refuse('LINE_EXCEEDED', `${owed} are owed`);
  const about = { mspId, lineId, paymentId, kind: 'repayment' as const, amount, reference, instructedAt: at };
  const payment: LinePayment = { ...about, status: 'instructed' };
  return sides.includes('pledgee') ? received(line, payment, at) : { line, payment };
}

/** Errors: NOT_LINE_PARTY, LINE_PAYMENT_STATE. */
export function decideConfirm(
  line: CreditLine,
  before: LinePayment,
  reference: string | undefined,
  { sides, at }: SideSaying,
): PaymentChange | Refusal {
  if (!sides.includes('pledgee')) return notParty(line);
  if (before.status === 'confirmed') return { line, payment: before };
  if (before.kind === 'repayment' && before.status === 'disputed')
    return received(undisputed(line), withoutDispute(before), at);
  if (before.status !== 'instructed') return wrongState(before);
  if (before.kind === 'repayment') return received(line, before, at);
  const amount = BigInt(before.amount);
  // What was asked for before a line came to its end is not lent any more.
  if (refuseUnlessIn(line, 'pay-out') !== undefined) return wrongState(before);
  return {
    line: { ...line, drawing: String(BigInt(line.drawing) - amount), drawn: String(BigInt(line.drawn) + amount) },
    payment: { ...before, ...present({ reference }), status: 'confirmed', confirmedAt: at },
  };
}

/** Errors: NOT_LINE_PARTY, LINE_PAYMENT_STATE. */
export function decideWithdraw(line: CreditLine, before: LinePayment, { sides }: SideSaying): PaymentChange | Refusal {
  if (sides.length === 0 || (before.kind === 'repayment' && !sides.includes('custodian'))) return notParty(line);
  if (before.status === 'withdrawn') return { line, payment: before };
  const amount = BigInt(before.amount);
  if (before.status === 'instructed') {
    const drawing = before.kind === 'draw' ? less(line.drawing, amount) : line.drawing;
    return { line: { ...line, drawing }, payment: { ...before, status: 'withdrawn' } };
  }
  const isDisputedDraw = before.kind === 'draw' && before.status === 'disputed';
  if (!isDisputedDraw) return wrongState(before);
  if (!sides.includes('pledgee')) return notParty(line);
  return {
    line: { ...undisputed(line), drawn: less(line.drawn, amount) },
    payment: { ...withoutDispute(before), status: 'withdrawn' },
  };
}

/** Errors: NOT_LINE_PARTY, LINE_PAYMENT_STATE. */
export function decideDisputePayment(
  line: CreditLine,
  before: LinePayment,
  reason: string,
  { sides, at }: SideSaying,
): PaymentChange | Refusal {
  if (!sides.includes('custodian')) return notParty(line);
  if (before.status === 'disputed' && before.dispute?.reason === reason) return { line, payment: before };
  const was = before.kind === 'draw' ? 'confirmed' : 'instructed';
  if (before.status !== was) return wrongState(before);
  return {
    line: { ...line, disputed: (line.disputed ?? 0) + 1 },
    payment: { ...before, status: 'disputed', dispute: { was, reason, raisedAt: at } },
  };
}

/** Errors: NOT_LINE_PARTY, LINE_PAYMENT_STATE. */
export function decideResolvePayment(
  line: CreditLine,
  before: LinePayment,
  { sides }: SideSaying,
): PaymentChange | Refusal {
  if (!sides.includes('custodian')) return notParty(line);
  if (before.status !== 'disputed') return wrongState(before);
  return { line: undisputed(line), payment: withoutDispute(before) };
}

/** What was repaid pays off as much as is owed: the debt first, then the fee. */
function received(line: CreditLine, before: LinePayment, at: string): PaymentChange {
  const [amount, drawn, fee] = [before.amount, line.drawn, line.fee ?? '0'].map(BigInt) as [bigint, bigint, bigint];
  const applied = amount < drawn + fee ? amount : drawn + fee;
  const debt = applied < drawn ? applied : drawn;
  return {
    line: {
      ...line,
      drawn: String(drawn - debt),
      ...(line.fee !== undefined && { fee: String(fee - (applied - debt)) }),
    },
    payment: { ...before, status: 'confirmed', confirmedAt: at, applied: String(applied) },
  };
}

function undisputed({ disputed = 1, ...line }: CreditLine): CreditLine {
  return disputed === 1 ? line : { ...line, disputed: disputed - 1 };
}

function withoutDispute({ dispute, ...payment }: LinePayment): LinePayment {
  return { ...payment, status: dispute?.was ?? payment.status };
}

/** A line that was closed owes nothing any more. */
function less(money: string, amount: bigint): string {
  return amount < BigInt(money) ? String(BigInt(money) - amount) : '0';
}

function wrongState({ paymentId, status }: LinePayment): Refusal {
  return refuse('LINE_PAYMENT_STATE', `the payment ${paymentId} is ${status}`);
}

/** Which field of a form a refusal belongs to: where its pointer leads, else what its code is about. Pure, so that tests see it. */
import { type ProblemCode, ProblemError } from '@commonpoint/client';

/** By the fields' names; the first that a form has. Of operations on points the gateway points at the field itself. */
export const aboutFields: Partial<Readonly<Record<ProblemCode, readonly string[]>>> = {
  ACCOUNT_CLOSED: ['accountId', 'toAccountId', 'scope.accountId'],
  ACCOUNT_FROZEN: ['accountId', 'toAccountId'],
  ACCOUNT_UNKNOWN: ['accountId', 'toAccountId', 'scope.accountId'],
  ACCOUNTS_EQUAL: ['toAccountId'],
  AMOUNT_ABOVE_MAXIMUM: ['amount'],
  AMOUNT_BELOW_MINIMUM: ['amount'],
  BLOCK_AHEAD: ['from'],
  BRIDGE_CAP_EXCEEDED: ['amount'],
  CAP_BELOW_GRANTED: ['cap'],
  CAP_EXCEEDED: ['granted', 'ceiling', 'cap'],
  CAP_RAISE_EXCEEDED: ['cap'],
  CREDIT_BELOW_USED: ['limit'],
  CYCLE_NOT_CLOSED: ['cycle'],
  CREDIT_EXHAUSTED: ['amount'],
  CREDIT_NOT_RAISED: ['limit'],
  CREDIT_RAISE_ALONE: ['limit'],
  DISCLOSURE_MISMATCH: ['reason'],
  HOLD_EXCEEDED: ['amount'],
  INSUFFICIENT_POINTS: ['amount'],
  LANE_UNKNOWN: ['lane'],
  LINE_EXCEEDED: ['amount'],
  LINE_EXISTS: ['lineId'],
  LINE_NOT_COVERED: ['amount'],
  LINE_PAYMENT_EXISTS: ['paymentId'],
  LINE_TERM_INVALID: ['secures', 'until'],
  NOTE_NOT_DIVISIBLE: ['parts.of'],
  NOTE_OFFER_CLOSED: ['offer'],
  NOTE_OFFER_EXISTS: ['offerId'],
  NOTE_OFFER_UNKNOWN: ['offer'],
  NOTE_RATE_INVALID: ['from', 'ppm'],
  NOTE_TOO_SMALL: ['amount'],
  ORDER_NOT_ALLOWED: ['scope.kind'],
  ORDER_PERIOD_INVALID: ['until'],
  ORGANIZATION_UNKNOWN: ['recipient', 'scope.mspId', 'mspId'],
  PREPAYMENT_EXISTS: ['prepaymentId'],
  PROGRAM_NOT_ACCEPTED: ['programId'],
  PROGRAM_UNKNOWN: ['programId', 'scope.programId'],
  PROGRAM_UNVALUED: ['programId', 'valueMin'],
  PROPOSAL_EXISTS: ['proposalId'],
  QUOTA_BELOW_USED: ['granted'],
  QUOTA_EXHAUSTED: ['amount', 'ceiling'],
  REVERSAL_EXCEEDED: ['amount'],
  SETTLEMENT_UNKNOWN: ['cycle'],
  WEBHOOK_ADDRESS_NOT_ALLOWED: ['url'],
};

interface Pointed {
  readonly name: string;
  /** As the gateway says it of this field alone. */
  readonly detail: string;
}

/** @param names of the form's fields, as `in.perDay` */
export function refusedField(failure: Error | undefined, names: readonly string[]): Pointed | undefined {
  if (!(failure instanceof ProblemError)) return undefined;
  const { errors = [], detail } = failure.problem;
  for (const error of errors) {
    // Of a list the field that it was typed into.
    const place = error.pointer.replaceAll('/', '.').replace(/(\.\d+)+$/, '');
    const name = names.find((each) => place.endsWith(`.${each}`));
    if (name !== undefined) return { name, detail: error.detail };
  }
  const name = aboutFields[failure.code]?.find((each) => names.includes(each));
  return name === undefined ? undefined : { name, detail };
}

/** Which field of a form a refusal belongs to: where its pointer leads, else what its code is about. Pure, so that tests see it. */
import { type ProblemCode, ProblemError } from '@commonpoint/client';

/** By the fields' names; the first that a form has. Of operations on points the gateway points at the field itself. */
export const aboutFields: Partial<Readonly<Record<ProblemCode, readonly string[]>>> = {
  ACCOUNTS_EQUAL: ['toAccountId'],
  ACCOUNT_CLOSED: ['accountId', 'toAccountId', 'scope.accountId'],
  ACCOUNT_FROZEN: ['accountId', 'toAccountId'],
  ACCOUNT_UNKNOWN: ['accountId', 'toAccountId', 'scope.accountId'],
  AGREEMENT_UNKNOWN: ['hash'],
  AMOUNT_ABOVE_MAXIMUM: ['amount'],
  AMOUNT_BELOW_MINIMUM: ['amount'],
  AUDITOR_REQUIRED: ['auditor'],
  AUDITOR_UNKNOWN: ['auditor'],
  BLOCK_AHEAD: ['from'],
  BRIDGE_CAP_EXCEEDED: ['amount'],
  CAP_BELOW_GRANTED: ['cap'],
  CAP_EXCEEDED: ['granted', 'ceiling', 'cap'],
  CAP_RAISE_EXCEEDED: ['cap'],
  COUNTERPARTY_UNKNOWN: ['counterparty'],
  CREDIT_BELOW_USED: ['limit'],
  CREDIT_EXHAUSTED: ['amount'],
  CREDIT_NOT_RAISED: ['limit'],
  CREDIT_NOT_SETTLED: ['cycle'],
  CREDIT_RAISE_ALONE: ['limit'],
  CYCLE_NOT_CLOSED: ['cycle'],
  DISCLOSURE_MISMATCH: ['reason'],
  EXCHANGE_TOO_SMALL: ['amount'],
  EXPIRY_OUT_OF_BOUNDS: ['expiresOn'],
  FIGURES_EXIST: ['period'],
  HOLD_EXCEEDED: ['amount'],
  INSUFFICIENT_POINTS: ['amount'],
  LANE_UNKNOWN: ['lane'],
  LINE_EXCEEDED: ['amount'],
  LINE_EXISTS: ['lineId'],
  LINE_NOT_COVERED: ['amount'],
  LINE_PAYMENT_EXISTS: ['paymentId'],
  NOTE_NOT_DIVISIBLE: ['parts.of'],
  NOTE_OFFER_CLOSED: ['offer'],
  NOTE_OFFER_EXISTS: ['offerId'],
  NOTE_OFFER_UNKNOWN: ['offer'],
  NOTE_RATE_INVALID: ['from', 'ppm'],
  NOTE_TOO_SMALL: ['amount'],
  NOTHING_TO_EXTEND: ['endingBy'],
  NOT_ISSUER: ['sourceProgramId', 'programId'],
  ORDER_NOT_ALLOWED: ['scope.kind'],
  ORDER_PERIOD_INVALID: ['until'],
  ORGANIZATION_UNKNOWN: ['recipient', 'scope.mspId', 'mspId'],
  PERIOD_OPEN: ['period'],
  PREIMAGE_WRONG: ['preimage'],
  PREPAYMENT_EXISTS: ['prepaymentId'],
  PROGRAMS_EQUAL: ['targetProgramId'],
  PROGRAM_EXISTS: ['programId'],
  PROGRAM_ID_NOT_YOURS: ['programId'],
  PROGRAM_NOT_ACCEPTED: ['programId'],
  PROGRAM_UNKNOWN: ['programId', 'scope.programId'],
  PROGRAM_UNVALUED: ['programId', 'valueMin'],
  PROPOSAL_EXISTS: ['proposalId'],
  PUBLIC_KEY_INVALID: ['publicKey'],
  QUOTA_BELOW_USED: ['granted'],
  QUOTA_EXHAUSTED: ['amount', 'ceiling'],
  RATE_EXISTS: ['version'],
  RATE_PERIOD_INVALID: ['validUntil'],
  RATE_UNKNOWN: ['targetProgramId'],
  RECEIVED_TOO_LITTLE: ['minReceived'],
  REFERENCES_UNNAMED: ['memberRefs'],
  REFERENCE_ELSEWHERE: ['memberRefs', 'memberRef'],
  REFERENCE_REMOVED: ['memberRef'],
  REVERSAL_EXCEEDED: ['amount'],
  SETTLEMENT_UNKNOWN: ['cycle'],
  SNAPSHOT_UNKNOWN: ['migrationId'],
  STATEMENT_NOT_DUE: ['counterparty'],
  TERMS_EXISTS: ['version'],
  TERMS_OF_USE_EXISTS: ['version'],
  TERMS_OPEN: ['version'],
  TERMS_PARTY_UNKNOWN: ['payer'],
  TERMS_VERSION_WRONG: ['version'],
  TRANSFER_NOT_ALLOWED: ['programId'],
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
    // Of what was written whole, as JSON, anything within.
    const name = names.find((each) => place.endsWith(`.${each}`)) ?? names.find((each) => place.includes(`.${each}.`));
    if (name !== undefined) return { name, detail: error.detail };
  }
  const name = aboutFields[failure.code]?.find((each) => names.includes(each));
  return name === undefined ? undefined : { name, detail };
}

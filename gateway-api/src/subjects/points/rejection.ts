/** What a rejected operation is answered, and which member of the request it is about. */
import type { ErrorCode, Operation, OperationKind } from '@commonpoint/catalogue';
import { Problem, type FieldError } from '../../http/problem.js';
import { problems, problemSentences, type ProblemCode } from '../../http/problems.js';
import type { OperationResult } from '../../writes/results.js';

export function rejection(
  result: OperationResult,
  operation: Operation,
  {
    pointers,
    headers,
  }: {
    readonly pointers: Partial<Record<ErrorCode, string>> | undefined;
    readonly headers: Readonly<Record<string, string>> | undefined;
  },
): Problem {
  const code = result.code ?? 'LEDGER_REFUSED';
  const detail = result.detail ?? problemSentences[code];
  const pointer = pointers?.[code as ErrorCode];
  return new Problem(code, detail, {
    errors: pointer === undefined ? pointersOf(code, detail, operation) : [{ pointer, detail }],
    txId: result.txId,
    field: result.field,
    operationId: result.operationId,
    headers: problems[code].status >= 503 ? { 'retry-after': '1', ...headers } : headers,
  });
}

/** Which member of the request a code is about, where that is one. */
const pointerByCode: Partial<Record<ErrorCode, Partial<Record<OperationKind, string>> | string>> = {
  PROGRAM_UNKNOWN: '/programId',
  PROGRAM_SUSPENDED: '/programId',
  PROGRAM_ENDING: '/programId',
  NOT_ISSUER: '/programId',
  TRANSFER_NOT_ALLOWED: '/programId',
  ACCOUNT_UNKNOWN: '/accountId',
  ACCOUNT_FROZEN: '/accountId',
  ACCOUNT_CLOSED: '/accountId',
  ACCOUNT_LOCKED: '/accountId',
  NOT_CUSTODIAN: '/accountId',
  DEBITS_STOPPED: {
    transfer: '/fromAccountId',
    redeem: '/accountId',
    hold: '/accountId',
    exchange: '/accountId',
    'buy-note': '/accountId',
  },
  CREDITS_STOPPED: { issue: '/accountId', transfer: '/toAccountId', exchange: '/accountId' },
  POINTS_RESERVED: '/amount',
  ACCOUNTS_EQUAL: '/toAccountId',
  ACCEPTOR_UNKNOWN: { redeem: '/acceptor', hold: '/beneficiary' },
  ISSUER_IN_DEFAULT: '/programId',
  PROGRAM_UNVALUED: '/programId',
  PROGRAM_NOT_ACCEPTED: { redeem: '/acceptor', hold: '/beneficiary', exchange: '/targetProgramId' },
  OPERATION_UNKNOWN: '/operationId',
  NOT_REVERSIBLE: '/operationId',
  ALREADY_REVERSED: '/operationId',
  REVERSAL_NOT_YOURS: '/operationId',
  REVERSAL_EXCEEDED: '/amount',
  INPUTS_INVALID: '/inputs',
  LOT_SPENT: '/inputs',
  LOT_EXPIRED: '/inputs',
  LOT_NOT_MATURE: '/inputs',
  EARNED_ON_INVALID: '/earnedOn',
  EXPIRY_OUT_OF_BOUNDS: '/expiresOn',
  MATURITY_AFTER_EXPIRY: '/maturesOn',
  NOTHING_TO_EXTEND: '/accountId',
  INSUFFICIENT_POINTS: '/amount',
  QUOTA_EXHAUSTED: '/amount',
  CREDIT_EXHAUSTED: '/amount',
  NOTHING_TO_EXPIRE: '/accountId',
  SIGNATURE_REQUIRED: '/authorization',
  AUTHORIZATION_EXPIRED: '/authorization/expiresAt',
  SIGNATURE_INVALID: '/authorization/signature',
  HOLD_PERIOD_INVALID: '/expiresAt',
  HOLD_EXCEEDED: '/amount',
  PREIMAGE_WRONG: '/preimage',
  AMOUNT_BELOW_MINIMUM: '/amount',
  AMOUNT_ABOVE_MAXIMUM: '/amount',
  DAY_LIMIT_EXCEEDED: '/amount',
  EXCHANGE_TOO_SMALL: '/amount',
  RECEIVED_TOO_LITTLE: '/minReceived',
  LINE_UNKNOWN: '/lineId',
  LINE_NOT_COVERED: '/amount',
  HOLD_NOT_DIVISIBLE: '/amount',
  NOTE_OFFER_UNKNOWN: '/offerId',
  NOTE_OFFER_CLOSED: '/offerId',
  NOTE_TOO_SMALL: { 'buy-note': '/amount', 'transfer-note': '/parts' },
  NOTE_NOT_DIVISIBLE: '/parts',
  RATE_UNKNOWN: '/rateVersion',
  RATE_NOT_OPEN: '/rateVersion',
  RATE_EXPIRED: '/rateVersion',
};

export function pointersOf(code: ProblemCode, detail: string, operation: Operation): readonly FieldError[] {
  const found = pointerByCode[code as ErrorCode];
  let pointer = typeof found === 'string' ? found : found?.[operation.kind];
  if (pointer === undefined) return [];
  if (operation.kind === 'transfer' && pointer === '/accountId') {
    // The ledger names the account in its detail when it is the receiver's; the sender is looked at first.
    pointer = detail.includes(operation.toAccountId) ? '/toAccountId' : '/fromAccountId';
  }
  if (
    operation.kind === 'exchange' &&
    pointer === '/programId' &&
    detail.split(' ').includes(operation.targetProgramId)
  )
    pointer = '/targetProgramId';
  // What resolves a hold, or is made on an order, names neither programme nor account: the hold or the order does.
  if (
    (operation.kind === 'capture' ||
      operation.kind === 'void' ||
      operation.kind === 'seize' ||
      operation.kind === 'redeem-note') &&
    !(pointer.slice(1) in operation)
  )
    return [];
  // A reversal names what it is about by another operation.
  if (operation.kind === 'reverse' && !(pointer.slice(1) in operation)) pointer = '/operationId';
  return [{ pointer, detail }];
}

/** What the routes of single operations have in common: one operation in, one receipt or one reason out. */
import {
  authorization,
  operationId,
  type ErrorCode,
  type Operation,
  type OperationKind,
  type Receipt,
} from '@commonpoint/catalogue';
import { fingerprintOf, operationIdOf, requireClaimed } from '../http/idempotency.js';
import { Problem, problems, problemSentences, type FieldError, type ProblemCode } from '../http/problems.js';
import type { Answer, Ask, ReplyDeclaration } from '../http/route.js';
import type { Gateway } from '../ports.js';
import type { OperationResult } from '../writes/results.js';
import { operationView, type OperationView } from './representations.js';

export const operationReplies: Readonly<Record<number, ReplyDeclaration>> = {
  201: { description: 'Committed; the receipt.', schema: operationView },
  202: {
    description: 'Recorded, not committed yet: look at `Location` after `Retry-After` seconds.',
    schema: operationView,
  },
};

export const operationErrors: readonly ProblemCode[] = [
  'QUEUE_FULL',
  'SHUTTING_DOWN',
  'PEER_UNAVAILABLE',
  'ORDERING_UNAVAILABLE',
  'LEDGER_TIMEOUT',
  'LEDGER_CONFLICT',
  'LEDGER_REFUSED',
];

type WithoutId<T> = T extends Operation ? Omit<T, 'id' | 'linked' | 'lanes'> : never;

/** Posts one operation whose id follows from the key, and answers it. */
export async function postOperation(
  ask: Ask<unknown, unknown, unknown>,
  gateway: Gateway,
  content: WithoutId<Operation>,
  more: {
    /** The client's own id, which a member's signature covers. */
    readonly operationId?: string | undefined;
    /** Members of the answer beside the operation's. */
    readonly answered?: object;
    /** Where this route's request says otherwise what a code is about. */
    readonly pointers?: Partial<Record<ErrorCode, string>>;
  } = {},
): Promise<Answer> {
  const operation = { id: more.operationId ?? operationIdOf(ask.scope, ask.idempotencyKey), ...content } as Operation;
  const claimed = requireClaimed(
    await gateway.writes.submitOperations(ask.caller, [operation], {
      idempotency: { scope: ask.scope, key: ask.idempotencyKey, fingerprint: fingerprintOf(operation) },
      waitMs: ask.preferences.waitMs,
      traceparent: ask.traceparent,
    }),
  );
  const replayed = claimed.kind === 'replay' ? { 'idempotency-replayed': 'true' } : undefined;
  const result = claimed.results[0]!;
  if (result.state === 'rejected') throw rejection(result, operation, { pointers: more.pointers, headers: replayed });
  const location = `/v1/operations/${operation.id}`;
  const body = { ...operationBody(result, operation), ...more.answered };
  return result.state === 'committed'
    ? { status: 201, body, headers: { location, ...replayed } }
    : { status: 202, body, headers: { location, 'retry-after': '1', ...replayed } };
}

/** The representation of an operation; `asked` fills in what is known before there is a receipt. */
export function operationBody(result: OperationResult, asked?: Operation): OperationView {
  const { operationId, state, txId, blockNumber, code, detail, field, receipt } = result;
  const kind = receipt?.kind ?? result.kind ?? asked?.kind;
  const debited = receipt?.accountId ?? (asked !== undefined && 'accountId' in asked ? asked.accountId : undefined);
  return {
    operationId,
    state,
    kind,
    programId: receipt?.programId ?? (asked !== undefined && 'programId' in asked ? asked.programId : undefined),
    ...(kind === 'transfer'
      ? {
          fromAccountId: debited ?? (asked?.kind === 'transfer' ? asked.fromAccountId : undefined),
          toAccountId: receipt?.toAccountId ?? (asked?.kind === 'transfer' ? asked.toAccountId : undefined),
        }
      : { accountId: debited, toAccountId: receipt?.toAccountId }),
    acceptor: receipt?.acceptor ?? (asked?.kind === 'redeem' ? asked.acceptor : undefined),
    amount: receipt?.amount ?? (asked !== undefined && 'amount' in asked ? asked.amount : undefined),
    shortfall: receipt?.shortfall,
    reverses: receipt?.reverses ?? (asked?.kind === 'reverse' ? asked.operationId : undefined),
    reversesMspId: receipt?.reversesMspId ?? (asked?.kind === 'reverse' ? asked.operationMspId : undefined),
    expiry: receipt?.expiry,
    ...circulation(receipt, asked),
    txId: receipt?.txId ?? txId,
    txTime: receipt?.txTime,
    blockNumber,
    code,
    detail,
    field,
    receipt,
  };
}

/** What only holds, their resolutions and exchanges have. */
function circulation(receipt: Receipt | undefined, asked: Operation | undefined): Partial<OperationView> {
  const hold = asked?.kind === 'hold' ? asked : undefined;
  const resolution = asked?.kind === 'capture' || asked?.kind === 'void' ? asked : undefined;
  const exchange = asked?.kind === 'exchange' ? asked : undefined;
  return {
    holdMspId: receipt?.holdMspId ?? resolution?.holdMspId,
    holdId: receipt?.holdId ?? resolution?.holdId,
    beneficiary: receipt?.beneficiary ?? hold?.beneficiary,
    expiresAt: receipt?.expiresAt ?? hold?.expiresAt,
    targetProgramId: receipt?.targetProgramId ?? exchange?.targetProgramId,
    rateVersion: receipt?.rateVersion ?? exchange?.rateVersion,
    taken: receipt?.taken,
    received: receipt?.received,
    remainder: receipt?.remainder,
  };
}

function rejection(
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
  NOT_ISSUER: '/programId',
  TRANSFER_NOT_ALLOWED: '/programId',
  ACCOUNT_UNKNOWN: '/accountId',
  ACCOUNT_FROZEN: '/accountId',
  ACCOUNT_CLOSED: '/accountId',
  NOT_CUSTODIAN: '/accountId',
  ACCOUNTS_EQUAL: '/toAccountId',
  ACCEPTOR_UNKNOWN: { redeem: '/acceptor', hold: '/beneficiary' },
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
  INSUFFICIENT_POINTS: '/amount',
  QUOTA_EXHAUSTED: '/amount',
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
  // What resolves a hold names neither programme nor account: the hold does.
  if ((operation.kind === 'capture' || operation.kind === 'void') && !(pointer.slice(1) in operation)) return [];
  // A reversal names what it is about by another operation.
  if (operation.kind === 'reverse' && !(pointer.slice(1) in operation)) pointer = '/operationId';
  return [{ pointer, detail }];
}

/**
 * What a debit's request has when its member signed it: the signature covers the operation's id, so the client that
 * has it made chooses the id.
 */
export const signed = { authorization: authorization.optional(), operationId: operationId.optional() };

/** Neither of the two is of use alone. */
export const isSignedWhole = (body: { authorization?: unknown; operationId?: unknown }): boolean =>
  (body.authorization === undefined) === (body.operationId === undefined);

export const signedWhole = { path: ['operationId'], error: 'goes together with authorization' };

/** What makes another merchant a creditor may be refused with. */
export const priceErrors: readonly ProblemCode[] = ['PROGRAM_UNVALUED', 'PROGRAM_NOT_ACCEPTED'];

/** What a debit that is signed may be refused with. */
export const debitErrors: readonly ProblemCode[] = [
  'PROGRAM_UNKNOWN',
  'PROGRAM_SUSPENDED',
  'ACCOUNT_UNKNOWN',
  'NOT_CUSTODIAN',
  'ACCOUNT_FROZEN',
  'ACCOUNT_CLOSED',
  'SIGNATURE_REQUIRED',
  'AUTHORIZATION_EXPIRED',
  'SIGNATURE_INVALID',
  'AMOUNT_BELOW_MINIMUM',
  'AMOUNT_ABOVE_MAXIMUM',
  'DAY_LIMIT_EXCEEDED',
  'VELOCITY_EXCEEDED',
  'CYCLE_CLOSED',
  'INPUTS_INVALID',
  'LOT_SPENT',
  'LOT_EXPIRED',
  'INSUFFICIENT_POINTS',
  'ID_CONFLICT',
];

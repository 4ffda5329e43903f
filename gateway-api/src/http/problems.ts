/**
 * Every way in which a request can be refused: one table, from which replies, the OpenAPI description and the page
 * /docs/errors are made. A test holds docs/errors.md against it.
 */
import { errorCodes, type ErrorCode } from '@commonpoint/catalogue';
import { toStorageFailure, troubleOf } from '../store/storage-health.js';
import { Failure, gatewayFailureCodes, type GatewayFailureCode } from '../channel/failures.js';

/** What the HTTP half itself refuses. */
export const requestProblemCodes = {
  JSON_INVALID: 'The body is not JSON in UTF-8, repeats a member, or holds U+0000 or half a surrogate pair.',
  IDEMPOTENCY_KEY_MISSING: 'A POST needs the header `Idempotency-Key`: a value that you never use for another request.',
  IDEMPOTENCY_KEY_INVALID: 'An `Idempotency-Key` is 1 to 255 printable ASCII characters without spaces.',
  PRECONDITION_REQUIRED:
    'A PATCH needs the header `If-Match`: the `ETag` of what it is meant to change, or `*` for whatever there is.',
  UNAUTHENTICATED: 'The header `Authorization: Bearer KEY` is missing, or the key is not one of this gateway’s.',
  ROUTE_UNKNOWN: 'There is nothing at this path.',
  METHOD_NOT_ALLOWED: 'The resource does not take this method; `Allow` lists those it takes.',
  NOT_ACCEPTABLE: 'The resource has no representation that `Accept` asks for.',
  REQUEST_TIMEOUT: 'The request did not arrive in time.',
  IDEMPOTENCY_KEY_IN_FLIGHT: 'The first request with this `Idempotency-Key` has not been answered yet.',
  IDEMPOTENCY_KEY_REUSED: 'This `Idempotency-Key` was used for a request with other content.',
  BODY_TOO_LARGE: 'The body is larger than this resource takes.',
  CONTENT_TYPE_UNSUPPORTED: 'The resource does not take this `Content-Type` or `Content-Encoding`.',
  HEAD_TOO_LARGE: 'The request’s line and header fields are too large.',
  RATE_LIMITED: 'Too many requests from this client; `Retry-After` says when to go on.',
  INTERNAL: 'Something is wrong with the gateway itself; the log has more under the trace id.',
} as const;
export type RequestProblemCode = keyof typeof requestProblemCodes;

export type ProblemCode = ErrorCode | GatewayFailureCode | RequestProblemCode;

/** What each code means, in one sentence. */
export const problemSentences: Readonly<Record<ProblemCode, string>> = {
  ...errorCodes,
  ...gatewayFailureCodes,
  ...requestProblemCodes,
};

interface ProblemKind {
  readonly status: number;
  /** Short, the same for every occurrence. */
  readonly title: string;
  /** Whether the same request may succeed later without anything being changed by the client. */
  readonly retryable: boolean;
}

const final = (status: number, title: string): ProblemKind => ({ status, title, retryable: false });
const passing = (status: number, title: string): ProblemKind => ({ status, title, retryable: true });

/** The one table. `satisfies` makes a code without a status a compile error. */
export const problems = {
  JSON_INVALID: final(400, 'Body is not valid JSON'),
  REQUEST_INVALID: final(400, 'Request is not as documented'),
  PRIVATE_INPUT_MISPLACED: final(400, 'Confidential field in a public place'),
  PRIVATE_INPUT_INVALID: final(400, 'Private input is not as documented'),
  AUDITOR_REQUIRED: final(400, 'Which auditor'),
  CURSOR_INVALID: final(400, 'Unknown cursor'),
  CSV_INVALID: final(400, 'File is not valid CSV'),
  IDEMPOTENCY_KEY_MISSING: final(400, 'Idempotency-Key is missing'),
  IDEMPOTENCY_KEY_INVALID: final(400, 'Idempotency-Key is malformed'),
  UNAUTHENTICATED: final(401, 'Not authenticated'),
  ROLE_NOT_ALLOWED: final(403, 'Role may not do this'),
  ORGANIZATION_NOT_ALLOWED: final(403, 'Organisation may not do this'),
  NOT_ISSUER: final(403, 'Not the programme’s issuer'),
  NOT_CUSTODIAN: final(403, 'Not the account’s custodian'),
  ORDER_NOT_ALLOWED: final(403, 'Beyond the organisation’s powers'),
  NOT_ORDER_AUTHORITY: final(403, 'Not the order’s authority'),
  PROGRAM_ID_NOT_YOURS: final(403, 'Programme’s id is not the caller’s'),
  NOT_RATE_PARTY: final(403, 'Not the issuer to do this'),
  REVERSAL_NOT_YOURS: final(403, 'Not the merchant to take this back'),
  HOLD_NOT_YOURS: final(403, 'Not the hold’s beneficiary or custodian'),
  NOT_SETTLEMENT_PARTY: final(403, 'Not the party to say this'),
  NOT_TERMS_PARTY: final(403, 'Not the merchant to accept'),
  AGREEMENT_NOT_ACCEPTED: final(403, 'Agreement is not accepted'),
  PROPOSAL_ID_NOT_YOURS: final(403, 'Proposal’s id is not the caller’s'),
  NOT_PROPOSER: final(403, 'Not the proposer'),
  NOT_VOTER: final(403, 'No vote on this'),
  FOUNDING_NOT_AGREED: final(403, 'Founding is not agreed on'),
  PRIVATE_DATA_NOT_ALLOWED: final(403, 'Private to others'),
  ROUTE_UNKNOWN: final(404, 'Nothing here'),
  ORGANIZATION_UNKNOWN: final(404, 'Unknown organisation'),
  PROGRAM_UNKNOWN: final(404, 'Unknown programme'),
  ACCOUNT_UNKNOWN: final(404, 'Unknown account'),
  OPERATION_UNKNOWN: passing(404, 'Unknown operation'),
  BLOCK_AHEAD: passing(404, 'Block has not come'),
  IMPORT_UNKNOWN: final(404, 'Unknown import'),
  REASON_UNKNOWN: passing(404, 'Unknown reason'),
  ORDER_UNKNOWN: final(404, 'Unknown order'),
  HOLD_UNKNOWN: passing(404, 'Unknown hold'),
  PROPOSAL_UNKNOWN: passing(404, 'Unknown proposal'),
  AGREEMENT_UNKNOWN: final(404, 'Unknown agreement'),
  NOT_FOUNDED: final(404, 'No constitution'),
  RATE_UNKNOWN: final(404, 'Unknown rate'),
  SETTLEMENT_UNKNOWN: final(404, 'Unknown settlement'),
  COUNTERPARTY_UNKNOWN: final(404, 'Unknown counterparty'),
  AUDITOR_UNKNOWN: final(404, 'Unknown auditor'),
  TERMS_UNKNOWN: final(404, 'Unknown terms'),
  STATEMENT_UNKNOWN: final(404, 'Unknown money statement'),
  COLLECTION_UNKNOWN: final(404, 'Unknown private collection'),
  ACCEPTANCE_UNKNOWN: final(404, 'Programme is not accepted'),
  FIGURES_UNKNOWN: final(404, 'Unknown figures'),
  DISCLOSURE_UNKNOWN: final(404, 'Nothing disclosed'),
  METHOD_NOT_ALLOWED: final(405, 'Method not allowed'),
  NOT_ACCEPTABLE: final(406, 'Not acceptable'),
  REQUEST_TIMEOUT: passing(408, 'Request took too long to arrive'),
  IDEMPOTENCY_KEY_IN_FLIGHT: passing(409, 'First request still in flight'),
  OPERATION_IN_FLIGHT: passing(409, 'Linked operation still under way'),
  IMPORT_RUNNING: passing(409, 'Import is under way'),
  ID_CONFLICT: final(409, 'Id used for another operation'),
  ORGANIZATION_EXISTS: final(409, 'Organisation exists'),
  PROGRAM_EXISTS: final(409, 'Programme exists'),
  ACCOUNT_EXISTS: final(409, 'Account exists'),
  PUBLIC_KEY_EXISTS: final(409, 'Account has another public key'),
  REFERENCE_ELSEWHERE: final(409, 'Reference of another account'),
  REFERENCES_UNNAMED: final(409, 'Not all references named'),
  ORDER_EXISTS: final(409, 'Order exists'),
  ORDER_STATE: final(409, 'Order is in another state'),
  RECOVERY_ANNOUNCED: final(409, 'Another key is announced'),
  SEQUENCE_WRONG: final(409, 'Not the member’s next change'),
  RATE_EXISTS: final(409, 'Rate exists'),
  FIGURES_EXIST: final(409, 'Figures exist'),
  REVISION_CONFLICT: final(409, 'Another revision'),
  ALREADY_REVERSED: final(409, 'Already reversed'),
  HOLD_RESOLVED: final(409, 'Hold was captured or voided'),
  SETTLEMENT_STATE: final(409, 'Settlement is in another state'),
  CYCLE_NOT_CURRENT: final(409, 'Not the present clearing cycle'),
  PROPOSAL_EXISTS: final(409, 'Proposal exists'),
  VOTE_EXISTS: final(409, 'Vote was given'),
  PROPOSAL_NOT_OPEN: final(409, 'Proposal is not open'),
  PROPOSAL_NOT_DUE: passing(409, 'Proposal is not due'),
  TERMS_EXISTS: final(409, 'Terms exist'),
  TERMS_OPEN: final(409, 'Terms wait for an answer'),
  TERMS_VERSION_WRONG: final(409, 'Not the next version'),
  TERMS_NOT_OPEN: final(409, 'Terms are not a proposal'),
  TERMS_DIFFER: final(409, 'Terms differ'),
  CYCLE_NOT_CLOSED: final(409, 'Clearing cycle is not closed'),
  CYCLE_CLOSED: passing(409, 'Clearing cycle is closed'),
  LOT_SPENT: final(409, 'Lot was spent'),
  LEDGER_CONFLICT: passing(409, 'Lost against concurrent transactions'),
  PRECONDITION_FAILED: final(412, 'Changed since'),
  BODY_TOO_LARGE: final(413, 'Body too large'),
  CONTENT_TYPE_UNSUPPORTED: final(415, 'Unsupported content type'),
  IDEMPOTENCY_KEY_REUSED: final(422, 'Idempotency-Key used for another request'),
  LINKED_FAILED: final(422, 'Linked operation failed'),
  PROGRAM_SUSPENDED: final(422, 'Programme suspended'),
  PROGRAM_ENDING: final(422, 'Programme is wound down'),
  PROPOSAL_INAPPLICABLE: final(422, 'Action cannot be done'),
  ACCOUNT_UNDER_ORDER: final(422, 'Account under order'),
  DEBITS_STOPPED: final(422, 'An order stops points from leaving'),
  CREDITS_STOPPED: final(422, 'An order stops points from coming in'),
  EXPIRY_STOPPED: final(422, 'An order lets expiry wait'),
  POINTS_RESERVED: final(422, 'Orders reserve the points'),
  ORDER_PERIOD_INVALID: final(422, 'Order’s period is invalid'),
  ORDER_REPEATED: final(422, 'Emergency order repeated'),
  SEIZURE_EXCEEDED: final(422, 'More than the order wants'),
  ORDERS_TOO_MANY: final(422, 'Too many orders'),
  ACCOUNT_FROZEN: final(422, 'Account frozen'),
  ACCOUNT_CLOSED: final(422, 'Account closed'),
  REFERENCE_REMOVED: final(422, 'Reference taken off'),
  REFERENCES_EXCEEDED: final(422, 'Too many references'),
  ACCOUNT_LOCKED: final(422, 'Account locked'),
  ACCOUNT_NOT_LOCKED: final(422, 'No such lock'),
  ACCOUNT_HAS_HOLDS: final(422, 'Account has open holds'),
  ACCOUNT_NOT_EMPTY: final(422, 'Account holds points'),
  PUBLIC_KEY_MISSING: final(422, 'Account has no public key'),
  RECOVERY_UNKNOWN: final(422, 'No recovery to cancel'),
  ACCOUNTS_EQUAL: final(422, 'Accounts are the same'),
  TRANSFER_NOT_ALLOWED: final(422, 'Programme forbids transfers'),
  ACCEPTOR_UNKNOWN: final(422, 'Unknown acceptor'),
  PROGRAM_OWN: final(422, 'Own programme'),
  PROGRAM_UNVALUED: final(422, 'Programme has no clearing value'),
  PROGRAM_NOT_ACCEPTED: final(422, 'Programme is not accepted there'),
  PUBLIC_KEY_INVALID: final(422, 'Public key is invalid'),
  SIGNATURE_REQUIRED: final(422, 'Member’s signature required'),
  AUTHORIZATION_EXPIRED: final(422, 'Authorization has expired'),
  SIGNATURE_INVALID: final(422, 'Signature is invalid'),
  DISCLOSURE_MISMATCH: final(422, 'Not what the ledger has the hash of'),
  PROGRAMS_EQUAL: final(422, 'Programmes are the same'),
  RATE_PERIOD_INVALID: final(422, 'Rate’s period is invalid'),
  RATE_NOT_OPEN: final(422, 'Rate is not open'),
  RATE_EXPIRED: final(422, 'Rate does not hold now'),
  EXCHANGE_TOO_SMALL: final(422, 'Amount buys nothing'),
  RECEIVED_TOO_LITTLE: final(422, 'Too few points received'),
  REVERSAL_EXCEEDED: final(422, 'More than is left to be reversed'),
  HOLD_PERIOD_INVALID: final(422, 'Hold’s period is invalid'),
  HOLD_EXPIRED: final(422, 'Hold has expired'),
  PREIMAGE_WRONG: final(422, 'Code is wrong'),
  HOLD_EXCEEDED: final(422, 'More than is held'),
  AMOUNT_BELOW_MINIMUM: final(422, 'Amount below the minimum'),
  AMOUNT_ABOVE_MAXIMUM: final(422, 'Amount above the maximum'),
  DAY_LIMIT_EXCEEDED: final(422, 'Day’s points exceeded'),
  VELOCITY_EXCEEDED: final(422, 'Day’s operations exceeded'),
  NOT_REVERSIBLE: final(422, 'Not reversible'),
  INPUTS_INVALID: final(422, 'Inputs are invalid'),
  LOT_EXPIRED: final(422, 'Lot has expired'),
  LOT_NOT_MATURE: final(422, 'Lot has not matured'),
  EARNED_ON_INVALID: final(422, 'Day of earning is not taken'),
  EXPIRY_OUT_OF_BOUNDS: final(422, 'Expiry out of bounds'),
  MATURITY_AFTER_EXPIRY: final(422, 'Maturity after expiry'),
  INSUFFICIENT_POINTS: final(422, 'Not enough points'),
  SOURCES_NEEDED: final(422, 'Too many lots to look for'),
  NOTHING_TO_EXTEND: final(422, 'Nothing to extend'),
  NOTHING_TO_EXPIRE: final(422, 'Nothing to expire'),
  LANE_UNKNOWN: final(422, 'Unknown quota lane'),
  QUOTA_EXHAUSTED: final(422, 'Quota exhausted'),
  QUOTA_BELOW_USED: final(422, 'Quota below what is used'),
  CAP_EXCEEDED: final(422, 'Cap exceeded'),
  CAP_BELOW_GRANTED: final(422, 'Cap below what is granted'),
  PERIOD_OPEN: final(422, 'Period has not ended'),
  TERMS_PARTY_UNKNOWN: final(422, 'Payer is not of the pair'),
  STATEMENT_NOT_DUE: final(422, 'Pair settles in public'),
  PRECONDITION_REQUIRED: final(428, 'If-Match is missing'),
  RATE_LIMITED: passing(429, 'Too many requests'),
  HEAD_TOO_LARGE: final(431, 'Header fields too large'),
  INTERNAL: final(500, 'Internal error'),
  IMPORT_FILE_DAMAGED: final(500, 'Spooled file is damaged'),
  PEER_REPLY_INVALID: final(502, 'Peer’s reply is invalid'),
  LEDGER_REFUSED: final(502, 'Network refused the transaction'),
  QUEUE_FULL: passing(503, 'Queue is full'),
  SHUTTING_DOWN: passing(503, 'Gateway is stopping'),
  STORAGE_UNAVAILABLE: passing(503, 'Gateway’s disk takes nothing'),
  PRIVATE_DATA_NOT_HERE: passing(503, 'Private row has not arrived yet'),
  PEER_UNAVAILABLE: passing(503, 'Peer is unavailable'),
  ORDERING_UNAVAILABLE: passing(503, 'Ordering is unavailable'),
  PEER_BEHIND: passing(503, 'Peer lacks blocks'),
  CHAINCODE_MISSING: passing(503, 'Peer does not run the chaincode'),
  CERTIFICATE_EXPIRED: passing(503, 'Role’s certificate has ended'),
  CLOCK_WRONG: passing(503, 'Gateway’s clock is wrong'),
  LEDGER_TIMEOUT: passing(504, 'Peer did not answer in time'),
  OUTCOME_UNKNOWN: passing(504, 'Outcome not known yet'),
} as const satisfies Record<ProblemCode, ProblemKind>;

/** Where in the request something is wrong. */
export interface FieldError {
  /** A JSON pointer into the body; `/query/…`, `/path/…` and `/header/…` for the other parts of a request. */
  readonly pointer: string;
  readonly detail: string;
}

interface ProblemMore {
  readonly errors?: readonly FieldError[] | undefined;
  readonly txId?: string | undefined;
  readonly field?: string | undefined;
  readonly operationId?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A refusal, thrown anywhere below a route and answered in one place. */
export class Problem extends Error {
  override name = 'Problem';
  constructor(
    readonly code: ProblemCode,
    detail?: string,
    readonly more: ProblemMore = {},
  ) {
    super(detail ?? problemSentences[code]);
  }

  get status(): number {
    return problems[this.code].status;
  }
}

/** The members of an `application/problem+json` body (RFC 9457), with this gateway's own ones. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: ProblemCode;
  readonly traceId: string;
  readonly retryable: boolean;
  readonly txId?: string;
  /** Of an operation that was recorded and rejected. */
  readonly operationId?: string;
  /** Of `ID_CONFLICT`. */
  readonly field?: string;
  readonly errors?: readonly FieldError[];
}

/** The page that explains a code, as a path on this gateway. */
export const problemType = (code: ProblemCode): string => `/docs/errors#${code}`;

export function problemBody(problem: Problem, instance: string, traceId: string): ProblemBody {
  const { code, more } = problem;
  const kind = problems[code];
  return {
    type: problemType(code),
    title: kind.title,
    status: kind.status,
    detail: problem.message,
    instance,
    code,
    traceId,
    retryable: kind.retryable,
    ...(more.txId !== undefined && { txId: more.txId }),
    ...(more.operationId !== undefined && { operationId: more.operationId }),
    ...(more.field !== undefined && { field: more.field }),
    ...(more.errors !== undefined && more.errors.length > 0 && { errors: more.errors }),
  };
}

/** Seconds after which a passing problem is worth another try, where the failure names none. */
const RETRY_AFTER_S = 1;

/** Any thrown value as a problem; what nobody meant to throw says nothing of itself. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Failure) {
    const { code, more } = error;
    const headers =
      problems[code].status >= 503 ? { 'retry-after': String(more.retryAfterS ?? RETRY_AFTER_S) } : undefined;
    // What a peer said that nobody can read is for the log, not for the client.
    const unspoken = error.message === code || code === 'PEER_REPLY_INVALID';
    return new Problem(code, unspoken ? undefined : error.message, {
      errors: more.errors,
      txId: more.txId,
      field: more.field,
      headers,
    });
  }
  if (troubleOf(error) !== undefined) return asProblem(toStorageFailure(error));
  // Express refuses a path with a malformed percent-encoding with a URIError of status 400.
  if (error instanceof URIError) return new Problem('REQUEST_INVALID', 'the path is not percent-encoded UTF-8');
  return new Problem('INTERNAL');
}

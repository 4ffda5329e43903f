/** What can go wrong between the gateway and the ledger, in the words that clients are given. */
import type { ErrorCode } from '@commonpoint/catalogue';
import { CertificateEnded, ChannelFailure, type ChannelFailureKind } from './channel.js';

/** What can go wrong between the gateway and the ledger, apart from what the ledger itself refuses. */
export const gatewayFailureCodes = {
  QUEUE_FULL:
    'Too many operations are waiting already, or reports of the past, in all or for one client; nothing was recorded.',
  SHUTTING_DOWN: 'The gateway is stopping and takes no new work; nothing was recorded.',
  STORAGE_UNAVAILABLE:
    'The gateway’s disk is full, locked or failing; what was asked for may still be done when it is well again, and once.',
  PEER_UNAVAILABLE: 'The own peer, or too few of the other merchants’, can be reached; nothing was submitted.',
  ORDERING_UNAVAILABLE: 'Too few orderers work for anything to be committed; nothing was handed over.',
  PEER_BEHIND: 'The peer has lost blocks, which it fetches again from the others; nothing was submitted.',
  CHAINCODE_MISSING:
    'The peer does not run the chaincode: it is not installed there, or its organisation has not approved it; nothing was submitted.',
  CERTIFICATE_EXPIRED: 'The certificate that this role signs with has ended; nothing was submitted.',
  IDENTITY_REFUSED:
    'The network does not accept the certificate that this role signs with: it was revoked, or its organisation left; nothing was submitted.',
  CLOCK_WRONG:
    'The gateway’s clock and its peer’s are further apart than peers allow (two minutes); nothing was submitted.',
  LEDGER_TIMEOUT: 'The peer did not answer in time; nothing was submitted.',
  OUTCOME_UNKNOWN: 'The transaction was handed over, but whether it took effect is not known yet.',
  OPERATION_IN_FLIGHT:
    'Another operation of the same linked chain, or another reversal of the same operation by a till, is under way; nothing was begun.',
  REVERSAL_BEYOND_LIMIT:
    'A cashier takes back only what its own till posted, as soon after it and as much of it as the merchant lets it.',
  LEDGER_CONFLICT: 'The transaction lost against concurrent ones several times in a row; it had no effect.',
  LEDGER_REFUSED: 'The network did not accept the transaction; it had no effect.',
  PEER_REPLY_INVALID: 'The peer answered something that is not as documented.',
  PRIVATE_DATA_NOT_HERE: 'The own peer knows the private row’s hash and has not received the row itself yet.',
  COLLECTION_UNKNOWN: 'There is no private collection for this organisation, or for this pair.',
  AUDITOR_REQUIRED: 'Several organisations audit the consortium; the request has to say which one is meant.',
  DISCLOSURE_UNKNOWN: 'Nothing of this was disclosed.',
  BLOCK_AHEAD: 'The ledger, as far as this gateway has it, does not go up to this block.',
  CHECKPOINT_AWAITED:
    'Too few organisations have signed a checkpoint of the log that goes up to this; they do within minutes.',
  DETAIL_UNKNOWN: 'This gateway has no detail of the operation.',
  DETAIL_ERASED: 'The detail was erased; that there was one, and everything else, can still be proved.',
  DETAIL_EXISTS: 'The operation has a detail already, with other content.',
  DETAILS_BEHIND:
    'The ledger has more of this gateway’s details anchored than its file has, as after a restart from an old backup; none are taken.',
  SNAPSHOT_INVALID:
    'The snapshot has rows that are no balances, or one balance twice; `errors` points at the first of them. Nothing of it was kept.',
  SNAPSHOT_UNKNOWN: 'This gateway has no snapshot of the migration: it is another merchant’s, or was taken elsewhere.',
  SNAPSHOT_EXISTS: 'A snapshot was taken under this id already.',
  LEAF_UNKNOWN: 'The snapshot has no such balance.',
  WEBHOOK_UNKNOWN: 'There is no webhook with this id.',
  WEBHOOK_ADDRESS_NOT_ALLOWED:
    'A webhook’s address is `https`, and leads to a public address or to one that this gateway’s configuration allows.',
  WEBHOOKS_TOO_MANY: 'There are as many webhooks as a gateway takes; remove one first.',
  IMPORT_UNKNOWN: 'There is no import with this id.',
  REFERENCES_UNNAMED:
    'Other references than those named lead or led to the account, or to one that was merged into it.',
  IMPORT_RUNNING: 'The import is still posting its rows; it can be taken back when it has ended.',
  EXPLORER_OFF: 'This gateway keeps no index of blocks: `explorer.enabled` is `false` in its configuration.',
  TRANSACTION_UNKNOWN: 'No block that this gateway’s index has holds the transaction.',
  CURSOR_INVALID: 'The cursor is not one that this resource gave.',
  CSV_INVALID: 'The file is not CSV with the documented columns.',
  IMPORT_FILE_DAMAGED:
    'The file on the gateway’s disk is not the one that was sent; what of it was posted stays posted.',
} as const;
export type GatewayFailureCode = keyof typeof gatewayFailureCodes;

/** The one error that is thrown on purpose below HTTP. Anything else is a 500. */
export class Failure extends Error {
  constructor(
    readonly code: ErrorCode | GatewayFailureCode,
    detail?: string,
    readonly more: {
      readonly txId?: string | undefined;
      /** Of `ID_CONFLICT`: the first field that differs. */
      readonly field?: string | undefined;
      readonly errors?: readonly { pointer: string; detail: string }[] | undefined;
      /** For 503: when to try again. */
      readonly retryAfterS?: number | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(detail ?? code, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'Failure';
  }
}

/** What is answered when a call fails for this reason, and whether the call had better come back in a moment. */
export const failureCodes = {
  mismatch: 'LEDGER_CONFLICT',
  overloaded: 'PEER_UNAVAILABLE',
  unavailable: 'PEER_UNAVAILABLE',
  unordered: 'ORDERING_UNAVAILABLE',
  deadline: 'LEDGER_TIMEOUT',
  clock: 'CLOCK_WRONG',
  certificate: 'CERTIFICATE_EXPIRED',
  'signer-expired': 'CERTIFICATE_EXPIRED',
  'signer-refused': 'IDENTITY_REFUSED',
  'identity-refused': 'IDENTITY_REFUSED',
  redefined: 'LEDGER_CONFLICT',
  behind: 'PEER_BEHIND',
  'no-chaincode': 'CHAINCODE_MISSING',
  'data-missing': 'PRIVATE_DATA_NOT_HERE',
  'no-collection': 'COLLECTION_UNKNOWN',
  malformed: 'PEER_REPLY_INVALID',
  // A refusal in words that are not the chaincode's.
  refused: 'PEER_REPLY_INVALID',
} as const satisfies Record<ChannelFailureKind, GatewayFailureCode>;

const passing: ReadonlySet<GatewayFailureCode> = new Set([
  'PEER_UNAVAILABLE',
  'ORDERING_UNAVAILABLE',
  'LEDGER_TIMEOUT',
  'CLOCK_WRONG',
  'CERTIFICATE_EXPIRED',
  'IDENTITY_REFUSED',
  'PEER_BEHIND',
  'CHAINCODE_MISSING',
  'LEDGER_CONFLICT',
  'PRIVATE_DATA_NOT_HERE',
]);

/** The failure to answer with. What is neither a failure nor the channel's is thrown as it is. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (!(error instanceof ChannelFailure)) throw error;
  if (error.kind === 'refused' && error.body) {
    const { code, detail, errors, field } = error.body;
    return new Failure(code, detail, { errors, field, cause: error });
  }
  const code = failureCodes[error.kind];
  const retryAfterS = passing.has(code) ? 1 : undefined;
  return new Failure(code, detailOf(error), { cause: error, retryAfterS });
}

/** What peers say names addresses, and is for the log; what the gateway says of itself is for clients. */
export const detailOf = (error: ChannelFailure): string =>
  error instanceof CertificateEnded ? error.message : gatewayFailureCodes[failureCodes[error.kind]];

/** Nothing was handed over, and nothing was recorded. */
export const orderingUnavailable = (): Failure =>
  new Failure('ORDERING_UNAVAILABLE', gatewayFailureCodes.ORDERING_UNAVAILABLE, { retryAfterS: 2 });

export const shuttingDown = (): Failure => new Failure('SHUTTING_DOWN', undefined, { retryAfterS: 5 });

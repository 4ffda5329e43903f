/**
 * From Fabric's errors to {@link ChannelFailure}: the only place where the peer's prose is read.
 *
 * The gateway service answers with a gRPC status and, in `grpc-status-details-bin`, one detail per endorsing peer.
 * The chaincode's own error follows the words `chaincode response 500, ` in a detail or, of an evaluation, in the
 * status message; ours is always JSON.
 */
import { type ServiceError, status } from '@grpc/grpc-js';
import { GatewayError } from '@hyperledger/fabric-gateway';
import { errorCodes, type ErrorBody } from '@commonpoint/catalogue';
import { ChannelFailure, type ChannelFailureKind } from '../channel/channel.js';

const CHAINCODE_RESPONSE = /chaincode response \d+, /;
const MISMATCH = 'ProposalResponsePayloads do not match';
/** What a peer says when it cannot reach another peer, an orderer or the chaincode. */
const UNREACHABLE = [
  'no peers available',
  'no combination of peers',
  'failed to select a set of endorsers',
  'could not launch chaincode',
  'connection to',
  'chaincode stream terminated',
  'connection refused',
  'context deadline exceeded',
  'transport is closing',
  'client connection is closing',
  'Unavailable',
  // What a peer answers that is ending: it had the proposal, and no more what it needs for it.
  'the peer is stopping',
  'Database is not open',
  'leveldb: closed',
  // Too few members of a collection are there to take a private row.
  'required to disseminate to at least',
  'private dissemination plans',
];
/** What a peer says when the orderers do not take a transaction: under BFT fewer than a quorum, else not one. */
const UNORDERED = [
  'orderers could successfully process transaction',
  'no orderer nodes available',
  'while broadcasting to ordering service',
];

/** What a peer says that has 500 calls under way (`peer.limits.concurrency.gatewayService`); as UNKNOWN. */
const CROWDED = 'exceeding concurrency limit';
/** What orderers say of a transaction whose signer's certificate has ended. */
const SIGNER_EXPIRED = /identity expired|certificate has expired|is expired/;
/** What orderers say of a transaction whose signer is nobody of the channel any more. */
const SIGNER_REFUSED = /status=FORBIDDEN|permission denied/;
/** What a peer says to a client whose certificate the channel's configuration does not accept. */
const IDENTITY_REFUSED = /access denied: channel \[\S*\] creator org/;
/** What a peer says that is about to commit another definition of the chaincode. */
const REDEFINED = 'changed during invoke';
/** What a peer says that does not run the chaincode itself. */
const NO_CHAINCODE =
  /no peers available to evaluate chaincode|chaincode \S+ (is )?not (found|installed)|make sure the chaincode/;
/** What a peer says of a proposal that is dated too far from its own time. */
const CLOCK = 'incorrect timestamp';

/** What SmartBFT's orderers answer to a transaction that they have ordered already; to the peer that is a refusal. */
const ALREADY_ORDERED = 'request already processed';

/** Whether a failed submission was one too many: orderers have the transaction, although no block has shown it here. */
export function isAlreadyOrdered({ kind, message }: ChannelFailure): boolean {
  return kind === 'unordered' && message.includes(ALREADY_ORDERED);
}
/** What a peer says of private collections. */
const NOT_A_MEMBER = 'access permission on privatedata';
const DATA_MISSING = 'private data matching public hash version is not available';
const NO_COLLECTION = /collection \S+ could not be found|collection \[\S*\] not defined in the collection config/;

export function toChannelFailure(error: unknown): ChannelFailure {
  if (error instanceof ChannelFailure) return error;
  if (isServiceError(error))
    return new ChannelFailure(kindOf(error.code, error.message), error.message, undefined, [], { cause: error });
  if (!(error instanceof GatewayError)) {
    return new ChannelFailure('malformed', error instanceof Error ? error.message : String(error), undefined, [], {
      cause: error,
    });
  }
  const texts = [...error.details.map((detail) => detail.message), error.message];
  const text = texts.join('; ');
  const mspIds = [...new Set(error.details.map((detail) => detail.mspId).filter(Boolean))];
  const body = text.includes(NOT_A_MEMBER)
    ? notAMember
    : texts.map(decodeErrorBody).find((found) => found !== undefined);
  return new ChannelFailure(body ? 'refused' : kindOf(error.code, text), text, body, mspIds, { cause: error });
}

/** As {@link toChannelFailure}, of an endorsement that these organisations' peers were asked for. */
export function endorsementFailure(error: unknown, asked: readonly string[]): ChannelFailure {
  const failure = toChannelFailure(error);
  const { kind, message, body, mspIds, cause } = failure;
  if (kind !== 'refused' || mspIds.length === 0 || asked.every((mspId) => mspIds.includes(mspId))) return failure;
  return new ChannelFailure(kind, message, body, mspIds, { cause, isDisputed: true });
}

/** Of a call that was made without fabric-gateway. */
const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && !(error instanceof GatewayError) && 'code' in error && 'details' in error;

/** As the chaincode itself says it, of an identity that the peer did not let near the rows. */
const notAMember: ErrorBody = { code: 'PRIVATE_DATA_NOT_ALLOWED', detail: errorCodes.PRIVATE_DATA_NOT_ALLOWED };

function kindOf(code: number, text: string): ChannelFailureKind {
  if (text.includes(CLOCK)) return 'clock';
  if (SIGNER_EXPIRED.test(text)) return 'signer-expired';
  if (text.includes(CROWDED)) return 'overloaded';
  if (IDENTITY_REFUSED.test(text)) return 'identity-refused';
  if (text.includes(REDEFINED)) return 'redefined';
  if (NO_CHAINCODE.test(text)) return 'no-chaincode';
  if (text.includes(MISMATCH)) return 'mismatch';
  if (UNORDERED.some((words) => text.includes(words)))
    return SIGNER_REFUSED.test(text) ? 'signer-refused' : 'unordered';
  if (text.includes(DATA_MISSING)) return 'data-missing';
  if (NO_COLLECTION.test(text)) return 'no-collection';
  switch (code) {
    case status.DEADLINE_EXCEEDED:
    case status.CANCELLED:
      return 'deadline';
    case status.UNAVAILABLE:
      return 'unavailable';
    case status.RESOURCE_EXHAUSTED:
      return 'overloaded';
    default:
      return UNREACHABLE.some((words) => text.includes(words)) ? 'unavailable' : 'malformed';
  }
}

/** The chaincode's error in a peer's message, if there is one of ours. */
export function decodeErrorBody(message: string): ErrorBody | undefined {
  const found = CHAINCODE_RESPONSE.exec(message);
  if (!found) return undefined;
  try {
    const body = JSON.parse(message.slice(found.index + found[0].length)) as ErrorBody;
    return Object.hasOwn(errorCodes, body.code) ? body : undefined;
  } catch {
    return undefined;
  }
}

/**
 * From Fabric's errors to {@link ChannelFailure}: the only place where the peer's prose is read.
 *
 * The gateway service answers with a gRPC status and, in `grpc-status-details-bin`, one detail per endorsing peer.
 * The chaincode's own error follows the words `chaincode response 500, ` in a detail or, of an evaluation, in the
 * status message; ours is always JSON.
 */
import { status } from '@grpc/grpc-js';
import { GatewayError } from '@hyperledger/fabric-gateway';
import { errorCodes, type ErrorBody } from '@commonpoint/chaincode/catalogue';
import { ChannelFailure, type ChannelFailureKind } from './channel.js';

const CHAINCODE_RESPONSE = /chaincode response \d+, /;
const MISMATCH = 'ProposalResponsePayloads do not match';
/** What a peer says when it cannot reach another peer, an orderer or the chaincode. */
const UNREACHABLE = [
  'no peers available',
  'no combination of peers',
  'failed to select a set of endorsers',
  'no orderers could successfully process',
  'no orderers available',
  'could not launch chaincode',
  'connection to',
  'chaincode stream terminated',
  'connection refused',
  'context deadline exceeded',
  'transport is closing',
  'client connection is closing',
  'Unavailable',
];

export function toChannelFailure(error: unknown): ChannelFailure {
  if (error instanceof ChannelFailure) return error;
  if (!(error instanceof GatewayError)) {
    return new ChannelFailure('malformed', error instanceof Error ? error.message : String(error), undefined, [], {
      cause: error,
    });
  }
  const texts = [...error.details.map((detail) => detail.message), error.message];
  const text = texts.join('; ');
  const mspIds = [...new Set(error.details.map((detail) => detail.mspId).filter(Boolean))];
  const body = texts.map(decodeErrorBody).find((found) => found !== undefined);
  return new ChannelFailure(body ? 'refused' : kindOf(error.code, text), text, body, mspIds, { cause: error });
}

function kindOf(code: number, text: string): ChannelFailureKind {
  if (text.includes(MISMATCH)) return 'mismatch';
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

/**
 * The one message that peer and chaincode exchange, and the stream they exchange it on.
 *
 * Fabric: `protos.ChaincodeMessage` over the bidirectional stream `protos.Chaincode/Connect`, which the peer dials when
 * the chaincode runs as a service. Reference: `core/chaincode/handler.go`, `core/container/externalbuilder/instance.go`
 * (fabric-protos `peer/chaincode_shim.proto`). Left out: the reverse direction (`ChaincodeSupport/Register`, which
 * chaincode containers use), the timestamp field (nobody reads it) and KEEPALIVE, on which the Node shim exits.
 *
 * Read and written by hand: several of these travel per state operation, and payloads stay views of what arrived.
 */
import { peer } from '@hyperledger/fabric-protos';
import { asBuffer, EMPTY_BYTES } from '../wire/bytes.js';
import { FieldReader, FieldWriter } from '../wire/protobuf.js';

export interface ShimMessage {
  /** peer.ChaincodeMessage.Type */
  readonly type: number;
  readonly payload: Uint8Array;
  readonly txId: string;
  readonly channel: string;
  /** Serialised SignedProposal; only on the way to the chaincode. */
  readonly signedProposal?: Uint8Array;
  /** Serialised ChaincodeEvent; only on the way back. */
  readonly event?: Uint8Array;
}

/** The call that carries them, for grpc-js. */
export const CONNECT_PATH = '/protos.Chaincode/Connect';

const typeNames = new Map(Object.entries(peer.ChaincodeMessage.Type).map(([name, type]) => [type as number, name]));

/** `GET_STATE` for 8, as Fabric's texts have it. */
export function shimMessageName(type: number): string {
  return typeNames.get(type) ?? String(type);
}

export function encodeShimMessage(message: ShimMessage): Buffer {
  const { payload, signedProposal, event } = message;
  const size = payload.length + (signedProposal?.length ?? 0) + (event?.length ?? 0) + 256;
  const writer = new FieldWriter(size).varint(1, message.type).bytes(3, payload).string(4, message.txId);
  if (signedProposal) writer.element(5, signedProposal);
  if (event) writer.element(6, event);
  return asBuffer(writer.string(7, message.channel).finish());
}

export function decodeShimMessage(bytes: Uint8Array): ShimMessage {
  let type = 0;
  let payload = EMPTY_BYTES;
  let txId = '';
  let channel = '';
  let event: Uint8Array | undefined;
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) type = reader.varint();
    else if (reader.field === 3) payload = reader.view();
    else if (reader.field === 4) txId = reader.string();
    else if (reader.field === 6) event = reader.view();
    else if (reader.field === 7) channel = reader.string();
    else reader.skip();
  }
  return { type, payload, txId, channel, ...(event && { event }) };
}

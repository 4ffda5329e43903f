/** Messages to orderers: a header that says who sends what to which channel, and a signature over all of it. */
import { randomBytes } from 'node:crypto';
import { common, msp } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { type LoadedIdentity, sign } from '../identities/load-identity.js';

/** Who sends and signs. */
export interface Sender {
  /** SerializedIdentity bytes. */
  readonly identity: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

const NONCE_BYTES = 24;

export function senderOf({ mspId, certPem, privateKey }: LoadedIdentity): Sender {
  const creator = new msp.SerializedIdentity();
  creator.setMspid(mspId);
  creator.setIdBytes(Buffer.from(certPem));
  return { identity: creator.serializeBinary(), sign: (message) => sign(privateKey, message) };
}

export function signedEnvelope(
  sender: Sender,
  type: common.HeaderTypeMap[keyof common.HeaderTypeMap],
  channel: string,
  data: { serializeBinary(): Uint8Array },
): common.Envelope {
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(type);
  channelHeader.setTimestamp(Timestamp.fromDate(new Date()));
  channelHeader.setChannelId(channel);
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader(sender));
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(data.serializeBinary());
  const bytes = payload.serializeBinary();
  const envelope = new common.Envelope();
  envelope.setPayload(bytes);
  envelope.setSignature(sender.sign(bytes));
  return envelope;
}

/** Who signs, and a number that is used once. */
export function signatureHeader({ identity }: Sender): Uint8Array {
  const header = new common.SignatureHeader();
  header.setCreator(identity);
  header.setNonce(randomBytes(NONCE_BYTES));
  return header.serializeBinary();
}

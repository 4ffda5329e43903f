/**
 * The header that proposals, transactions and configurations share.
 *
 * Fabric: `common.Header` holds two serialised messages, `ChannelHeader` (what kind of message, which channel, which
 * transaction) and `SignatureHeader` (who, with which nonce). Their bytes are hashed and signed, so the originals are
 * kept beside the readings. Reference: `core/common/validation/msgvalidation.go` (validateCommonHeader).
 * Left out: TLS certificate hashes (mutual TLS binding).
 */
import { common } from '@hyperledger/fabric-protos';
import { plainBytes } from './bytes.js';
import { MalformedError } from './malformed-error.js';
import { merged } from './merged.js';

/** `ChannelHeader.timestamp`. */
const TIMESTAMP = 3;

export interface Timestamp {
  readonly seconds: number;
  readonly nanos: number;
}

export interface ParsedHeader {
  readonly channelHeaderBytes: Uint8Array;
  readonly signatureHeaderBytes: Uint8Array;
  /** common.HeaderType: 1 CONFIG, 2 CONFIG_UPDATE, 3 ENDORSER_TRANSACTION. */
  readonly type: number;
  readonly channelId: string;
  readonly txId: string;
  readonly epoch: number;
  readonly timestamp: Timestamp;
  /** ChaincodeHeaderExtension bytes in transactions. */
  readonly extension: Uint8Array;
  /** SerializedIdentity of whoever signs. */
  readonly creator: Uint8Array;
  readonly nonce: Uint8Array;
}

/** Reads a header without judging it. Throws what google-protobuf throws. */
export function parseHeader(header: common.Header): ParsedHeader {
  const channelHeaderBytes = plainBytes(header.getChannelHeader_asU8());
  const signatureHeaderBytes = plainBytes(header.getSignatureHeader_asU8());
  const channelHeader = common.ChannelHeader.deserializeBinary(merged(channelHeaderBytes, TIMESTAMP));
  const signatureHeader = common.SignatureHeader.deserializeBinary(signatureHeaderBytes);
  const timestamp = channelHeader.getTimestamp();
  return {
    channelHeaderBytes,
    signatureHeaderBytes,
    type: channelHeader.getType(),
    channelId: channelHeader.getChannelId(),
    txId: channelHeader.getTxId(),
    epoch: channelHeader.getEpoch(),
    timestamp: { seconds: timestamp?.getSeconds() ?? 0, nanos: timestamp?.getNanos() ?? 0 },
    extension: plainBytes(channelHeader.getExtension_asU8()),
    creator: plainBytes(signatureHeader.getCreator_asU8()),
    nonce: plainBytes(signatureHeader.getNonce_asU8()),
  };
}

/** Fabric's rules for a header: a known type, epoch 0, a nonce, a creator. Throws MalformedError. */
export function checkHeader(header: ParsedHeader): void {
  const { ENDORSER_TRANSACTION, CONFIG, CONFIG_UPDATE } = common.HeaderType;
  const known: readonly number[] = [ENDORSER_TRANSACTION, CONFIG, CONFIG_UPDATE];
  if (!known.includes(header.type)) throw new MalformedError('header', `invalid header type ${header.type}`);
  if (header.epoch !== 0) throw new MalformedError('header', `epoch is ${header.epoch}, not 0`);
  if (header.nonce.length === 0) throw new MalformedError('header', 'nonce is empty');
  if (header.creator.length === 0) throw new MalformedError('header', 'creator is empty');
}

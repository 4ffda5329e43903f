/**
 * Envelopes: what clients hand to the orderer and what blocks carry.
 *
 * Fabric: `common.Envelope` is a payload's bytes and a signature over exactly these bytes; `common.Payload` is a
 * header and data whose meaning the header's type gives. Reference: `core/common/validation/msgvalidation.go`
 * (ValidateTransaction), `protoutil/commonutils.go`. Left out: nothing.
 */
import { common } from '@hyperledger/fabric-protos';
import { plainBytes } from './bytes.js';
import { parseHeader, type ParsedHeader } from './header.js';
import { MalformedError, decodeAs } from './malformed-error.js';
import { memoByBytes } from './memo.js';
import { merged } from './merged.js';
import type { SignedData } from './signed-data.js';

/** `Payload.header`. */
const HEADER = 1;

export interface ParsedEnvelope {
  /** The envelope itself. */
  readonly bytes: Uint8Array;
  /** The payload's bytes, which the signature covers. */
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  readonly header: ParsedHeader;
  /** peer.Transaction or common.ConfigEnvelope bytes. */
  readonly data: Uint8Array;
  /** The signature as policies want it; one object, so that it is verified once. */
  readonly signed: SignedData;
}

/** Reads an envelope; throws MalformedError with the stage at which it failed. Memoised on the bytes object. */
export const parseEnvelope: (bytes: Uint8Array) => ParsedEnvelope = memoByBytes((bytes) => {
  const envelope = decodeAs('envelope', () => common.Envelope.deserializeBinary(plainBytes(bytes)));
  const payloadBytes = plainBytes(envelope.getPayload_asU8());
  const payload = decodeAs('payload', () => common.Payload.deserializeBinary(merged(payloadBytes, HEADER)));
  const header = payload.getHeader();
  if (!header) throw new MalformedError('header', 'header is missing');
  const parsedHeader = decodeAs('header', () => parseHeader(header));
  const signature = plainBytes(envelope.getSignature_asU8());
  return {
    bytes,
    payload: payloadBytes,
    signature,
    header: parsedHeader,
    data: plainBytes(payload.getData_asU8()),
    signed: { data: payloadBytes, identity: parsedHeader.creator, signature },
  };
});

/** An envelope's bytes from a payload and the signature over it. */
export function buildEnvelope(payload: Uint8Array, signature: Uint8Array): Uint8Array {
  const envelope = new common.Envelope();
  envelope.setPayload(payload);
  envelope.setSignature(signature);
  return envelope.serializeBinary();
}

/** The one signature of an envelope, for policies such as Writers (Fabric: `protoutil.EnvelopeAsSignedData`). */
export function envelopeSignedData(envelope: ParsedEnvelope): SignedData {
  return envelope.signed;
}

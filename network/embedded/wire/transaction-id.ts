/**
 * Names derived by hashing.
 *
 * Fabric: a transaction's id is the hex SHA-256 of nonce and creator (`protoutil.ComputeTxID`), so an id cannot be
 * chosen freely and belongs to one identity. The proposal hash (`protoutil.GetProposalHash2`) covers channel header,
 * signature header and the chaincode proposal payload without its transient map; it ties endorsements to the proposal.
 */
import { sha256, toHex } from './bytes.js';

/** Hex SHA-256 of nonce followed by the creator's SerializedIdentity bytes. */
export function computeTxId(nonce: Uint8Array, creator: Uint8Array): string {
  return toHex(sha256(nonce, creator));
}

/** SHA-256 over the headers' original bytes and the proposal payload without transient data. */
export function computeProposalHash(
  channelHeader: Uint8Array,
  signatureHeader: Uint8Array,
  proposalPayloadWithoutTransient: Uint8Array,
): Uint8Array {
  return sha256(channelHeader, signatureHeader, proposalPayloadWithoutTransient);
}

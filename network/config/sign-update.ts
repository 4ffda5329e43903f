/** Signatures of several organisations on one update, and the envelope in which orderers take it. */
import { common } from '@hyperledger/fabric-protos';
import { type Sender, signatureHeader, signedEnvelope } from './signed-envelope.js';

/** One organisation's signature on exactly these bytes of an update; made with its administrator's key. */
export function signUpdate(sender: Sender, update: Uint8Array): common.ConfigSignature {
  const header = signatureHeader(sender);
  const signature = new common.ConfigSignature();
  signature.setSignatureHeader(header);
  signature.setSignature(sender.sign(Buffer.concat([header, update])));
  return signature;
}

/**
 * What orderers take: the update with its signatures, sent by one of those who may write to the channel. All orderers have to be sent the
 * same bytes: they take them for one and the same update then.
 */
export function updateEnvelope(
  sender: Sender,
  channel: string,
  update: Uint8Array,
  signatures: readonly common.ConfigSignature[],
): common.Envelope {
  const content = new common.ConfigUpdateEnvelope();
  content.setConfigUpdate(update);
  content.setSignaturesList([...signatures]);
  return signedEnvelope(sender, common.HeaderType.CONFIG_UPDATE, channel, content);
}

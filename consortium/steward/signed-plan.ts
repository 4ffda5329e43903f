/** A signature of one organisation on a change of the channel, and whether it is on what was planned here. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { PlanSignature } from '@commonpoint/catalogue';
import type { PlannedUpdate } from '@commonpoint/network/config/carry-out';
import { isAdministratorsSignature } from '@commonpoint/network/config/verify-update';

/** One organisation's signature, as it travels to who sends the update. Nothing in it is secret. */
export const signedPlan = z.strictObject({
  channel: z.string(),
  mspId: z.string(),
  /** Of the configuration that the update was made from. */
  sequence: z.int().min(0),
  planHash: z.string(),
  /** SHA-256 of the update's bytes, in hexadecimal. */
  updateHash: z.string(),
  /** Fabric's `ConfigSignature`, serialised. */
  signature: z.base64(),
});
export type SignedPlan = z.infer<typeof signedPlan>;

/** What an organisation posted on the ledger, if it is on exactly what was planned, and its administrator's. */
export function plannedSignature(planned: PlannedUpdate, posted: PlanSignature): SignedPlan | undefined {
  const { mspId, sequence, planHash, updateHash, signature } = posted;
  const isSame = planHash === planned.planHash && updateHash === hashOf(planned.update);
  const isGood = isSame && isAdministratorsSignature(planned, { mspId, signature: Buffer.from(signature, 'base64') });
  return isGood ? { channel: planned.channel, mspId, sequence, planHash, updateHash, signature } : undefined;
}

/** A signature is on another update than this steward planned; the message says whose, and why. */
export class SignatureUseless extends Error {}

/** @throws SignatureUseless */
export function refuseUseless(
  { mspId, sequence, planHash, updateHash, channel }: SignedPlan,
  planned: PlannedUpdate,
): void {
  if (channel !== planned.channel || planHash !== planned.planHash) {
    throw new SignatureUseless(`${mspId} signed another plan, ${planHash}`);
  }
  if (updateHash === hashOf(planned.update)) return;
  const now = planned.present.getSequence();
  throw new SignatureUseless(
    sequence === now
      ? `${mspId} signed another update of configuration ${now}`
      : `${mspId} signed for configuration ${sequence}, and ${now} is in force: it has to sign again; the vote stays`,
  );
}

/** Of an update's bytes, in hexadecimal. */
export function hashOf(update: Uint8Array): string {
  return createHash('sha256').update(update).digest('hex');
}

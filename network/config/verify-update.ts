/** Whether a signature on an update is one of an organisation's administrators, as orderers will look at it. */
import { verify } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import { isWithinValidity, readIdentity } from '../embedded/msp/identity.js';
import { OrganizationMsp } from '../embedded/msp/organization-msp.js';
import { isLowS } from '../identities/low-s.js';
import { groupAt, membershipIn } from './channel-values.js';

/** @param signature Fabric's `ConfigSignature`, serialised; whatever else it may be, the answer is no */
export function isAdministratorsSignature(
  { present, update }: { readonly present: common.Config; readonly update: Uint8Array },
  { mspId, signature }: { readonly mspId: string; readonly signature: Uint8Array },
  nowMs = Date.now(),
): boolean {
  try {
    const membership = membershipIn(groupAt(present, 'Application', mspId));
    if (membership === undefined) return false;
    const organization = new OrganizationMsp(membership);
    const read = common.ConfigSignature.deserializeBinary(signature);
    const header = read.getSignatureHeader_asU8();
    const identity = readIdentity(common.SignatureHeader.deserializeBinary(header).getCreator_asU8());
    const isAdministrator =
      organization.whyInvalid(identity) === undefined &&
      isWithinValidity(identity, nowMs) &&
      organization.hasRole(identity, 'admin');
    const bytes = read.getSignature_asU8();
    return (
      isAdministrator && isLowS(bytes) && verify('sha256', Buffer.concat([header, update]), identity.publicKey, bytes)
    );
  } catch {
    return false;
  }
}

/** Whether a member signed an operation: by the format in docs/concepts.md, written down here a second time. */
import { createPublicKey, verify } from 'node:crypto';
import type { PostedOperation } from './posted-operations.js';

/** A JSON Web Key: P-256 or Ed25519. */
export interface MemberKey {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y?: string;
}

const DOMAIN = 'commonpoint/authorization/v1';
/** What a custodian fills in: no part of what is signed. */
const unsigned: ReadonlySet<string> = new Set(['inputs', 'lanes', 'creditLanes', 'linked', 'authorization']);

export function isSignedBy(
  key: MemberKey,
  { accountId, custodian }: { readonly accountId: string; readonly custodian: string },
  posted: PostedOperation,
  txTime: string,
): boolean {
  const { nonce, expiresAt, signature } = posted.authorization ?? {};
  if (signature === undefined || !(Date.parse(expiresAt ?? '') > Date.parse(txTime))) return false;
  const operation = Object.fromEntries(Object.entries(posted).filter(([field]) => !unsigned.has(field)));
  const message = Buffer.from(`${DOMAIN}\n${sorted({ accountId, custodian, nonce, expiresAt, operation })}`);
  try {
    const publicKey = createPublicKey({ key: { ...key }, format: 'jwk' });
    const bytes = Buffer.from(signature, 'base64url');
    return key.kty === 'EC'
      ? verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes)
      : verify(null, message, publicKey, bytes);
  } catch {
    return false;
  }
}

/** JSON with the fields in order, without spaces. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_field, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}

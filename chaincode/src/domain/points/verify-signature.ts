/** Whether a member's key made a signature. The same for every endorser: no clock, no chance. */
import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { PublicKey } from '@commonpoint/catalogue';
import { isSafePoint } from './edwards-point.js';

/** Checks a signature; rules are given one, so that tests can give them another. */
export type VerifySignature = (publicKey: PublicKey, bytes: Uint8Array, signature: string) => boolean;

export const verifySignature: VerifySignature = (publicKey, bytes, signature) => {
  const key = importKey(publicKey);
  if (key === undefined) return false;
  const raw = Buffer.from(signature, 'base64url');
  return publicKey.kty === 'EC'
    ? verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, raw)
    : verify(null, bytes, key, raw);
};

/** Whether the key is a point of its curve, and such a one that only its owner can sign. */
export function isUsableKey(publicKey: PublicKey): boolean {
  // Of this curve, OpenSSL takes any 32 bytes.
  if (publicKey.kty === 'OKP' && !isSafePoint(Buffer.from(publicKey.x, 'base64url'))) return false;
  return importKey(publicKey) !== undefined;
}

function importKey(publicKey: PublicKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: { ...publicKey }, format: 'jwk' });
  } catch {
    return undefined;
  }
}

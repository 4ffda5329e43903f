/**
 * Checking signatures.
 *
 * Fabric: `identity.Verify` hashes with SHA-256, refuses high S, and verifies ECDSA. Reference: `msp/identities.go`,
 * `bccsp/sw/ecdsa.go`. Verification is pure and by far the largest cost of a peer, so it runs in the thread pool, and
 * an outcome is kept with the `SignedData` object, which the peers of this process share. Left out: nothing.
 */
import { type KeyObject, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { isLowS } from '../../identities/low-s.js';
import type { SignedData } from '../wire/signed-data.js';

const verifyInPool = promisify(
  (key: KeyObject, data: Uint8Array, signature: Uint8Array, done: (error: Error | null, valid?: boolean) => void) =>
    verify('sha256', data, key, signature, done),
);

interface Verification {
  readonly key: KeyObject;
  /** Settled outcome, once there is one. */
  valid?: boolean;
  pending?: Promise<boolean>;
}

const verifications = new WeakMap<SignedData, Verification>();

/** Verifies in the thread pool; the outcome is kept. Never throws. */
export async function verifySignature(key: KeyObject, signed: SignedData): Promise<boolean> {
  const known = verifications.get(signed);
  if (known?.key === key) return known.valid ?? known.pending ?? false;
  const verification: Verification = { key };
  verifications.set(signed, verification);
  if (!isWellFormed(signed.signature)) {
    verification.valid = false;
    return false;
  }
  verification.pending = verifyInPool(key, signed.data, signed.signature).then(
    (valid) => valid === true,
    () => false,
  );
  verification.valid = await verification.pending;
  return verification.valid;
}

function isWellFormed(signature: Uint8Array): boolean {
  try {
    return isLowS(signature);
  } catch {
    return false;
  }
}

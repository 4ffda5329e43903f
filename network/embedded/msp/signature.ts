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
import { asBuffer, sameBytes } from '../wire/bytes.js';
import type { SignedData } from '../wire/signed-data.js';

const verifyInPool = promisify(
  (key: KeyObject, data: Uint8Array, signature: Uint8Array, done: (error: Error | null, valid?: boolean) => void) =>
    verify('sha256', data, key, signature, done),
);

interface Verification {
  readonly key: KeyObject;
  readonly data: Uint8Array;
  /** Settled outcome, once there is one. */
  valid?: boolean;
  pending?: Promise<boolean>;
}

const verifications = new WeakMap<SignedData, Verification>();

/**
 * The same by signature: an orderer checks an envelope when it takes it, and the peers the same bytes again when they
 * find it in a block, as another object.
 */
const recent = new Map<string, Verification>();
const RECENT_MAX = 512;

/** Verifies in the thread pool; the outcome is kept. Never throws. */
export async function verifySignature(key: KeyObject, signed: SignedData): Promise<boolean> {
  const known = verifications.get(signed) ?? recent.get(latin1(signed.signature));
  if (known?.key === key && sameBytes(known.data, signed.data)) return known.valid ?? known.pending ?? false;
  const verification: Verification = { key, data: signed.data };
  verifications.set(signed, verification);
  if (!isWellFormed(signed.signature)) {
    verification.valid = false;
    return false;
  }
  remember(signed.signature, verification);
  verification.pending = verifyInPool(key, signed.data, signed.signature).then(
    (valid) => valid === true,
    () => false,
  );
  verification.valid = await verification.pending;
  return verification.valid;
}

function remember(signature: Uint8Array, verification: Verification): void {
  const name = latin1(signature);
  recent.delete(name);
  recent.set(name, verification);
  const oldest = recent.keys().next();
  if (recent.size > RECENT_MAX && !oldest.done) recent.delete(oldest.value);
}

function latin1(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('latin1');
}

function isWellFormed(signature: Uint8Array): boolean {
  try {
    return isLowS(signature);
  } catch {
    return false;
  }
}

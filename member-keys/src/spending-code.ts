/**
 * Spending codes of the app's own making.
 *
 * A gateway makes codes for accounts without a key. Where the member signs, the signature is over the hash lock, so the
 * app makes the code: it signs a hold with `hashLock`, shows `code` at the beneficiary's till, and no gateway has seen
 * the code before.
 */
import { hashLockText } from '../../catalogue/src/holds/hash-lock-text.js';
import { encodeBase64url } from './base64url.js';
import { webCrypto } from './web-crypto.js';

export interface SpendingCode {
  /** Six digits for people to compare, and the salt that makes it impossible to guess. Shown whole. */
  readonly code: string;
  /** SHA-256 in hex of the custodian and the code: all that the ledger has before the capture. */
  readonly hashLock: string;
}

const SALT_BYTES = 16;

/**
 * A code for a hold in this merchant's custody: by its MSP id, which the lock is bound to.
 * @throws MemberKeyError WEBCRYPTO_MISSING
 */
export async function createSpendingCode(custodian: string): Promise<SpendingCode> {
  const subtle = webCrypto();
  const [chance = 0] = crypto.getRandomValues(new Uint32Array(1));
  const salt = encodeBase64url(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));
  const code = `${String(chance % 1_000_000).padStart(6, '0')}.${salt}`;
  const digest = new Uint8Array(
    await subtle.digest('SHA-256', new TextEncoder().encode(hashLockText(custodian, code))),
  );
  return { code, hashLock: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') };
}

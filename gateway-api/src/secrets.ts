/** What is derived from the organisation's secrets; they themselves go no further than here. */
import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import { canonicalJson } from '@commonpoint/catalogue';
import { createLogKey, type LogKey } from './log-key.js';
import { normalReference } from './member-reference.js';
import { spendingCodeOf } from './spending-code.js';

/** Hex digits of a pseudonym. */
const PSEUDONYM_DIGITS = 32;
const PURCHASE_DIGITS = 40;
/** Hex digits of a salt: 128 bits. */
const SALT_DIGITS = 32;

export interface Secrets {
  /** An account's id for a member: the MSP id, a colon, and 32 hex digits of HMAC-SHA256(the organisation's secret, the reference in its normal form). */
  accountIdOf(memberRef: string): string;
  /** 40 hex digits that stand for a purchase of a programme in the id of what it earned: the merchant's own reference stays here. */
  purchaseDigest(programId: string, purchaseId: string): string;
  /** The spending code of the hold with this operation id: the same whenever it is asked, and kept nowhere. */
  spendingCodeOf(operationId: string): string;
  /**
   * A keyed digest (hex) of confidential content, to be compared by where the content itself must not be kept: behind
   * an `Idempotency-Key`, say. Nobody without the organisation's secret can try values against it.
   */
  confidentialDigest(content: unknown): string;
  /** The organisation's key for checkpoints of the log, after so many others. */
  logKey(number: number): LogKey;
  /**
   * What a reason is on the ledger: the SHA-256 of it, of what it is about, and of a salt that follows from both and the
   * organisation's secret. So the same one hashes to the same, and nobody else can try reasons against the hash.
   */
  saltedReason(about: { readonly reason: string } & Readonly<Record<string, string>>): { salt: string; hash: string };
}

/** Shows that a secret is still the same, and nothing else of it. */
export const digestOfSecret = (secret: Uint8Array): string =>
  createHmac('sha256', createSecretKey(secret)).update('which secret this is').digest('hex');

export function createSecrets(mspId: string, pseudonymSecret: Uint8Array, spendingCodeSecret: Uint8Array): Secrets {
  const pseudonymKey = createSecretKey(pseudonymSecret);
  const codeKey = createSecretKey(spendingCodeSecret);
  const hex = (key: KeyObject, text: string): string => createHmac('sha256', key).update(text).digest('hex');
  return {
    accountIdOf: (memberRef) => `${mspId}:${hex(pseudonymKey, normalReference(memberRef)).slice(0, PSEUDONYM_DIGITS)}`,
    purchaseDigest: (programId, purchaseId) =>
      hex(pseudonymKey, `purchase\n${programId}\n${normalReference(purchaseId)}`).slice(0, PURCHASE_DIGITS),
    spendingCodeOf: (operationId) => spendingCodeOf(codeKey, operationId),
    saltedReason(about) {
      const salt = hex(pseudonymKey, `salt\n${canonicalJson(about)}`).slice(0, SALT_DIGITS);
      return { salt, hash: hash('sha256', canonicalJson({ ...about, salt })) };
    },
    logKey: (number) => createLogKey(pseudonymSecret, mspId, number),
    confidentialDigest: (content) => hex(pseudonymKey, `confidential\n${JSON.stringify(content)}`),
  };
}

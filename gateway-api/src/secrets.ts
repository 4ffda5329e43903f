/** What is derived from the organisation's secrets; they themselves go no further than here. */
import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import { canonicalJson } from '@commonpoint/catalogue';
import { createLogKey, type LogKey } from './log-key.js';
import { normalReference } from './member-reference.js';
import { PLACE_DIGITS } from './pseudonym-tree.js';
import type { Pseudonyms } from './pseudonyms.js';
import { spendingCodeOf } from './spending-code.js';
import { createWebhookKey, type WebhookKey } from './webhooks/webhook-keys.js';

/** Hex digits of a pseudonym. */
const PSEUDONYM_DIGITS = 32;
const PURCHASE_DIGITS = 40;
/** Hex digits of a salt: 128 bits. */
const SALT_DIGITS = 32;

export interface Secrets {
  /** An account's id for a member: the MSP id, a colon, and 32 hex digits that follow from the reference in its normal form and the member's own secret. */
  readonly accountIdOf: (memberRef: string) => string;
  /** Where that secret is, to be destroyed. Once it is, the same reference has another one, and another account. */
  placeOf(memberRef: string): string;
  /** The same of what the salts of reasons about an account follow from. */
  placeOfReasons(accountId: string): string;
  /** 40 hex digits that stand for a purchase of a programme in the id of what it earned: the merchant's own reference stays here. */
  readonly purchaseDigest: (programId: string, purchaseId: string) => string;
  /** The spending code of the hold with this operation id: the same whenever it is asked, and kept nowhere. */
  spendingCodeOf(operationId: string): string;
  /**
   * A keyed digest (hex) of confidential content, to be compared by where the content itself must not be kept: behind
   * an `Idempotency-Key`, say. Nobody without the organisation's secret can try values against it.
   */
  confidentialDigest(content: unknown): string;
  /** What a webhook's messages are signed with after so many keys. */
  webhookKey(webhookId: string, generation: number): WebhookKey;
  /** The organisation's key for checkpoints of the log, after so many others. */
  logKey(number: number): LogKey;
  /**
   * What a reason is on the ledger: the SHA-256 of it, of what it is about, and of a salt that follows from both and a secret, of an
   * account's the account's own. So the same one hashes to the same, and nobody else can try reasons against the hash.
   */
  saltedReason(about: { readonly reason: string } & Readonly<Record<string, string>>): { salt: string; hash: string };
}

/** Shows that a secret is still the same, and nothing else of it. */
export const digestOfSecret = (secret: Uint8Array): string =>
  createHmac('sha256', createSecretKey(secret)).update('which secret this is').digest('hex');

export function createSecrets(
  mspId: string,
  pseudonymSecret: Uint8Array,
  spendingCodeSecret: Uint8Array,
  pseudonyms: Pick<Pseudonyms, 'secretAt'>,
): Secrets {
  const pseudonymKey = createSecretKey(pseudonymSecret);
  const codeKey = createSecretKey(spendingCodeSecret);
  const hex = (key: KeyObject, text: string): string => createHmac('sha256', key).update(text).digest('hex');
  // One block of the hash, so that what follows is keyed as by an HMAC's inner hash: places are asked for very often.
  const placeKey = hex(pseudonymKey, 'places of pseudonyms');
  /** The first place for it whose secret is there. */
  const secretOf = (text: string): { readonly place: string; readonly secret: string } => {
    for (let generation = 0; ; generation += 1) {
      const place = hash('sha256', `${placeKey}${generation}\n${text}`).slice(0, PLACE_DIGITS);
      const secret = pseudonyms.secretAt(place);
      if (secret !== undefined) return { place, secret };
    }
  };
  const ofMember = (memberRef: string): string => `member\n${normalReference(memberRef)}`;
  const ofReasons = (accountId: string): string => `reasons\n${accountId}`;
  return {
    accountIdOf(memberRef) {
      const text = ofMember(memberRef);
      return `${mspId}:${hash('sha256', `${secretOf(text).secret}\n${text}`).slice(0, PSEUDONYM_DIGITS)}`;
    },
    placeOf: (memberRef) => secretOf(ofMember(memberRef)).place,
    placeOfReasons: (accountId) => secretOf(ofReasons(accountId)).place,
    purchaseDigest: (programId, purchaseId) =>
      hex(pseudonymKey, `purchase\n${programId}\n${normalReference(purchaseId)}`).slice(0, PURCHASE_DIGITS),
    spendingCodeOf: (operationId) => spendingCodeOf(codeKey, operationId),
    saltedReason(about) {
      const { accountId } = about as { readonly accountId?: string };
      const own = accountId === undefined ? '' : secretOf(ofReasons(accountId)).secret;
      const salt = hex(pseudonymKey, `salt\n${own}\n${canonicalJson(about)}`).slice(0, SALT_DIGITS);
      return { salt, hash: hash('sha256', canonicalJson({ ...about, salt })) };
    },
    webhookKey: (webhookId, generation) => createWebhookKey(pseudonymSecret, webhookId, generation),
    logKey: (number) => createLogKey(pseudonymSecret, mspId, number),
    confidentialDigest: (content) => hex(pseudonymKey, `confidential\n${JSON.stringify(content)}`),
  };
}

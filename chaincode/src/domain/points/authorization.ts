/** Whether something is what the account's member agreed to. */
import {
  type Account,
  type Authorization,
  authorizationBytes,
  instantOf,
  keyInForce,
  type PublicKey,
} from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';
import type { VerifySignature } from './verify-signature.js';

/** What is done with an account at its member's will: an operation that takes points from it, or what its member comes to owe. */
export interface Debit {
  readonly authorization?: Authorization | undefined;
}

/** Accounts without a key need no signature. Errors: SIGNATURE_REQUIRED, AUTHORIZATION_EXPIRED, SIGNATURE_INVALID. */
export function decideAuthorization(
  account: Account,
  operation: Debit,
  txTime: string,
  verify: VerifySignature,
): Refusal | undefined {
  const publicKey = keyInForce(account, txTime);
  if (publicKey === undefined) return undefined;
  const { authorization } = operation;
  if (authorization === undefined) {
    return refuse('SIGNATURE_REQUIRED', `${account.accountId} is debited only with its member’s signature`);
  }
  return decideSignature(account, publicKey, operation, authorization, txTime, verify);
}

/** Whether a key signed what is to be done, and for now. Errors: AUTHORIZATION_EXPIRED, SIGNATURE_INVALID. */
export function decideSignature(
  { accountId, custodian }: Account,
  publicKey: PublicKey,
  operation: object,
  { nonce, expiresAt, signature }: Authorization,
  txTime: string,
  verify: VerifySignature,
): Refusal | undefined {
  if (instantOf(expiresAt) <= instantOf(txTime)) {
    return refuse('AUTHORIZATION_EXPIRED', `the authorization was good until ${expiresAt}`);
  }
  const bytes = authorizationBytes({ accountId, custodian, nonce, expiresAt, operation });
  return verify(publicKey, bytes, signature)
    ? undefined
    : refuse('SIGNATURE_INVALID', `the signature is not one of the member of ${accountId} over this operation`);
}

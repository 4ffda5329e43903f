/** Whether a change of an account is what its member agreed to, and the next one that it agreed to. */
import { type Account, type Authorization, keyInForce, type SignedChange } from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';
import type { Saying } from '../core/saying.js';
import { decideSignature } from '../points/authorization.js';
import type { VerifySignature } from '../points/verify-signature.js';

/** Who asks, when, and how signatures are checked. */
export interface AccountChanging extends Saying {
  readonly verify: VerifySignature;
}

/** Errors: NOT_CUSTODIAN, ACCOUNT_CLOSED. */
export function refuseUnlessOwnAndOpen(
  { accountId, custodian, status }: Account,
  { by }: Pick<Saying, 'by'>,
): Refusal | undefined {
  if (custodian !== by) return refuse('NOT_CUSTODIAN', `${accountId} is in the custody of another organisation`);
  return status === 'closed' ? refuse('ACCOUNT_CLOSED', `${accountId} is closed`) : undefined;
}

/**
 * Undefined if the member signed it and it is the next one. Errors: PUBLIC_KEY_MISSING, AUTHORIZATION_EXPIRED,
 * SIGNATURE_INVALID, SEQUENCE_WRONG.
 */
export function refuseUnlessSigned(
  account: Account,
  change: SignedChange,
  authorization: Authorization,
  { at, verify }: AccountChanging,
): Refusal | undefined {
  const publicKey = keyInForce(account, at);
  if (publicKey === undefined) return refuse('PUBLIC_KEY_MISSING', `${account.accountId} carries no member’s key`);
  const unsigned = decideSignature(account, publicKey, change, authorization, at, verify);
  if (unsigned !== undefined) return unsigned;
  const next = (account.signedChanges ?? 0) + 1;
  if (change.sequence === next) return undefined;
  return refuse('SEQUENCE_WRONG', `the member’s next change of ${account.accountId} has the number ${next}`);
}

/** Whether a change is the last one that was made, sent once more. */
export function isRepeated({ signedChanges }: Account, sequence: number | undefined): boolean {
  return sequence !== undefined && sequence === signedChanges;
}

/** A member's key after the first: rotated by the one before, or recovered without it. */
import {
  type Account,
  type announceRecovery,
  canonicalJson,
  type withdrawRecovery,
  hoursAfter,
  keyInForce,
  type PublicKey,
  RECOVERY_HOURS_DEFAULT,
  type RequestOf,
  type rotateKey,
} from '@commonpoint/catalogue';
import { present } from '../core/present.js';
import { Refusal, refuse } from '../core/refusal.js';
import { isUsableKey } from '../points/verify-signature.js';
import { isRepeated, refuseUnlessOwnAndOpen, refuseUnlessSigned, type AccountChanging } from './signed-changes.js';

/**
 * Errors: NOT_CUSTODIAN, ACCOUNT_CLOSED, PUBLIC_KEY_INVALID, PUBLIC_KEY_MISSING, AUTHORIZATION_EXPIRED, SIGNATURE_INVALID,
 * SEQUENCE_WRONG.
 */
export function decideRotateKey(
  account: Account,
  { publicKey, recoveryHours, sequence, authorization }: RequestOf<typeof rotateKey>,
  changing: AccountChanging,
): Account | Refusal {
  const refusal = refuseUnlessOwnAndOpen(account, changing) ?? refuseUnlessUsable(publicKey);
  if (refusal !== undefined) return refusal;
  if (isRepeated(account, sequence) && isSameKey(account.publicKey, publicKey)) return account;
  const change = { kind: 'rotate-key' as const, sequence, publicKey, ...present({ recoveryHours }) };
  const unsigned = refuseUnlessSigned(account, change, authorization, changing);
  if (unsigned !== undefined) return unsigned;
  // The old key is not lost after all.
  const { recovery: _ended, ...rest } = account;
  return { ...rest, publicKey, signedChanges: sequence, ...present({ recoveryHours }) };
}

/**
 * The account with the announcement, or with the key itself once its time has come. Errors: NOT_CUSTODIAN, ACCOUNT_CLOSED,
 * PUBLIC_KEY_INVALID, PUBLIC_KEY_MISSING, RECOVERY_ANNOUNCED.
 */
export function decideAnnounceRecovery(
  before: Account,
  { publicKey }: RequestOf<typeof announceRecovery>,
  { by, at }: Pick<AccountChanging, 'by' | 'at'>,
): Account | Refusal {
  const refusal = refuseUnlessOwnAndOpen(before, { by }) ?? refuseUnlessUsable(publicKey);
  if (refusal !== undefined) return refusal;
  const account = withKeyInForce(before, at);
  const { accountId, recovery, recoveryHours = RECOVERY_HOURS_DEFAULT } = account;
  if (account.publicKey === undefined)
    return refuse('PUBLIC_KEY_MISSING', `${accountId} carries no key that could be lost`);
  if (isSameKey(recovery?.publicKey ?? account.publicKey, publicKey)) return account;
  if (recovery !== undefined)
    return refuse('RECOVERY_ANNOUNCED', `another key of ${accountId} is in force from ${recovery.inForceAt} on`);
  return { ...account, recovery: { publicKey, announcedAt: at, inForceAt: hoursAfter(at, recoveryHours) } };
}

/**
 * Errors: NOT_CUSTODIAN, ACCOUNT_CLOSED, PUBLIC_KEY_MISSING, RECOVERY_UNKNOWN, AUTHORIZATION_EXPIRED, SIGNATURE_INVALID,
 * SEQUENCE_WRONG.
 */
export function decideWithdrawRecovery(
  before: Account,
  { sequence, authorization }: RequestOf<typeof withdrawRecovery>,
  changing: AccountChanging,
): Account | Refusal {
  const foreign = refuseUnlessOwnAndOpen(before, changing);
  if (foreign !== undefined) return foreign;
  const account = withKeyInForce(before, changing.at);
  if (account.publicKey === undefined)
    return refuse('PUBLIC_KEY_MISSING', `${account.accountId} carries no member’s key`);
  if (account.recovery === undefined) {
    if (isRepeated(account, sequence)) return before;
    return refuse('RECOVERY_UNKNOWN', `no recovery of ${account.accountId} is announced that could be withdrawn`);
  }
  const unsigned = refuseUnlessSigned(account, { kind: 'withdraw-recovery', sequence }, authorization, changing);
  if (unsigned !== undefined) return unsigned;
  const { recovery: _withdrawn, ...rest } = account;
  return { ...rest, signedChanges: sequence };
}

/** With a recovered key in its place, once its time has come. */
export function withKeyInForce(account: Account, at: string): Account {
  const { recovery, ...rest } = account;
  const inForce = keyInForce(account, at);
  return recovery === undefined || inForce !== recovery.publicKey ? account : { ...rest, publicKey: inForce };
}

export function refuseUnlessUsable(publicKey: PublicKey): Refusal | undefined {
  if (isUsableKey(publicKey)) return undefined;
  const detail = 'is not a point of its curve, or one that anybody can sign for';
  return refuse('PUBLIC_KEY_INVALID', `the public key ${detail}`, { errors: [{ pointer: '/publicKey', detail }] });
}

function isSameKey(one: PublicKey | undefined, other: PublicKey): boolean {
  return one !== undefined && canonicalJson(one) === canonicalJson(other);
}

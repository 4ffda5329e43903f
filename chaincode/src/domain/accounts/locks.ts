/** Locking an account, and lifting a lock after its delay. */
import {
  type Account,
  hoursAfter,
  isLockInForce,
  type Lock,
  LOCK_HOURS_DEFAULT,
  type lockAccount,
  type RequestOf,
  type unlockAccount,
} from '@commonpoint/catalogue';
import { present } from '../core/present.js';
import { Refusal, refuse } from '../core/refusal.js';
import { isRepeated, refuseUnlessOwnAndOpen, refuseUnlessSigned, type AccountChanging } from './signed-changes.js';

/**
 * Errors: NOT_CUSTODIAN, ACCOUNT_CLOSED, PUBLIC_KEY_MISSING, AUTHORIZATION_EXPIRED, SIGNATURE_INVALID, SEQUENCE_WRONG.
 */
export function decideLockAccount(
  account: Account,
  { delayHours, sequence, authorization }: RequestOf<typeof lockAccount>,
  changing: AccountChanging,
): Account | Refusal {
  const foreign = refuseUnlessOwnAndOpen(account, changing);
  if (foreign !== undefined) return foreign;
  const side = authorization === undefined ? 'custodian' : 'member';
  const standing = account.locks?.[side];
  const before = isLockInForce(standing, changing.at) ? standing : undefined;
  if (isRepeated(account, sequence) && before !== undefined) return account;
  if (authorization !== undefined && sequence !== undefined) {
    const change = { kind: 'lock' as const, sequence, ...present({ delayHours }) };
    const unsigned = refuseUnlessSigned(account, change, authorization, changing);
    if (unsigned !== undefined) return unsigned;
  }
  // Whoever has got hold of the key could otherwise make the delay short, and wait it out.
  const hours = Math.max(delayHours ?? before?.delayHours ?? LOCK_HOURS_DEFAULT, before?.delayHours ?? 0);
  const lock: Lock = { since: before?.since ?? changing.at, delayHours: hours };
  return { ...account, locks: { ...account.locks, [side]: lock }, ...present({ signedChanges: sequence }) };
}

/**
 * Each lock is lifted by who put it on. Errors: NOT_CUSTODIAN, ACCOUNT_CLOSED, ACCOUNT_NOT_LOCKED, PUBLIC_KEY_MISSING,
 * SIGNATURE_REQUIRED, AUTHORIZATION_EXPIRED, SIGNATURE_INVALID, SEQUENCE_WRONG.
 */
export function decideUnlockAccount(
  account: Account,
  { sequence, authorization }: RequestOf<typeof unlockAccount>,
  changing: AccountChanging,
): Account | Refusal {
  const foreign = refuseUnlessOwnAndOpen(account, changing);
  if (foreign !== undefined) return foreign;
  const { accountId, locks = {} } = account;
  const side = authorization === undefined ? 'custodian' : 'member';
  const lock = locks[side];
  if (lock === undefined || !isLockInForce(lock, changing.at)) {
    const isMembers = side === 'custodian' && isLockInForce(locks.member, changing.at);
    if (isMembers) return refuse('SIGNATURE_REQUIRED', `the member locked ${accountId}, and unlocks it`);
    return refuse('ACCOUNT_NOT_LOCKED', `${accountId} has no lock of its ${side}`);
  }
  if (isRepeated(account, sequence) && lock.unlocksAt !== undefined) return account;
  if (authorization !== undefined && sequence !== undefined) {
    const unsigned = refuseUnlessSigned(account, { kind: 'unlock', sequence }, authorization, changing);
    if (unsigned !== undefined) return unsigned;
  }
  const unlocksAt = lock.unlocksAt ?? hoursAfter(changing.at, lock.delayHours);
  const unlocking = { ...locks, [side]: { ...lock, unlocksAt } };
  return { ...account, locks: unlocking, ...present({ signedChanges: sequence }) };
}

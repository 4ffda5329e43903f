/** Locks: nothing leaves the account, at once; unlocking takes effect after a delay, so that whoever forces it is seen. */
import { z } from 'zod';
import { transaction } from '../core/transaction.js';
import { account, LOCK_HOURS_DEFAULT, lockHours } from './account.js';
import { isSignedWhole, mayBeSigned, ofAccounts, ofSignatures, signedWholly } from './signed-changes.js';

export const lockAccount = transaction({
  name: 'Accounts:Lock',
  mode: 'submit',
  summary: `Locks an account at once, for its member by the member’s signature, else for its custodian: it earns, and nothing leaves. Unlocking takes effect after \`delayHours\` (${LOCK_HOURS_DEFAULT} if absent); locking again can lengthen it, never shorten it.`,
  roles: ['admin', 'operator', 'cashier'],
  request: z.strictObject({ ...mayBeSigned, delayHours: lockHours.optional() }).refine(isSignedWhole, signedWholly),
  reply: account,
  errors: [...ofAccounts, 'PUBLIC_KEY_MISSING', ...ofSignatures],
});

export const unlockAccount = transaction({
  name: 'Accounts:Unlock',
  mode: 'submit',
  summary:
    'Lifts a lock after the delay chosen with it: the member’s own by the member’s signature, the custodian’s without one. Asked for again, it takes effect no later.',
  roles: ['admin', 'operator', 'cashier'],
  request: z.strictObject(mayBeSigned).refine(isSignedWhole, signedWholly),
  reply: account,
  errors: [...ofAccounts, 'ACCOUNT_NOT_LOCKED', 'PUBLIC_KEY_MISSING', 'SIGNATURE_REQUIRED', ...ofSignatures],
});

/** Members' keys after the first: another in its place, signed by it; or, when it is lost, announced and waited for. */
import { z } from 'zod';
import { transaction } from '../core/transaction.js';
import { accountId } from '../core/values.js';
import { authorization, publicKey } from '../points/authorization.js';
import { account, recoveryHours } from './account.js';
import { ofAccounts, ofSignatures, sequence } from './signed-changes.js';

const signed = { accountId, sequence, authorization };

export const rotateKey = transaction({
  name: 'Accounts:RotateKey',
  mode: 'submit',
  summary:
    'Puts another public key in the place of an account’s, at once, by the old key’s signature. A recovery that was announced ends with it.',
  roles: ['admin', 'operator', 'cashier'],
  request: z.strictObject({ ...signed, publicKey, recoveryHours: recoveryHours.optional() }),
  reply: account,
  errors: [...ofAccounts, 'PUBLIC_KEY_INVALID', 'PUBLIC_KEY_MISSING', ...ofSignatures],
});

export const announceRecovery = transaction({
  name: 'Accounts:AnnounceRecovery',
  mode: 'submit',
  summary:
    'Announces another key for an account whose member has lost the old one. It is in force after the delay that was set with the old one, unless that withdraws it; the event `KeyRecoveryAnnounced` tells of it.',
  roles: ['admin'],
  request: z.strictObject({ accountId, publicKey }),
  reply: account,
  errors: [...ofAccounts, 'PUBLIC_KEY_INVALID', 'PUBLIC_KEY_MISSING', 'RECOVERY_ANNOUNCED'],
});

export const withdrawRecovery = transaction({
  name: 'Accounts:WithdrawRecovery',
  mode: 'submit',
  summary: 'Takes back an announced recovery, by the signature of the key that it was to replace.',
  roles: ['admin', 'operator', 'cashier'],
  request: z.strictObject(signed),
  reply: account,
  errors: [...ofAccounts, 'PUBLIC_KEY_MISSING', 'RECOVERY_UNKNOWN', ...ofSignatures],
});

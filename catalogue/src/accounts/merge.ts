/** Merging: one account of a custodian into another, because they are one member's. */
import { transaction } from '../core/transaction.js';
import { z } from 'zod';
import { accountId } from '../core/values.js';
import { account } from './account.js';
import { isSignedWhole, mayBeSigned, ofAccounts, ofSignatures, signedWholly } from './signed-changes.js';

export const mergeAccounts = transaction({
  name: 'Accounts:Merge',
  mode: 'submit',
  summary:
    'Closes an account in favour of another of the same custodian: references, what counts towards limits of the day, and a freeze go over. The lots follow by transfers that name them, and notes by transfers of theirs, whatever the programme’s rules; an account with a key needs its signature here.',
  roles: ['admin', 'operator'],
  request: z.strictObject({ ...mayBeSigned, intoAccountId: accountId }).refine(isSignedWhole, signedWholly),
  reply: account,
  errors: [
    ...ofAccounts,
    'ACCOUNT_LOCKED',
    'ACCOUNT_HAS_HOLDS',
    'ACCOUNT_HAS_PLEDGES',
    'ACCOUNT_UNDER_ORDER',
    'REFERENCES_EXCEEDED',
    'PUBLIC_KEY_MISSING',
    'SIGNATURE_REQUIRED',
    ...ofSignatures,
    'ACCOUNTS_EQUAL',
  ],
});

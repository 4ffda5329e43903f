/** Erasing: nobody is to find out any more whose account it was. The ledger ends it; its custodian destroys what its id was made with. */
import { z } from 'zod';
import { transaction } from '../core/transaction.js';
import { revision } from '../core/values.js';
import { account } from './account.js';
import { isSignedWhole, mayBeSigned, ofAccounts, ofSignatures, signedWholly } from './signed-changes.js';

export const eraseAccount = transaction({
  name: 'Accounts:Erase',
  mode: 'submit',
  summary:
    'Closes an account for good because its member is to be forgotten: key, locks and references leave its row, and what it still holds may be retired whenever it would end. `references` says how many secrets the custodian destroys for it, `unnamed` how many of references that were taken off it could not. With a key it needs the member’s signature.',
  roles: ['admin', 'operator'],
  request: z
    .strictObject({
      ...mayBeSigned,
      references: z.int().min(1).max(9_999),
      unnamed: z.int().min(0).max(9_999),
      /** The revision whose references were counted. */ revision: revision.optional(),
    })
    .refine(isSignedWhole, signedWholly),
  reply: account,
  errors: [
    ...ofAccounts,
    'PRECONDITION_FAILED',
    'ACCOUNT_LOCKED',
    'ACCOUNT_HAS_HOLDS',
    'ACCOUNT_HAS_PLEDGES',
    'ACCOUNT_HAS_NOTES',
    'ACCOUNT_NOT_EMPTY',
    'ACCOUNT_UNDER_ORDER',
    'PUBLIC_KEY_MISSING',
    'SIGNATURE_REQUIRED',
    ...ofSignatures,
  ],
});

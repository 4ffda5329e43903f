/**
 * References: what a merchant's own systems call a member by. A card's number or an address never gets here; its pseudonym
 * does, which its custodian's gateway makes. Account and first reference have one id, so that opening an account links it.
 */
import { z } from 'zod';
import { transaction } from '../core/transaction.js';
import { accountId, timestamp } from '../core/values.js';
import { account } from './account.js';
import { ofAccounts } from './signed-changes.js';

/** The most references that lead to one account, besides the first. */
export const REFERENCES_MAX = 50;

/** The value of a `reference` row: where it leads. Of the first reference of an account there is none, until it changes. */
export const reference = z.strictObject({
  accountId,
  since: timestamp,
  /** It leads nowhere any more, and never will again. */
  removedAt: timestamp.optional(),
});
export type Reference = z.infer<typeof reference>;

const request = z.strictObject({
  accountId,
  /** The pseudonym of the reference. */
  referenceId: accountId,
});

export const addReference = transaction({
  name: 'Accounts:AddReference',
  mode: 'submit',
  summary: `Lets another reference lead to an account: another card, another person of the household. Up to ${REFERENCES_MAX} do.`,
  roles: ['admin', 'operator', 'cashier'],
  request,
  reply: account,
  errors: [...ofAccounts, 'REFERENCE_REMOVED', 'REFERENCE_ELSEWHERE', 'REFERENCES_EXCEEDED'],
});

export const removeReference = transaction({
  name: 'Accounts:RemoveReference',
  mode: 'submit',
  summary:
    'Takes a reference off an account at once and for good: a lost card, for example. It leads to no account again.',
  roles: ['admin', 'operator', 'cashier'],
  request,
  reply: account,
  errors: [...ofAccounts, 'REFERENCE_ELSEWHERE'],
});

/** Rows of accounts: the parts of their keys, behind the type, and what they hold. */
import { z } from 'zod';
import { saidByKey } from '../core/row-versions.js';
import type { StateEvent } from '../core/state-event.js';
import { account } from './account.js';
import { amount, day, revisionOf } from '../core/values.js';
import { lot } from './accounts.js';
import { reference } from './references.js';

export const accountRows = {
  account: {
    key: ['accountId'],
    holds: account,
    stored: saidByKey('accountId', 0, 9),
    events: ['account.opened', 'account.changed', 'account.frozen', 'account.closed'],
    tells: (row: z.infer<typeof account>): StateEvent => ({
      type: revisionOf(row) === 1 ? 'account.opened' : `account.${row.status === 'active' ? 'changed' : row.status}`,
      accountId: row.accountId,
    }),
  },
  reference: { key: ['referenceId'], holds: reference },
  /** What an account did with a programme's points on the last day that counted. */
  'account-day': {
    key: ['accountId', 'programId'],
    holds: z.strictObject({ day, debited: amount, debits: z.int(), credited: amount, credits: z.int() }),
  },
  lot: { key: ['accountId', 'programId', 'expiry', 'txId', 'n'], holds: lot },
} as const;

/** Rows of holds: the parts of their keys, behind the type, and what they hold. */
import { z } from 'zod';
import { positiveAmount } from '../core/values.js';
import { hold } from './holds.js';

export const holdRows = {
  hold: { key: ['mspId', 'holdId'], holds: hold },
  /** One for each open hold of an account and each of its notes, so that what is held is told without a row that all holds would write. */
  'open-hold': {
    key: ['accountId', 'programId', 'mspId', 'holdId'],
    holds: z.strictObject({ amount: positiveAmount }),
  },
} as const;

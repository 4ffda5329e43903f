/** Rows of clearing: the parts of their keys, behind the type, and what they hold. */
import { z } from 'zod';
import type { StateEvent } from '../core/state-event.js';
import { cycleReport } from './clearing.js';
import { settlement } from './settlements.js';
import { cycle, money, signedAmount, timestamp } from '../core/values.js';

const { cutAt, next, closedAt, folded, positions, carried, carriedTo, values, privatePairs } = cycleReport.shape;
const { currency, netting, remaindersBefore, payments, remainders, dropped } = cycleReport.shape;

const cycleRow = z.strictObject({
  cycle,
  status: z.enum(['closing', 'closed']),
  folded,
  positions,
  /** When merchants cut it off, and the cycle that goes on from there; absent of one that ended with its month. */
  cutAt,
  next,
  /** Of a closed cycle: what had no value, and the cycle that it was carried into. */
  carried,
  carriedTo,
  /** Of a closed cycle. */
  values: values.optional(),
  /** Of a closed cycle: who settles on money statements of their own, and the terms they had accepted last by then. */
  privatePairs: privatePairs.optional(),
  /** Of a closed cycle: what is paid for it, and what is owed on. */
  currency: currency.optional(),
  netting: netting.optional(),
  remaindersBefore: remaindersBefore.optional(),
  payments: payments.optional(),
  remainders: remainders.optional(),
  dropped,
  closedAt,
});

export const clearingRows = {
  /** What one transaction added to a position, what that is worth if it has a value, and what of it was drawn on a credit. */
  clearing: {
    key: ['cycle', 'debtor', 'creditor', 'programId', 'txId'],
    holds: z.strictObject({
      amount: signedAmount,
      worth: money.optional(),
      unvalued: signedAmount.optional(),
      credited: signedAmount.optional(),
    }),
  },
  /**
   * Of a month that merchants cut or that is being closed: the part of it that what is done now counts to, and whether its
   * closing has begun. It is the only row that operations and closing share, and closing writes it once: what goes on in a
   * month does not meet the steps by which an earlier part of it is folded.
   */
  'current-cycle': { key: ['month'], holds: z.strictObject({ cycle, closed: z.literal(true).optional() }) },
  /** A merchant's agreement to end a cycle before its month does. */
  'cut-off': {
    key: ['cycle', 'mspId'],
    holds: z.strictObject({ agreedAt: timestamp }),
    events: ['cycle.cut-off-agreed'],
    tells: (_row: unknown, [, cycle, mspId]: readonly string[]): StateEvent => ({
      type: 'cycle.cut-off-agreed',
      cycle,
      mspId: mspId!,
    }),
  },
  /** It exists from the first step of closing on. */
  cycle: {
    key: ['cycle'],
    holds: cycleRow,
    events: ['cycle.closing', 'cycle.closed'],
    tells: (row: z.infer<typeof cycleRow>): StateEvent => ({ type: `cycle.${row.status}`, cycle: row.cycle }),
  },
  /** What the cycle that was closed last left unpaid, and those before it. */
  remainders: { key: [], holds: z.strictObject({ cycle, remainders }) },
  settlement: {
    key: ['cycle', 'debtor', 'creditor'],
    holds: settlement,
    events: ['settlement.due', 'settlement.instructed', 'settlement.confirmed', 'settlement.disputed'],
    tells: (row: z.infer<typeof settlement>, [, cycle, debtor, creditor]: readonly string[]): StateEvent => ({
      type: `settlement.${row.status}`,
      cycle,
      debtor,
      creditor,
    }),
  },
} as const;

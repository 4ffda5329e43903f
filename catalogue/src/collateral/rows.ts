/** Rows of credit lines: the parts of their keys, behind the type, and what they hold. */
import { z } from 'zod';
import type { StateEvent } from '../core/state-event.js';
import { creditLine, linePayment } from './credit-line.js';

export const collateralRows = {
  'credit-line': {
    key: ['mspId', 'lineId'],
    holds: creditLine,
    events: ['credit-line.open', 'credit-line.noticed', 'credit-line.liquidated', 'credit-line.closed'],
    tells: (row: z.infer<typeof creditLine>): StateEvent => ({
      type: `credit-line.${row.status}`,
      mspId: row.mspId,
      lineId: row.lineId,
      accountId: row.accountId,
      programId: row.programId,
      takenFrom: row.notice?.takenFrom,
    }),
  },
  'line-payment': {
    key: ['mspId', 'lineId', 'paymentId'],
    holds: linePayment,
    events: ['line-payment.instructed', 'line-payment.confirmed', 'line-payment.disputed', 'line-payment.withdrawn'],
    tells: (row: z.infer<typeof linePayment>): StateEvent => ({
      type: `line-payment.${row.status}`,
      mspId: row.mspId,
      lineId: row.lineId,
      paymentId: row.paymentId,
    }),
  },
} as const;

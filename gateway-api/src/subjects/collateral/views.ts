/** What replies about credit lines look like. */
import {
  amount,
  creditLine,
  cycle,
  displayName,
  getCreditLine,
  linePayment,
  money,
  mspId,
  operationId,
  timestamp,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, blockNumber, inCurrency, nextCursor, written } from '../views.js';
import { lineEntryKinds } from './line-entries.js';

export const lineView = z.strictObject({ ...getCreditLine.reply.shape, asOfBlock }).meta({ id: 'CreditLine' });
export const linesView = z.strictObject({ lines: z.array(creditLine), nextCursor, asOfBlock });
export const lineWrittenView = z.strictObject({ ...creditLine.partial().shape, ...written });
export const linePaymentsView = z.strictObject({ payments: z.array(linePayment), nextCursor, asOfBlock });
export const linePaymentWrittenView = z.strictObject({ ...linePayment.partial().shape, ...written });

const lineEntry = z.strictObject({
  kind: z.enum(lineEntryKinds),
  change: money.meta({ description: 'Of debt and fee together, in millionths of the smallest unit.' }),
  owed: money.meta({ description: 'Debt and fee after it.' }),
  paymentId: operationId.optional().meta({ description: 'Of money that was paid out, repaid or withdrawn.' }),
  reference: displayName.optional().meta({ description: 'The payment’s reference.' }),
  cycle: cycle.optional().meta({ description: 'Of a claim: the cycle that was owed for.' }),
  points: amount.optional().meta({ description: 'Of what was taken: how many points.' }),
  operationId: operationId
    .optional()
    .meta({ description: 'Of what was taken: the operation, the last one if several were one transaction.' }),
  at: timestamp.optional().meta({ description: 'When, where the ledger says more than the block.' }),
  blockNumber,
});
export const lineStatementView = z
  .strictObject({ mspId, lineId: operationId, entries: z.array(lineEntry), ...inCurrency, nextCursor, asOfBlock })
  .meta({ id: 'LineStatement' });

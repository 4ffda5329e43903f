/** What replies about credits look like. */
import {
  acceptance,
  amount,
  clearingValue,
  creditState,
  cycle,
  money,
  mspId,
  operationId,
  prepayCredit,
  programId,
  releaseCredit,
  signedAmount,
  timestamp,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, blockNumber, inCurrency, nextCursor, written } from '../views.js';
import { creditEntryKinds } from './credit-entries.js';

export const creditView = z.strictObject({ ...creditState.shape, asOfBlock });
export const creditWrittenView = z.strictObject({ ...acceptance.partial().shape, ...written });
export const releaseWrittenView = z.strictObject({ ...releaseCredit.reply.partial().shape, ...written });
export const prepaymentWrittenView = z.strictObject({ ...prepayCredit.reply.partial().shape, ...written });

const creditEntry = z.strictObject({
  kind: z.enum(creditEntryKinds),
  change: signedAmount.meta({ description: 'Of what is used, in points.' }),
  used: signedAmount.meta({ description: 'What is used after it; below zero if more was paid in advance.' }),
  limit: amount.optional().meta({ description: 'Of a limit that was set: which one.' }),
  prepaymentId: operationId.optional(),
  cycle: cycle.optional().meta({ description: 'Of a settled cycle: which one.' }),
  prepaid: amount
    .optional()
    .meta({ description: 'Of a settled cycle: what had come back before, since it was paid in advance or claimed.' }),
  at: timestamp.optional().meta({ description: 'When, where the ledger says more than the block.' }),
  clearingValue: clearingValue
    .optional()
    .meta({ description: 'What a point is worth in its cycle; absent if nothing.' }),
  worth: money
    .optional()
    .meta({ description: 'What the change is worth, in millionths of the smallest currency unit.' }),
  blockNumber,
});
export const creditStatementView = z
  .strictObject({ programId, mspId, entries: z.array(creditEntry), ...inCurrency, nextCursor, asOfBlock })
  .meta({ id: 'CreditStatement' });

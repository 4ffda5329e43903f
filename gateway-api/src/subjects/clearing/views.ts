/** What replies about clearing cycles look like. */
import {
  clearingPositions,
  clearingValue,
  cutOffCycle,
  cycleReport,
  money,
  mspId,
  operationId,
  programId,
  signedAmount,
  timestamp,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, blockNumber, inCurrency, kind, nextCursor, transactionId, written } from '../views.js';

export const clearingView = z.strictObject({ ...clearingPositions.reply.shape, asOfBlock }).meta({ id: 'Clearing' });

/** What each merchant is owed and owes, in points and, once valued, in money. */
export const cycleView = z
  .strictObject({
    ...cycleReport.shape,
    net: clearingPositions.reply.shape.net.meta({ description: 'In points, by programme; of each the sum is zero.' }),
    moneyNet: cycleReport.shape.net.meta({
      description: 'On the clearing values, in millionths of the smallest currency unit; the sum is zero.',
    }),
    asOfBlock,
  })
  .meta({ id: 'Cycle' });
export const cyclesView = z
  .strictObject({
    cycles: z
      .array(z.strictObject({ cycle: cycleReport.shape.cycle, status: cycleReport.shape.status }))
      .meta({ description: 'The newest first.' }),
    asOfBlock,
  })
  .meta({ id: 'Cycles' });
const debt = z.strictObject({
  mspId: mspId.meta({ description: 'The organisation that posted the operation.' }),
  operationId,
  kind,
  debtor: mspId,
  creditor: mspId,
  programId,
  amount: signedAmount.meta({ description: 'Points that it added to the position; negative if they were taken back.' }),
  clearingValue: clearingValue
    .optional()
    .meta({ description: 'What a point was worth as the debt arose; absent if nothing.' }),
  worth: money.meta({ description: 'What these points are worth, in millionths of the smallest currency unit.' }),
  refersToCycle: z.string().optional().meta({ description: 'Of what takes back: the cycle in which the debt arose.' }),
  txId: transactionId,
  txTime: timestamp,
  blockNumber,
});
export const positionOperationsView = z
  .strictObject({ cycle: cycleReport.shape.cycle, operations: z.array(debt), ...inCurrency, nextCursor, asOfBlock })
  .meta({ id: 'PositionOperations' });
export const cycleWrittenView = z.strictObject({
  ...cycleView.omit({ asOfBlock: true }).partial().shape,
  cycle: cycleReport.shape.cycle,
  ...written,
});
export const cutOffView = z.strictObject({
  ...cutOffCycle.reply.partial().shape,
  cycle: cycleReport.shape.cycle,
  ...written,
});

/** What replies about clearing cycles look like. */
import { clearingPositions, cutOffCycle, cycleReport } from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, written } from '../views.js';

export const clearingView = z.strictObject({ ...clearingPositions.reply.shape, asOfBlock }).meta({ id: 'Clearing' });

/** What each merchant is owed and owes, in points and, once valued, in money. */
export const cycleView = z
  .strictObject({
    ...cycleReport.shape,
    net: clearingPositions.reply.shape.net.meta({ description: 'In points, over all programmes; the sum is zero.' }),
    moneyNet: cycleReport.shape.net.meta({
      description: 'On the clearing values, in millionths of the smallest currency unit; the sum is zero.',
    }),
    asOfBlock,
  })
  .meta({ id: 'Cycle' });
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

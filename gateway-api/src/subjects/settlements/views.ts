/** What replies about settlements look like. */
import { agedSettlements, settlement } from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, nextCursor, written } from '../views.js';

export const settlementView = z.strictObject({ ...settlement.shape, asOfBlock }).meta({ id: 'Settlement' });
export const settlementsView = z.strictObject({ settlements: z.array(settlement), nextCursor, asOfBlock });
export const settlementWrittenView = z.strictObject({
  ...settlement.omit({ status: true }).partial().shape,
  status: settlement.shape.status.optional(),
  ...written,
});
export const agedSettlementsView = z.strictObject({ ...agedSettlements.reply.shape, asOfBlock });

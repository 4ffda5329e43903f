/** What replies about rates look like. */
import { amount, quotaLane, quoteRate, rate } from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, nextCursor, written } from '../views.js';

const rateRow = z.strictObject(rate.shape).meta({ id: 'Rate' });
export const rateView = z.strictObject({
  ...rate.shape,
  quotaByLane: z.array(quotaLane),
  remaining: amount.meta({ description: 'Points of the target that may still be issued at it.' }),
  asOfBlock,
});
export const ratesView = z.strictObject({ rates: z.array(rateRow), nextCursor, asOfBlock });
export const rateWrittenView = z.strictObject({ ...rate.partial().shape, ...written });
export const quoteView = z.strictObject({ ...quoteRate.reply.shape, asOfBlock });

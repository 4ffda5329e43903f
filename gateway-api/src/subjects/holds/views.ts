/** What replies about holds look like. */
import { accountId, holdRow } from '@commonpoint/catalogue';
import { z } from 'zod';
import { operationView } from '../points/views.js';
import { asOfBlock, inCurrency, nextCursor } from '../views.js';

export const holdView = z.strictObject({ ...holdRow.shape, ...inCurrency, asOfBlock }).meta({ id: 'Hold' });
export const holdsView = z.strictObject({ accountId, holds: z.array(holdRow), ...inCurrency, nextCursor, asOfBlock });
export const openHoldsView = z.strictObject({ holds: z.array(holdRow), nextCursor, asOfBlock });
export const holdMadeView = z
  .strictObject({
    ...operationView.shape,
    spendingCode: z.string().optional().meta({
      description: 'What the member shows at the beneficiary’s till. Stored nowhere: only this request gives it.',
    }),
  })
  .meta({ id: 'HoldMade' });

/** What replies about programmes look like. */
import {
  acceptance,
  amount,
  day,
  foldSupply,
  listAcceptances,
  getSupply,
  program,
  programHistory,
  programId,
  quotaLane,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, inCurrency, nextCursor, written } from '../views.js';

export const programView = z.strictObject({ ...program.shape, ...inCurrency, asOfBlock }).meta({ id: 'Program' });
export const programsView = z.strictObject({ programs: z.array(program), ...inCurrency, nextCursor, asOfBlock });
export const programWrittenView = z.strictObject({ ...program.partial().shape, ...inCurrency, ...written, programId });
export const acceptanceWrittenView = z.strictObject({
  ...acceptance.partial().shape,
  ...inCurrency,
  ...written,
  programId,
});
export const acceptancesView = z.strictObject({
  programId,
  acceptances: listAcceptances.reply.shape.acceptances,
  ...inCurrency,
  nextCursor,
  asOfBlock,
});
export const programHistoryView = z.strictObject({
  changes: programHistory.reply.shape.changes,
  ...inCurrency,
  nextCursor,
  asOfBlock,
});
export const foldedView = z.strictObject({ ...foldSupply.reply.partial().shape, ...written, programId });
const { issued, interest, redeemed, expired, reversed, held, outstanding } = getSupply.reply.shape;
const dayOfSupply = z.strictObject({ day, issued, interest, redeemed, expired, reversed, held, outstanding });
export const supplyDaysView = z
  .strictObject({ programId, days: z.array(dayOfSupply), asOfBlock })
  .meta({ id: 'SupplyDays' });
export const expiringView = z
  .strictObject({
    programId,
    months: z.array(z.strictObject({ month: z.string().regex(/^\d{4}-\d{2}$/), amount })),
    never: amount.meta({ description: 'What never ends.' }),
    asOfBlock,
  })
  .meta({ id: 'Expiring' });
export const supplyView = z
  .strictObject({ ...getSupply.reply.shape, asOfBlock })
  .meta({ id: 'Supply', description: 'issued + interest = outstanding + held + redeemed + expired + reversed.' });

const quota = z.strictObject({ programId, cap: amount, granted: amount, used: amount, lanes: z.array(quotaLane) });
export const quotaView = z.strictObject({ ...quota.shape, asOfBlock }).meta({ id: 'Quota' });
export const quotaWrittenView = z.strictObject({ ...written, ...quota.partial().shape, programId });

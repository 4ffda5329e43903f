/** What replies about business figures look like. */
import { figure, figurePeriod, figuresOfMonth, figuresOutline, mspId, publishedFigure } from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, inCurrency, written } from '../views.js';

export const ownFigure = z.strictObject(figure.shape).meta({ id: 'Figure' });
const month = z.strictObject({ ...figuresOfMonth.shape, figures: z.array(ownFigure) }).meta({ id: 'FiguresOfMonth' });
export const figuresView = z.strictObject({ months: z.array(month), ...inCurrency, asOfBlock });
export const figuresOfMonthView = z.strictObject({ ...month.shape, ...inCurrency, asOfBlock });
export const figuresWrittenView = z.strictObject({
  ...figuresOutline.partial().shape,
  period: figurePeriod,
  ...written,
});

/** Where something stands on the ledger. */
export const place = z.strictObject({ blockNumber: z.int().min(0), txId: z.string() });

const published = z.strictObject({
  ...publishedFigure.shape,
  revision: z.int().min(1).optional().meta({ description: 'The month’s revision in which it got this hash.' }),
  written: place.optional(),
});
/** What everybody may know of a figure; when it was written is absent while that is not in the projection. */
export type PublishedView = z.infer<typeof published>;
export const publishedFiguresView = z.strictObject({ owner: mspId, figures: z.array(published), asOfBlock });

/** What replies about private terms look like. */
import { commercialTerms, salt, termsRecord } from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, inCurrency, nextCursor, written } from '../views.js';

/** What the two merchants see of a version, beside what everybody does. */
export const termsView = z
  .strictObject({ ...termsRecord.shape, terms: commercialTerms, salt, ...inCurrency, asOfBlock })
  .meta({ id: 'Terms' });
const termsRow = z.strictObject(termsRecord.shape).meta({ id: 'TermsRecord' });
export const termsListView = z.strictObject({ terms: z.array(termsRow), nextCursor, asOfBlock });
export const termsWrittenView = z.strictObject({ ...termsRecord.partial().shape, ...written });

/** What replies of many subjects have in common. */
import { currency, operation } from '@commonpoint/catalogue';
import { z } from 'zod';

export const kind = z.enum(operation.options.map((option) => option.shape.kind.value));
export const blockNumber = z.int().min(0);
export const transactionId = z.string().regex(/^[0-9a-f]{64}$/);
/** The block whose effects a read includes. */
export const asOfBlock = z.int().min(0).meta({ description: 'The number of the block whose effects are included.' });
/** What amounts of money in a reply are in; see `http/pipeline.ts`, which says it. */
export const inCurrency = { currency };
export const nextCursor = z.string().optional().meta({ description: 'For the next page; absent on the last one.' });

/** What a write that is no operation answers: its state, and beside it the row as it is now once that is known. */
export const written = { state: z.enum(['committed', 'submitted', 'unknown']), txId: transactionId.optional() };

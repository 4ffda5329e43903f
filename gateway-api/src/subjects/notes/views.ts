/** What replies about notes look like. */
import { accountId, amount, getNote, noteOffer, noteRow, quotaLane } from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, nextCursor, written } from '../views.js';

export const noteView = z.strictObject({ ...getNote.reply.shape, asOfBlock }).meta({ id: 'Note' });
export const notesView = z.strictObject({ accountId, notes: z.array(noteRow), nextCursor, asOfBlock });
export const noteOfferView = z
  .strictObject({
    ...noteOffer.shape,
    quotaByLane: z.array(quotaLane),
    remaining: amount.meta({ description: 'Interest that may still be promised under it.' }),
    asOfBlock,
  })
  .meta({ id: 'NoteOffer' });
export const noteOffersView = z.strictObject({ offers: z.array(noteOffer), nextCursor, asOfBlock });
export const noteOfferWrittenView = z.strictObject({ ...noteOffer.partial().shape, ...written });

/** Rows of notes: the parts of their keys, behind the type, and what they hold. */
import { z } from 'zod';
import type { StateEvent } from '../core/state-event.js';
import { note, noteOffer } from './notes.js';
import { lane } from '../programs/rows.js';

export const noteRows = {
  'note-offer': {
    key: ['programId', 'offerId'],
    holds: noteOffer,
    events: ['note.offered', 'note.offer-closed'],
    tells: (row: z.infer<typeof noteOffer>): StateEvent => ({
      type: row.status === 'open' ? 'note.offered' : 'note.offer-closed',
      programId: row.programId,
      mspId: row.issuer,
      offerId: row.offerId,
    }),
  },
  'note-quota': { key: ['programId', 'offerId', 'lane'], holds: lane },
  note: { key: ['mspId', 'noteId'], holds: note },
} as const;

/** Keys of notes. */
import type { NoteOfferReference } from '@commonpoint/catalogue';
import { key, laneNumber, range } from '../core/keys.js';

export const noteOfferKey = ({ programId, offerId }: NoteOfferReference) => key('note-offer', programId, offerId);
export const noteOffers = (...programId: (string | undefined)[]) =>
  range('note-offer', ...programId.filter((part) => part !== undefined));
export const noteLaneKey = ({ programId, offerId }: NoteOfferReference, lane: number) =>
  key('note-quota', programId, offerId, laneNumber(lane));
export const noteKey = (mspId: string, noteId: string) => key('note', mspId, noteId);

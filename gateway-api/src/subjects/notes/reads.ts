/** What the projection says of notes and of offers of them. */
import type { Note, NoteOffer, NoteOfferReference, QuotaLane } from '@commonpoint/catalogue';
import { allParsed, parsed, preparing, toLane } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';

export type NotePosition = Pick<Note, 'programId' | 'mspId' | 'noteId'>;

export function noteQueries(database: Database) {
  const { prepare, exact } = preparing(database);
  const one = prepare('SELECT value FROM notes WHERE msp_id = ? AND note_id = ?');
  const open = prepare(
    `SELECT value FROM notes WHERE status = 'open' AND account_id = ? AND (program_id, msp_id, note_id) > (?, ?, ?)
     ORDER BY program_id, msp_id, note_id LIMIT ?`,
  );
  const due = prepare(
    `SELECT notes.value FROM notes JOIN programs USING (program_id)
     WHERE status = 'open' AND due <= $day AND ((account_id > $own AND account_id < $ownEnd) OR programs.value ->> '$.issuer' = $issuer)
     ORDER BY due LIMIT $limit`,
  );
  const offer = prepare('SELECT value FROM note_offers WHERE program_id = ? AND offer_id = ?');
  const offers = prepare(
    `SELECT value FROM note_offers WHERE ($of IS NULL OR program_id = $of) AND (program_id, offer_id) > ($programId, $offerId)
     ORDER BY program_id, offer_id LIMIT $limit`,
  );
  const lanes = exact('SELECT lane, granted, used FROM note_lanes WHERE program_id = ? AND offer_id = ? ORDER BY lane');
  return {
    note: (mspId: string, noteId: string) => parsed<Note>(one.get(mspId, noteId)),
    openNotes: (accountId: string, after: NotePosition, limit: number) =>
      allParsed<Note>(open.all(accountId, after.programId, after.mspId, after.noteId, limit)),
    /** Open notes that were due by a day, of accounts that an organisation keeps or of points that an issuer issues. */
    notesDue: (keeper: string, issuer: string | undefined, day: string, limit: number) =>
      allParsed<Note>(due.all({ day, own: `${keeper}:`, ownEnd: `${keeper};`, issuer: issuer ?? null, limit })),
    noteOffer: ({ programId, offerId }: NoteOfferReference) => parsed<NoteOffer>(offer.get(programId, offerId)),
    noteOffers: (of: string | undefined, { programId, offerId }: NoteOfferReference, limit: number) =>
      allParsed<NoteOffer>(offers.all({ of: of ?? null, programId, offerId, limit })),
    noteLanes: ({ programId, offerId }: NoteOfferReference): QuotaLane[] => lanes.all(programId, offerId).map(toLane),
  };
}

/** Offers of notes, with the lanes of their ceilings. */
import type { NoteOffer, NoteOfferReference } from '@commonpoint/catalogue';
import type { OfferChange } from '../../domain/notes/offers.js';
import type { LaneRow } from '../../domain/programs/quota.js';
import { refuse } from '../../domain/core/refusal.js';
import { noteLaneKey, noteOfferKey } from './keys.js';
import { laneKey } from '../programs/keys.js';
import { LedgerError } from '../core/ledger-error.js';
import type { LedgerState } from '../core/state.js';

/** Errors: NOTE_OFFER_UNKNOWN. */
export async function loadOffer(state: LedgerState, reference: NoteOfferReference): Promise<NoteOffer> {
  const offer = await state.get(noteOfferKey(reference));
  if (offer !== undefined) return offer;
  const { programId, offerId } = reference;
  throw new LedgerError(refuse('NOTE_OFFER_UNKNOWN', `${programId} has no offer ${offerId}`));
}

export async function loadOfferLanes(state: LedgerState, offer: NoteOffer): Promise<LaneRow[]> {
  const keys = Array.from({ length: offer.lanes }, (_, lane) => noteLaneKey(offer, lane));
  const rows = await state.getMany(keys);
  return keys.map((key) => rows.get(key) ?? { granted: '0', used: '0' });
}

export function applyOfferChange(state: LedgerState, { offer, programLanes, lanes = [] }: OfferChange): void {
  state.put(noteOfferKey(offer), offer);
  for (const [lane, row] of programLanes) state.put(laneKey(offer.programId, lane), row);
  lanes.forEach((row, lane) => state.put(noteLaneKey(offer, lane), row));
}

/** Taking a pledged note: so much of it is redeemed as its offer says for the day, and the rest is a note as before. */
import { earnedDayOf, type Hold, interestMaxOf, type Operation } from '@commonpoint/catalogue';
import { type Refusal, refuse } from '../core/refusal.js';
import { divideHold } from '../holds/holds.js';
import { creditOwn } from '../points/clawbacks.js';
import type { Effect } from '../points/receipts.js';
import { holdName, noteOfferName } from '../points/row-names.js';
import type { WorkingSet } from '../points/working-set.js';
import { countEnded, earnedBy, refuseUnlessDue } from './redeem-note.js';

/** Errors: HOLD_UNKNOWN, NOTE_NOT_DUE. */
export function takeOfNote(
  set: WorkingSet,
  operation: Operation,
  { holdId, note: of = { mspId: '', noteId: '' } }: Hold,
  amount: bigint,
): Pick<Effect, 'consumed' | 'created' | 'paidOff' | 'noteMspId' | 'noteId' | 'interest' | 'expiry'> | Refusal {
  const note = set.notes.get(holdName(of.mspId, of.noteId));
  const offer = note && set.rows.noteOffers.get(noteOfferName(note));
  if (note === undefined || offer === undefined) return refuse('HOLD_UNKNOWN', `${holdId} pledges no note`);
  const day = earnedDayOf(set.origin.txTime);
  const notDue = day >= note.until ? undefined : refuseUnlessDue(note, offer, { early: true }, day);
  if (notDue !== undefined) return notDue;

  const { taken, rest } = divideHold(note, amount);
  const earned = earnedBy(set, note, offer, amount);
  const whole = BigInt(note.interestMax);
  const most = rest.length === 0 ? whole : interestMaxOf(amount, offer.ppmMax, offer.days);
  const credited = creditOwn(set, note, earned.portions, set.lotOrigin(operation));
  set.addSupply(note.programId, 'held', -amount);
  countEnded(set, note, earned.interest, most);
  const { pledge: _pledge, lots: _lots, ...free } = note;
  if (rest.length > 0) {
    const principal = String(BigInt(note.principal) - amount);
    set.recordNote({ ...free, principal, interestMax: String(whole - most), lots: rest });
  } else {
    const redeemedBy = { mspId: set.mspId, operationId: operation.id };
    set.recordNote({ ...free, status: 'redeemed', interest: String(earned.interest), redeemedBy });
  }
  const created = earned.interest === 0n ? {} : credited;
  return { consumed: taken, ...created, noteMspId: of.mspId, noteId: of.noteId, ...earned.told };
}

/**
 * Selling a note: points are set aside for a term, and the most that they can earn is drawn from the offer's ceiling.
 *
 * Points that end within the term are not taken: they would come back ended, or outlive their end. What comes back has the
 * expiry that it had, so that a note is no way to a later one.
 */
import type { z } from 'zod';
import { type buyNote, daysAfter, interestMaxOf, termOf } from '@commonpoint/catalogue';
import { Refusal, refuse } from '../core/refusal.js';
import { noteOfferName } from '../points/row-names.js';
import { drawLanes } from '../points/quota-drawing.js';
import { partAmounts, type Effect } from '../points/receipts.js';
import { decideDebit } from '../points/spending.js';
import { findDebited, findProgram, refuseUnlessIssued } from '../points/standing.js';
import type { PostRows } from '../points/post-rows.js';
import type { WorkingSet } from '../points/working-set.js';
import { countMovements, refuseUnlessWithinDay, type Movement } from '../programs/limits.js';

/**
 * Errors: NOTES_OFF, PROGRAM_UNKNOWN, PROGRAM_SUSPENDED, PROGRAM_ENDING, ACCOUNT_UNKNOWN, NOT_CUSTODIAN, ACCOUNT_FROZEN, ACCOUNT_CLOSED,
 * ACCOUNT_LOCKED, SIGNATURE_REQUIRED, AUTHORIZATION_EXPIRED, SIGNATURE_INVALID, DEBITS_STOPPED, NOTE_OFFER_UNKNOWN, NOTE_OFFER_CLOSED,
 * NOTE_TOO_SMALL, DAY_LIMIT_EXCEEDED, VELOCITY_EXCEEDED, INPUTS_INVALID, LOT_SPENT, LOT_EXPIRED, LOT_NOT_MATURE, INSUFFICIENT_POINTS,
 * POINTS_RESERVED, LANE_UNKNOWN, QUOTA_EXHAUSTED.
 */
export function decideBuyNote(set: WorkingSet, operation: z.infer<typeof buyNote>): Effect | Refusal {
  const { id, programId, accountId, offerId, amount } = operation;
  const off = refuseUnlessSold(set.rows);
  if (off !== undefined) return off;
  const issued = findProgram(set, programId);
  if (issued instanceof Refusal) return issued;
  const notIssued = refuseUnlessIssued(issued);
  if (notIssued !== undefined) return notIssued;
  const program = findDebited(set, operation, accountId);
  if (program instanceof Refusal) return program;
  const offer = set.rows.noteOffers.get(noteOfferName(operation));
  if (offer === undefined) return refuse('NOTE_OFFER_UNKNOWN', `${programId} has no offer ${offerId}`);
  if (offer.status !== 'open') return refuse('NOTE_OFFER_CLOSED', `the offer ${offerId} is closed`);
  const principal = BigInt(amount);
  const interestMax = interestMaxOf(principal, offer.ppmMax, offer.days);
  if (interestMax === 0n) return refuse('NOTE_TOO_SMALL', `${amount} earns nothing in ${offer.days} days`);
  const debit: Movement = { accountId, program, side: 'debit', amount: principal };
  const overrun = refuseUnlessWithinDay(set, [debit]);
  if (overrun !== undefined) return overrun;
  const { from, until } = termOf(set.origin.txTime, offer.days);
  const parts = decideDebit(set, { accountId, programId }, principal, operation.inputs, daysAfter(until, 1));
  if (parts instanceof Refusal) return lasting(parts, until);
  const lanes = drawLanes(set, noteOfferName(operation), offer.lanes, operation.lanes ?? [0], interestMax);
  if (lanes instanceof Refusal) return lanes;

  const consumed = partAmounts(parts);
  set.pool(accountId, programId).draw(parts);
  set.addSupply(programId, 'held', principal);
  countMovements(set, [debit]);
  const term = { from, until, interestMax: String(interestMax) };
  const sold = { mspId: set.mspId, noteId: id, programId, offerId, accountId, principal: amount, ...term };
  set.recordNote({ ...sold, status: 'open', lots: consumed });
  return { programId, accountId, amount, consumed, offerId, ...term, lanes };
}

/** Errors: NOTES_OFF. */
export function refuseUnlessSold({ constitution }: Pick<PostRows, 'constitution'>): Refusal | undefined {
  return constitution?.notes === true ? undefined : refuse('NOTES_OFF', 'the constitution does not have notes');
}

/** What there is ends too soon, where it is not too little. */
function lasting(refusal: Refusal, until: string): Refusal {
  if (refusal.code !== 'INSUFFICIENT_POINTS' && refusal.code !== 'LOT_EXPIRED') return refusal;
  return refuse(refusal.code, `${refusal.detail}; of points that end after ${until}, the end of the term`);
}

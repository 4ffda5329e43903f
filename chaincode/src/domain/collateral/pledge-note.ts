/**
 * Pledging a note: it stays what it is and earns on; a hold for the pledgee says that it is pledged.
 *
 * | while it is pledged            |                                                                          |
 * |--------------------------------|--------------------------------------------------------------------------|
 * | it covers                      | what was given for it, and not what it earns                             |
 * | its term ends                  | what it earned comes to the account, its points are what is pledged then |
 * | early redemption, giving away  | NOTE_PLEDGED                                                             |
 * | released                       | a note as before                                                         |
 * | taken, wholly or in part       | so much of it is redeemed as its offer says for that day; the rest is a note as before |
 *
 * The pledgee has no more than the member had: what could not be redeemed by the day on which pledges are taken is no pledge.
 */
import type { z } from 'zod';
import {
  type CreditLine,
  dayOf,
  daysAfter,
  earnedDayOf,
  expiryOf,
  type Note,
  type NoteOffer,
  type pledgeNote,
} from '@commonpoint/catalogue';
import { Refusal, refuse } from '../core/refusal.js';
import { refuseIfCaughtLater, refuseIfDebitsStopped } from '../orders/effects.js';
import { findFreeNote } from '../notes/transfer-note.js';
import type { Effect } from '../points/receipts.js';
import { noteOfferName } from '../points/row-names.js';
import { refuseUnlessDebitable, refuseUnlessSpendable } from '../points/standing.js';
import type { WorkingSet } from '../points/working-set.js';
import { addPledge, findPledgedFor, lastingThrough } from './pledge-points.js';

/**
 * Errors: NOTE_UNKNOWN, PROGRAM_SUSPENDED, PROGRAM_ENDING, then those of a debit, NOTE_ENDED, NOTE_PLEDGED, COLLATERAL_OFF, LINE_UNKNOWN, LINE_STATE,
 * PLEDGES_TOO_MANY, NOTE_NOT_PLEDGEABLE, POINTS_RESERVED.
 */
export function decidePledgeNote(set: WorkingSet, operation: z.infer<typeof pledgeNote>): Effect | Refusal {
  const { id, beneficiary, lineId } = operation;
  const found = findFreeNote(
    set,
    operation,
    (program, account) =>
      refuseUnlessSpendable(set, program) ??
      refuseUnlessDebitable(set, account, operation) ??
      refuseIfDebitsStopped(set, account, program.programId),
  );
  if (found instanceof Refusal) return found;
  const { note, program, account } = found;
  const { mspId: noteMspId, noteId, programId, accountId, principal: amount } = note;
  const line = findPledgedFor(set, { lineId, beneficiary, accountId, programId });
  if (line instanceof Refusal) return line;
  const offer = set.rows.noteOffers.get(noteOfferName(note));
  const unfit = refuseUnlessPledgeable(set, note, offer, line) ?? refuseIfCaughtLater(set, account, programId);
  if (unfit !== undefined) return unfit;

  const { mspId } = set;
  const promise = { beneficiary, lineId, expiresAt: line.pledgesEndAt };
  const about = { mspId, holdId: id, programId, accountId, amount, issuer: program.issuer };
  set.recordHold({ ...about, ...promise, note: { mspId: noteMspId, noteId }, status: 'open' });
  set.recordNote({ ...note, pledge: { mspId, holdId: id } });
  addPledge(set, line, program, { id, amount });
  return { programId, accountId, amount, ...promise, noteMspId, noteId };
}

/** Errors: NOTE_NOT_PLEDGEABLE. */
function refuseUnlessPledgeable(
  set: WorkingSet,
  { noteId, from, until, lots = [] }: Note,
  offer: NoteOffer | undefined,
  line: CreditLine,
): Refusal | undefined {
  const freeFrom = offer?.early === undefined ? until : daysAfter(from, offer.early.afterDays);
  const redeemable = freeFrom < until ? freeFrom : until;
  const noticed = line.notice?.takenFrom;
  const next = daysAfter(earnedDayOf(set.origin.txTime), line.marginDays);
  const taken = noticed !== undefined && noticed < next ? noticed : next;
  if (redeemable > taken)
    return refuse(
      'NOTE_NOT_PLEDGEABLE',
      `${noteId} is redeemed from ${redeemable} on, pledges may be taken on ${taken}`,
    );
  const last = lastingThrough(line) ?? dayOf(line.pledgesEndAt);
  const ending = lots.find(({ lotId }) => expiryOf(lotId) < last);
  if (ending === undefined) return undefined;
  return refuse('NOTE_NOT_PLEDGEABLE', `points of ${noteId} end on ${expiryOf(ending.lotId)}, before ${last}`);
}

/**
 * Redeeming a note: its points go back with the expiries they had, and what they earned is issued.
 *
 * | when                              | by whom                                | what it earned                        |
 * |-----------------------------------|----------------------------------------|---------------------------------------|
 * | at its end, by every clock        | the account's custodian, or the issuer | the whole term's interest             |
 * | before, if the offer allows it    | the custodian, as its member wishes    | the stated share of what it has so far |
 * | before                            | –                                      | –                                     |
 *
 * Of one that is pledged what it earned comes to the account, and its points go into the hold that says so, at its end alone.
 *
 * At its end it is a promise kept: no freeze, lock, order, suspension or switch is in its way, as none is in that of a hold
 * that goes back. Nothing that the issuer alone endorses is written, and its programme is not even read, so that it keeps no
 * note by silence, nor by writing its rows again and again.
 */
import type { z } from 'zod';
import {
  daysBetween,
  earnedDayOf,
  expiryOf,
  interestOf,
  type Account,
  type Note,
  type NoteOffer,
  type redeemNote,
} from '@commonpoint/catalogue';
import { present } from '../core/present.js';
import { Refusal, refuse } from '../core/refusal.js';
import { refuseIfDebitsStopped } from '../orders/effects.js';
import { decideAuthorization } from '../points/authorization.js';
import { creditOwn, type Portion } from '../points/clawbacks.js';
import { amountsByExpiry } from '../points/pool.js';
import type { Effect } from '../points/receipts.js';
import { holdName, noteOfferName } from '../points/row-names.js';
import { findAccount, findProgram, refuseUnlessDebitable, refuseUnlessProgramActive } from '../points/standing.js';
import { verifySignature } from '../points/verify-signature.js';
import type { WorkingSet } from '../points/working-set.js';
import { usualExpiry } from '../programs/life.js';
import { refuseUnlessFree } from './transfer-note.js';

type RedeemNote = z.infer<typeof redeemNote>;

/**
 * Errors: NOTE_UNKNOWN, PROGRAM_SUSPENDED, NOT_CUSTODIAN, ACCOUNT_FROZEN, ACCOUNT_CLOSED, ACCOUNT_LOCKED, SIGNATURE_REQUIRED,
 * AUTHORIZATION_EXPIRED, SIGNATURE_INVALID, DEBITS_STOPPED, NOTE_NOT_YOURS, NOTE_ENDED, NOTE_PLEDGED, NOTE_NOT_DUE.
 */
export function decideRedeemNote(set: WorkingSet, operation: RedeemNote): Effect | Refusal {
  const { noteMspId = set.mspId, noteId } = operation;
  const note = set.notes.get(holdName(noteMspId, noteId));
  if (note === undefined) return refuse('NOTE_UNKNOWN', `${noteMspId} has sold no note ${noteId}`);
  const { programId, accountId, principal } = note;
  const account = findAccount(set, accountId);
  if (account instanceof Refusal) return account;
  const offer = set.rows.noteOffers.get(noteOfferName(note));
  if (offer === undefined) return refuse('NOTE_OFFER_UNKNOWN', `${programId} has no offer ${note.offerId}`);
  const day = earnedDayOf(set.origin.txTime);
  const atEnd = day >= note.until;
  const refusal = atEnd
    ? refuseUnlessTheirs(set, offer, account, operation)
    : refuseEarly(set, offer, account, operation);
  if (refusal !== undefined) return refusal;
  const { pledge, lots: _given, ...rest } = note;
  const notFree = atEnd && note.status === 'open' ? undefined : refuseUnlessFree(note);
  if (notFree !== undefined) return notFree;
  const notDue = atEnd ? undefined : refuseUnlessDue(note, offer, operation, day);
  if (notDue !== undefined) return notDue;

  const earned = earnedBy(set, note, offer, BigInt(principal));
  const hold = pledge && set.holds.get(holdName(pledge.mspId, pledge.holdId));
  const portions = hold === undefined ? [...given(note), ...earned.portions] : earned.portions;
  const credited = creditOwn(set, note, portions, set.lotOrigin(operation));
  if (hold === undefined) set.addSupply(programId, 'held', -BigInt(principal));
  else set.recordHold({ ...hold, lots: note.lots ?? [] });
  countEnded(set, note, earned.interest, BigInt(note.interestMax));
  const redeemedBy = { mspId: set.mspId, operationId: operation.id };
  set.recordNote({ ...rest, status: 'redeemed', interest: String(earned.interest), redeemedBy });
  const pledged = hold && { holdMspId: hold.mspId, holdId: hold.holdId, ...present({ lineId: hold.lineId }) };
  return { programId, accountId, amount: principal, ...credited, noteMspId, noteId, ...earned.told, ...pledged };
}

/** What so much of a note has earned: at its end by the rates of its term, before it the stated share. */
export function earnedBy(
  set: WorkingSet,
  { from, until }: Note,
  offer: NoteOffer,
  principal: bigint,
): { readonly interest: bigint; readonly portions: Portion[]; readonly told: Pick<Effect, 'interest' | 'expiry'> } {
  const day = earnedDayOf(set.origin.txTime);
  const atEnd = day >= until;
  const days = { from, until: atEnd ? until : day };
  const interest = interestOf(principal, offer.rates, days, atEnd ? undefined : offer.early?.sharePpm);
  const { expiryMonths, expiryRounding } = offer;
  const expiry = usualExpiry({ expiryMonths, rules: { expiryRounding } }, set.today);
  const told = { interest: String(interest), ...(interest > 0n && { expiry }) };
  return { interest, portions: interest === 0n ? [] : [{ expiry, amount: interest }], told };
}

/** What was promised of interest is issued, or goes back. */
export function countEnded(set: WorkingSet, { programId }: Note, interest: bigint, most: bigint): void {
  set.addSupply(programId, 'interest', interest);
  set.addSupply(programId, 'unused', most - interest);
}

/** What was given, by expiry. */
function given({ lots = [] }: Note): Portion[] {
  const parts = lots.map(({ lotId, amount }) => ({ expiry: expiryOf(lotId), amount: BigInt(amount) }));
  return amountsByExpiry(parts).map(([expiry, amount]) => ({ expiry, amount }));
}

/** Errors: AUTHORIZATION_EXPIRED, SIGNATURE_INVALID of one that is shown needlessly, NOTE_NOT_YOURS. */
function refuseUnlessTheirs(
  set: WorkingSet,
  { issuer }: NoteOffer,
  account: Account,
  operation: RedeemNote,
): Refusal | undefined {
  const shown =
    operation.authorization === undefined
      ? undefined
      : decideAuthorization(account, operation, set.origin.txTime, verifySignature);
  if (shown !== undefined) return shown;
  const keeps =
    set.mspId === account.custodian || set.rows.organizations.get(account.custodian)?.successor === set.mspId;
  if (keeps || set.mspId === issuer) return undefined;
  return refuse('NOTE_NOT_YOURS', `${set.mspId} neither keeps the account of this note nor issues its points`);
}

/** Errors: PROGRAM_SUSPENDED, then those of a debit. */
function refuseEarly(set: WorkingSet, offer: NoteOffer, account: Account, operation: RedeemNote): Refusal | undefined {
  if (operation.early !== true) return refuseUnlessTheirs(set, offer, account, operation);
  const program = findProgram(set, offer.programId);
  if (program instanceof Refusal) return program;
  return (
    refuseUnlessProgramActive(program) ??
    refuseUnlessDebitable(set, account, operation) ??
    refuseIfDebitsStopped(set, account, program.programId)
  );
}

/** Errors: NOTE_NOT_DUE. */
export function refuseUnlessDue(
  { noteId, from, until }: Note,
  { early }: NoteOffer,
  operation: Pick<RedeemNote, 'early'>,
  day: string,
): Refusal | undefined {
  if (operation.early !== true) return refuse('NOTE_NOT_DUE', `the note ${noteId} is due on ${until}`);
  if (early === undefined) return refuse('NOTE_NOT_DUE', `the note ${noteId} is not redeemed before ${until}`);
  if (daysBetween(from, day) >= early.afterDays) return undefined;
  return refuse('NOTE_NOT_DUE', `the note ${noteId} is not redeemed before ${early.afterDays} days from ${from}`);
}

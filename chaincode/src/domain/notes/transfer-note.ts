/**
 * Giving a note to another account: all of it, or some of so many equal parts. The parts that are given are a note of
 * their own; both earn from the same day, and draw together what the one drew. Given to the same account, parts divide the note.
 */
import type { z } from 'zod';
import {
  type Account,
  interestMaxOf,
  type Note,
  type NoteOffer,
  type Program,
  type transferNote,
} from '@commonpoint/catalogue';
import { Refusal, refuse } from '../core/refusal.js';
import { divideHold } from '../holds/holds.js';
import { refuseIfCaughtLater, refuseIfCreditsStopped, refuseIfDebitsStopped } from '../orders/effects.js';
import type { Effect } from '../points/receipts.js';
import { holdName, noteOfferName } from '../points/row-names.js';
import {
  findAccount,
  findProgram,
  refuseUnlessDebitable,
  refuseUnlessInCustody,
  refuseUnlessSpendable,
} from '../points/standing.js';
import type { WorkingSet } from '../points/working-set.js';

type TransferNote = z.infer<typeof transferNote>;

/**
 * Errors: NOTE_UNKNOWN, PROGRAM_SUSPENDED, PROGRAM_ENDING, ACCOUNT_UNKNOWN, then those of a debit, ACCOUNTS_EQUAL, TRANSFER_NOT_ALLOWED,
 * NOTE_ENDED, NOTE_PLEDGED, NOTE_TOO_SMALL, NOTE_NOT_DIVISIBLE, POINTS_RESERVED.
 */
export function decideTransferNote(set: WorkingSet, operation: TransferNote): Effect | Refusal {
  const { toAccountId, parts } = operation;
  const found = findFreeNote(set, operation, (program, account) => {
    const other = findAccount(set, toAccountId);
    if (other instanceof Refusal) return other;
    if (isOfMerged(account, operation)) return refuseUnlessInCustody(set, account);
    return (
      refuseUnlessSpendable(set, program) ??
      refuseUnlessDebitable(set, account, operation, other) ??
      refuseIfDebitsStopped(set, account, program.programId) ??
      refuseIfCreditsStopped(set, other, program.programId) ??
      refuseUnlessGiven(program, account, operation)
    );
  });
  if (found instanceof Refusal) return found;
  const { note, account } = found;
  const { mspId: noteMspId, noteId, programId, accountId, principal } = note;
  const offer = set.rows.noteOffers.get(noteOfferName(note));
  const divided = parts === undefined || offer === undefined ? undefined : divide(note, offer, parts);
  if (divided instanceof Refusal) return divided;
  const caught =
    accountId === toAccountId || isOfMerged(account, operation)
      ? undefined
      : refuseIfCaughtLater(set, account, programId);
  if (caught !== undefined) return caught;

  const about = { programId, accountId, toAccountId, noteMspId, noteId };
  if (divided === undefined || parts === undefined) {
    set.recordNote({ ...note, accountId: toAccountId });
    return { ...about, amount: principal, interestMax: note.interestMax };
  }
  const { given, kept } = divided;
  set.recordNote({ ...note, ...kept });
  set.recordNote({ ...note, ...given, mspId: set.mspId, noteId: operation.id, accountId: toAccountId });
  const { principal: amount, interestMax, lots } = given;
  return { ...about, amount, interestMax, parts: { ...parts, lots } };
}

/** Whether a note is the other account's already, which its own was merged into: it follows it whole, whatever the programme's rules. */
function isOfMerged({ mergedInto }: Account, { toAccountId, parts }: TransferNote): boolean {
  return mergedInto === toAccountId && parts === undefined;
}

/** A note that its member may still do something with. Errors: NOTE_UNKNOWN, those of `refuseUnless`, NOTE_ENDED, NOTE_PLEDGED. */
export function findFreeNote(
  set: WorkingSet,
  { noteMspId = set.mspId, noteId }: Pick<TransferNote, 'noteMspId' | 'noteId'>,
  refuseUnless: (program: Program, account: Account) => Refusal | undefined,
): { readonly note: Note; readonly program: Program; readonly account: Account } | Refusal {
  const note = set.notes.get(holdName(noteMspId, noteId));
  if (note === undefined) return refuse('NOTE_UNKNOWN', `${noteMspId} has sold no note ${noteId}`);
  const program = findProgram(set, note.programId);
  if (program instanceof Refusal) return program;
  const account = findAccount(set, note.accountId);
  if (account instanceof Refusal) return account;
  const refusal = refuseUnless(program, account) ?? refuseUnlessFree(note);
  return refusal ?? { note, program, account };
}

/** Errors: NOTE_ENDED, NOTE_PLEDGED. */
export function refuseUnlessFree({ noteId, status, pledge }: Note): Refusal | undefined {
  if (status !== 'open') return refuse('NOTE_ENDED', `the note ${noteId} was redeemed already`);
  if (pledge === undefined) return undefined;
  return refuse('NOTE_PLEDGED', `the note ${noteId} is pledged by ${pledge.holdId} of ${pledge.mspId}`);
}

/** Parts that stay with their account are given to nobody. Errors: ACCOUNTS_EQUAL, TRANSFER_NOT_ALLOWED. */
function refuseUnlessGiven(
  { programId, rules }: Program,
  { accountId }: Account,
  { toAccountId, parts }: TransferNote,
): Refusal | undefined {
  if (accountId === toAccountId)
    return parts === undefined ? refuse('ACCOUNTS_EQUAL', 'both accounts are the same') : undefined;
  return rules.transferable ? undefined : refuse('TRANSFER_NOT_ALLOWED', `${programId} does not allow transfers`);
}

type Part = Pick<Note, 'principal' | 'interestMax'> & { readonly lots: NonNullable<Note['lots']> };

/** Errors: NOTE_TOO_SMALL, NOTE_NOT_DIVISIBLE. */
function divide(
  { noteId, principal, interestMax, lots = [] }: Note,
  { ppmMax, days }: NoteOffer,
  { of, given: count }: NonNullable<TransferNote['parts']>,
): { readonly given: Part; readonly kept: Part } | Refusal {
  const whole = BigInt(principal);
  const amount = (whole / BigInt(of)) * BigInt(count);
  const most = interestMaxOf(amount, ppmMax, days);
  if (most === 0n || interestMaxOf(whole - amount, ppmMax, days) === 0n)
    return refuse('NOTE_TOO_SMALL', `a part of the note ${noteId} would earn nothing`);
  if (whole % BigInt(of) !== 0n) return refuse('NOTE_NOT_DIVISIBLE', `${principal} points are not ${of} equal parts`);
  const { taken, rest } = divideHold({ lots }, amount);
  return {
    given: { principal: String(amount), interestMax: String(most), lots: taken },
    kept: { principal: String(whole - amount), interestMax: String(BigInt(interestMax) - most), lots: rest },
  };
}

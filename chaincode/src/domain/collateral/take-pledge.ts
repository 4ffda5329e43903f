/**
 * Taking a pledge, when a credit line falls short or its term is over and its waiting days after the notice have passed: what
 * covers debt and fee is redeemed at the pledgee, rounded down, so that its programme's issuer owes the pledgee for it as for any
 * redemption elsewhere; the rest goes back with its expiries. A note is taken as it could be redeemed on that day, so much of it, and the
 * rest is a note as before.
 *
 * What is taken pays off what it is worth at the value of the cycle: the debt first, then the fee.
 */
import type { z } from 'zod';
import { type capture, type CreditLine, earnedDayOf, feeOf, type Hold, type Program } from '@commonpoint/catalogue';
import { refuseUnlessClearable } from '../clearing/clearing.js';
import { divideHold, isExpired, refuseUnlessHeld, resolved, returnHeld } from '../holds/holds.js';
import { Refusal, refuse } from '../core/refusal.js';
import { refuseIfDebitsStopped } from '../orders/effects.js';
import type { Effect } from '../points/receipts.js';
import { lineName } from '../points/row-names.js';
import { findAccount, findProgram } from '../points/standing.js';
import type { WorkingSet } from '../points/working-set.js';
import { clearingValueOf } from '../programs/acceptances.js';
import { countsStill, isShort, refuseUnlessIn } from './credit-lines.js';
import { takeOfNote } from '../notes/take-note.js';
import { isInNote, refuseUnlessPledgeRole, withoutPledged } from './release-pledge.js';

/**
 * Errors: ROLE_NOT_ALLOWED, PROGRAM_UNKNOWN, ACCOUNT_UNKNOWN, HOLD_NOT_YOURS, HOLD_EXPIRED, HOLD_RESOLVED, LINE_UNKNOWN, LINE_STATE, LINE_NOT_DUE, LINE_COVERED,
 * LIQUIDATION_STOPPED, PLEDGE_NOT_FIRST, PROGRAM_UNVALUED, HOLD_EXCEEDED, CYCLE_CLOSED; of a note NOTE_NOT_DUE.
 */
export function decideTakePledge(set: WorkingSet, operation: z.infer<typeof capture>, hold: Hold): Effect | Refusal {
  const { mspId: holdMspId, holdId, programId, accountId, beneficiary = '', lineId = '' } = hold;
  const notTheirs = refuseUnlessPledgeRole(set);
  if (notTheirs !== undefined) return notTheirs;
  const program = findProgram(set, programId);
  if (program instanceof Refusal) return program;
  const line = set.lines.get(lineName(beneficiary, lineId));
  if (line === undefined) return refuse('LINE_UNKNOWN', `${beneficiary} has granted no line ${lineId}`);
  const refusal = refuseIfHeldOtherwise(set, hold) ?? refuseUnlessDue(set, line, program) ?? refuseIfStopped(set, line);
  if (refusal !== undefined) return refusal;
  const [oldest] = line.pledges;
  if (oldest?.mspId !== holdMspId || oldest.pledgeId !== holdId)
    return refuse('PLEDGE_NOT_FIRST', `the oldest pledge for ${lineId} is ${oldest?.pledgeId} of ${oldest?.mspId}`);
  const clearingValue = clearingValueOf(program, set.cycle);
  if (clearingValue === undefined)
    return refuse('PROGRAM_UNVALUED', `${programId} has no clearing value in ${set.cycle}`);
  const value = BigInt(clearingValue);
  const fee = line.fee === undefined ? feeOf(BigInt(line.drawn), line.feePpm) : BigInt(line.fee);
  const needed = (BigInt(line.drawn) + fee) / value;
  if (needed === 0n) return refuse('LINE_COVERED', `what is owed on ${lineId} is less than a point is worth`);
  const most = needed < BigInt(hold.amount) ? needed : BigInt(hold.amount);
  const amount = operation.amount === undefined ? most : BigInt(operation.amount);
  if (amount > most) return refuse('HOLD_EXCEEDED', `${amount} asked for, ${most} cover debt and fee or are pledged`);
  const unclearable = refuseUnlessClearable(set, program, beneficiary);
  if (unclearable !== undefined) return unclearable;

  const moved = isInNote(hold) ? takeOfNote(set, operation, hold, amount) : takeOfHold(set, operation, hold, amount);
  if (moved instanceof Refusal) return moved;
  set.addSupply(programId, 'redeemed', amount);
  set.recordHold(resolved(set, hold, operation, amount));
  set.recordLine(paidOff(withoutPledged(line, hold, BigInt(hold.amount)), amount * value, fee));
  const about = { holdMspId, holdId, lineId, acceptor: beneficiary, clearingValue };
  const whole = { programId, accountId, amount: String(amount), ...moved, ...about };
  if (program.issuer === beneficiary) return whole;
  set.addClearing(program, beneficiary, amount, { clearingValue });
  return { ...whole, cycle: set.cycle };
}

/** Points that are held: what is not taken goes back. */
function takeOfHold(
  set: WorkingSet,
  operation: z.infer<typeof capture>,
  hold: Hold,
  amount: bigint,
): Pick<Effect, 'consumed' | 'created' | 'paidOff'> {
  const { taken, rest } = divideHold(hold, amount);
  const returned = returnHeld(set, operation, hold, rest);
  set.addSupply(hold.programId, 'held', -BigInt(hold.amount));
  return { consumed: taken, ...(rest.length > 0 && returned) };
}

/** Errors: HOLD_NOT_YOURS, HOLD_EXPIRED, HOLD_RESOLVED. */
function refuseIfHeldOtherwise(set: WorkingSet, hold: Hold): Refusal | undefined {
  const { beneficiary, holdId, status, expiresAt } = hold;
  if (set.mspId !== beneficiary) return refuse('HOLD_NOT_YOURS', `${set.mspId} may not take the pledge ${holdId}`);
  if (status !== 'captured' && isExpired(set, hold))
    return refuse('HOLD_EXPIRED', `the pledge ${holdId} ended at ${expiresAt}`);
  return refuseUnlessHeld(hold);
}

/** Errors: LINE_STATE, LINE_COVERED, LINE_NOT_DUE. Once pledges are taken, all that is owed may be. */
function refuseUnlessDue(set: WorkingSet, line: CreditLine, program: Program): Refusal | undefined {
  const { lineId, status, notice } = line;
  const { txTime } = set.origin;
  const wrong = refuseUnlessIn(line, 'take');
  if (wrong !== undefined || status === 'liquidated') return wrong;
  if (!isShort(line, program, set.cycle, txTime))
    return refuse('LINE_COVERED', `the pledges for ${lineId} cover what is drawn, and its term is not over`);
  if (notice === undefined || earnedDayOf(txTime) < notice.takenFrom)
    return refuse('LINE_NOT_DUE', `pledges for ${lineId} are taken from ${notice?.takenFrom} on`);
  return countsStill(line, notice, program, set.cycle, txTime)
    ? undefined
    : refuse('LINE_NOT_DUE', `the notice for ${lineId} is to be given anew`);
}

/** Errors: ACCOUNT_UNKNOWN, LIQUIDATION_STOPPED. A member's lock is none: it was pledged before. */
function refuseIfStopped(set: WorkingSet, line: CreditLine): Refusal | undefined {
  const account = findAccount(set, line.accountId);
  if (account instanceof Refusal) return account;
  const stopped =
    account.status === 'frozen' ||
    line.disputed !== undefined ||
    refuseIfDebitsStopped(set, account, line.programId) !== undefined;
  if (!stopped || line.allowed !== undefined) return undefined;
  return refuse('LIQUIDATION_STOPPED', `${line.accountId} is frozen or under an order, or a payment is disputed`);
}

function paidOff(line: CreditLine, worth: bigint, fee: bigint): CreditLine {
  const drawn = BigInt(line.drawn);
  const debt = worth < drawn ? worth : drawn;
  const { notice: _notice, ...rest } = line;
  return { ...rest, status: 'liquidated', drawn: String(drawn - debt), fee: String(fee - (worth - debt)) };
}

/**
 * Releasing a pledge, wholly or in part: its points go back with their expiries. A note is released whole, and is a note as before.
 *
 * | who                | when                                                                    |
 * |--------------------|-------------------------------------------------------------------------|
 * | the pledgee        | at any time                                                             |
 * | the custodian      | while what is left covers what is drawn and asked for; of a line that is closed, always; once pledges were taken, when less than a point is owed |
 * | the custodian      | of a line that secures its own debts, not before that is closed         |
 * | either side        | once the pledge has ended, by every clock                               |
 */
import type { z } from 'zod';
import {
  type CreditLine,
  type Hold,
  instantOf,
  type Program,
  voidableFrom,
  type voidHold,
} from '@commonpoint/catalogue';
import { divideHold, isCustodians, refuseUnlessHeld, resolved, returnHeld } from '../holds/holds.js';
import { Refusal, refuse } from '../core/refusal.js';
import type { Effect } from '../points/receipts.js';
import { holdName, lineName } from '../points/row-names.js';
import type { WorkingSet } from '../points/working-set.js';
import { clearingValueOf } from '../programs/acceptances.js';
import { isCovered } from './credit-lines.js';

/** Errors: ROLE_NOT_ALLOWED, HOLD_NOT_YOURS, HOLD_RESOLVED, HOLD_EXCEEDED, HOLD_NOT_DIVISIBLE of a note, LINE_NOT_COVERED. */
export function decideReleasePledge(
  set: WorkingSet,
  operation: z.infer<typeof voidHold>,
  hold: Hold,
): Effect | Refusal {
  const { mspId: holdMspId, holdId, programId, accountId, beneficiary = '', lineId = '' } = hold;
  const notTheirs = refuseUnlessPledgeRole(set);
  if (notTheirs !== undefined) return notTheirs;
  if (set.mspId !== beneficiary && !isCustodians(set, hold))
    return refuse('HOLD_NOT_YOURS', `${set.mspId} may not release the pledge ${holdId}`);
  const isResolved = refuseUnlessHeld(hold);
  if (isResolved !== undefined) return isResolved;
  const amount = BigInt(operation.amount ?? hold.amount);
  if (amount > BigInt(hold.amount)) return refuse('HOLD_EXCEEDED', `${amount} asked for, ${hold.amount} pledged`);
  if (isInNote(hold) && amount < BigInt(hold.amount))
    return refuse('HOLD_NOT_DIVISIBLE', `${holdId} pledges a note, which is released as a whole until its end`);
  const line = set.lines.get(lineName(beneficiary, lineId));
  const left = line && withoutPledged(line, hold, amount);
  const isOver = voidableFrom(hold) <= instantOf(set.origin.txTime);
  if (left !== undefined && set.mspId !== beneficiary && !isOver && !isFree(set, left))
    return refuse('LINE_NOT_COVERED', `the credit line ${lineId} would not be covered without ${amount} of ${holdId}`);

  if (left !== undefined) set.recordLine(left);
  const about = { programId, accountId, amount: String(amount), holdMspId, holdId, lineId };
  if (isInNote(hold)) {
    set.recordHold(resolved(set, hold, operation, 0n));
    return { ...about, ...freeNote(set, hold) };
  }
  const { taken, rest } = divideHold(hold, amount);
  const returned = returnHeld(set, operation, hold, taken);
  set.addSupply(programId, 'held', -amount);
  if (rest.length === 0) set.recordHold(resolved(set, hold, operation, 0n));
  else set.recordHold({ ...hold, amount: String(BigInt(hold.amount) - amount), lots: rest });
  return { ...about, ...returned };
}

/** Whether what is pledged is a note that has not ended: its points lie there. */
export function isInNote({ note, lots, status }: Hold): boolean {
  return note !== undefined && lots === undefined && status === 'open';
}

/** A note that was pledged is a note as before. */
function freeNote(set: WorkingSet, { note: of }: Hold): Pick<Effect, 'noteMspId' | 'noteId'> {
  const note = of && set.notes.get(holdName(of.mspId, of.noteId));
  if (note === undefined) return {};
  const { pledge: _pledge, ...free } = note;
  set.recordNote(free);
  return { noteMspId: note.mspId, noteId: note.noteId };
}

/** A till promises a member nothing about its debts, and a bridge only crosses. Errors: ROLE_NOT_ALLOWED. */
export function refuseUnlessPledgeRole(set: WorkingSet): Refusal | undefined {
  const { role } = set.origin.caller;
  if (role === 'admin' || role === 'operator') return undefined;
  return refuse('ROLE_NOT_ALLOWED', 'pledges are for admin and operator to release and to take');
}

/** The line with so much less of a pledge. */
export function withoutPledged(line: CreditLine, { mspId, holdId }: Hold, amount: bigint): CreditLine {
  const pledges = line.pledges.flatMap((pledge) => {
    if (pledge.mspId !== mspId || pledge.pledgeId !== holdId) return [pledge];
    const rest = BigInt(pledge.amount) - amount;
    return rest > 0n ? [{ ...pledge, amount: String(rest) }] : [];
  });
  return { ...line, pledges };
}

/** Whether what a line would be left with is enough. */
function isFree(set: WorkingSet, left: CreditLine): boolean {
  if (left.secures !== undefined && left.status !== 'closed') return false;
  if (BigInt(left.drawn) + BigInt(left.drawing) + BigInt(left.fee ?? '0') === 0n) return true;
  if (left.status === 'closed') return true;
  const program = set.rows.programs.get(left.programId);
  if (left.status === 'liquidated') return left.drawing === '0' && owesLessThanPoint(set, left, program);
  return program !== undefined && isCovered(left, program, set.cycle);
}

/** No pledge is taken for so little. */
function owesLessThanPoint(set: WorkingSet, { drawn, fee = '0' }: CreditLine, program: Program | undefined): boolean {
  const value = program && clearingValueOf(program, set.cycle);
  return value !== undefined && BigInt(drawn) + BigInt(fee) < BigInt(value);
}

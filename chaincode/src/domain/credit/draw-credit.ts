/**
 * Drawing on what a merchant lets an issuer owe it, and giving back.
 *
 * What gives back reads no lane: it writes a row of its own, so that nobody holds off a capture, a void or a reversal by drawing
 * on the same lanes again and again. Until that row is put back into a lane, less can be drawn than might be, and never more.
 */
import type { CreditLimit, Hold, Program, Receipt } from '@commonpoint/catalogue';
import { drawLanes } from '../points/quota-drawing.js';
import { acceptanceName, creditName } from '../points/row-names.js';
import type { WorkingSet } from '../points/working-set.js';
import { Refusal } from '../core/refusal.js';

/** The limit in force, if there is one. */
export function limitInForce(credit: CreditLimit | undefined): CreditLimit | undefined {
  return credit?.endedAt === undefined ? credit : undefined;
}

/**
 * Draws what an issuer comes to owe a merchant, or to promise it; nothing where that is itself, or sets no limit. Errors:
 * LANE_UNKNOWN, CREDIT_EXHAUSTED.
 */
export function drawCredit(
  set: WorkingSet,
  { programId, issuer }: Program,
  creditor: string | undefined,
  amount: bigint,
  { creditLanes = [0] }: { creditLanes?: readonly number[] | undefined },
): Pick<Receipt, 'credit'> | Refusal {
  if (creditor === undefined || creditor === issuer) return {};
  const limit = limitInForce(set.rows.acceptances.get(acceptanceName(programId, creditor))?.credit);
  if (limit === undefined) return {};
  const drawn = drawLanes(set, creditName(programId, creditor), limit.lanes, creditLanes, amount, 'CREDIT_EXHAUSTED');
  return drawn instanceof Refusal ? drawn : { credit: drawn };
}

/** What of a hold is not captured comes back to the credit that it was drawn on. */
export function giveBackHeld(
  set: WorkingSet,
  { programId, beneficiary, credited }: Hold,
  amount: bigint,
): Pick<Receipt, 'creditBack'> {
  if (credited !== true || beneficiary === undefined || amount === 0n) return {};
  set.addCreditBack(programId, beneficiary, amount);
  return { creditBack: String(amount) };
}

/**
 * What was spent and is taken back in the same cycle was never owed. What is taken back later is owed until its cycle is settled,
 * and comes back with that: the credit is for what was owed, whatever the other side owes in turn.
 */
export function giveBackReversed(
  set: WorkingSet,
  { programId, acceptor, cycle, credit, credited }: Receipt,
  amount: bigint,
): Pick<Receipt, 'creditBack'> {
  const isDrawn = credit !== undefined || credited === true;
  if (!isDrawn || acceptor === undefined || cycle !== set.cycle) return {};
  set.addCreditBack(programId, acceptor, amount);
  return { creditBack: String(amount) };
}

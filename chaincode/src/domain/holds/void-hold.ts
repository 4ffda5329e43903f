/**
 * Voiding: all that is held goes back to its account.
 *
 * Until its end, a hold that names a beneficiary is a promise to that merchant (a car park lets the car in on it, a till
 * is shown its code): only the beneficiary gives it up. After its end, by every clock that a peer takes, either side may, and
 * whoever serves the account by then: the custodian that posted it may have left.
 */
import type { z } from 'zod';
import { type Hold, instantOf, overEverywhere, voidableFrom, type voidHold } from '@commonpoint/catalogue';
import { decideReleasePledge } from '../collateral/release-pledge.js';
import { giveBackHeld } from '../credit/draw-credit.js';
import { refuseUnlessCrossing } from '../bridges/bridges.js';
import { findHold, isCustodians, refuseUnlessHeld, resolved, returnHeld } from './holds.js';
import type { Effect } from '../points/receipts.js';
import { Refusal, refuse } from '../core/refusal.js';
import type { WorkingSet } from '../points/working-set.js';

/** Errors: ROLE_NOT_ALLOWED, HOLD_UNKNOWN, HOLD_NOT_YOURS, HOLD_NOT_DIVISIBLE, HOLD_RESOLVED; of a pledge those of {@link decideReleasePledge}. */
export function decideVoidHold(set: WorkingSet, operation: z.infer<typeof voidHold>): Effect | Refusal {
  const hold = findHold(set, operation.holdMspId, operation.holdId);
  if (hold instanceof Refusal) return hold;
  if (hold.lineId !== undefined) return decideReleasePledge(set, operation, hold);
  const { mspId: holdMspId, holdId, programId, accountId, amount } = hold;
  const notCrossing = refuseUnlessCrossing(set, hold);
  if (notCrossing !== undefined && set.origin.caller.role === 'bridge') return notCrossing;
  if (!mayVoid(set, hold)) return refuse('HOLD_NOT_YOURS', `${set.mspId} may not void the hold ${holdId} now`);
  if (operation.amount !== undefined)
    return refuse('HOLD_NOT_DIVISIBLE', `the hold ${holdId} is no pledge, and is given back as a whole`);
  const isResolved = refuseUnlessHeld(hold);
  if (isResolved !== undefined) return isResolved;

  const returned = returnHeld(set, operation, hold, hold.lots ?? []);
  set.addSupply(programId, 'held', -BigInt(amount));
  set.recordHold(resolved(set, hold, operation, 0n));
  return { programId, accountId, amount, ...returned, holdMspId, holdId, ...giveBackHeld(set, hold, BigInt(amount)) };
}

function mayVoid(set: WorkingSet, hold: Hold): boolean {
  if (set.mspId === hold.beneficiary) return true;
  const now = instantOf(set.origin.txTime);
  if (set.mspId === hold.mspId) return voidableFrom(hold) <= now;
  return isCustodians(set, hold) && overEverywhere(hold) <= now;
}

/**
 * Voiding: all that is held goes back to its account.
 *
 * Until its end, a hold that names a beneficiary is a promise to that merchant (a car park lets the car in on it, a till
 * is shown its code): only the beneficiary gives it up. After its end, by every clock that a peer takes, either side may.
 */
import type { z } from 'zod';
import { type Hold, instantOf, voidableFrom, type voidHold } from '@commonpoint/catalogue';
import { findHold, refuseUnlessHeld, resolved, returnHeld } from './holds.js';
import type { Effect } from '../points/receipts.js';
import { Refusal, refuse } from '../core/refusal.js';
import type { WorkingSet } from '../points/working-set.js';

/** Errors: HOLD_UNKNOWN, HOLD_NOT_YOURS, HOLD_RESOLVED. */
export function decideVoidHold(set: WorkingSet, operation: z.infer<typeof voidHold>): Effect | Refusal {
  const hold = findHold(set, operation.holdMspId, operation.holdId);
  if (hold instanceof Refusal) return hold;
  const { mspId: holdMspId, holdId, programId, accountId, amount } = hold;
  if (!mayVoid(set, hold)) return refuse('HOLD_NOT_YOURS', `${set.mspId} may not void the hold ${holdId} now`);
  const isResolved = refuseUnlessHeld(hold);
  if (isResolved !== undefined) return isResolved;

  const returned = returnHeld(set, operation, hold, hold.lots ?? []);
  set.addSupply(programId, 'held', -BigInt(amount));
  set.recordHold(resolved(set, hold, operation, 0n));
  return { programId, accountId, amount, ...returned, holdMspId, holdId };
}

function mayVoid(set: WorkingSet, hold: Hold): boolean {
  if (set.mspId === hold.beneficiary) return true;
  if (set.mspId !== hold.mspId) return false;
  return voidableFrom(hold) <= instantOf(set.origin.txTime);
}

/**
 * Capturing: held points retire where they are spent, all of them or a part; the rest goes back.
 *
 * At most one resolution: the operation that resolves a hold reads the hold's row and writes it, so of two that were
 * endorsed side by side the ledger takes the first, and the other one sees HOLD_RESOLVED when it is tried again. An
 * expired hold cannot be captured: the transaction's time decides, which all endorsers see alike, and which a peer of
 * Fabric 3.1 refuses when it is more than two minutes off its own clock.
 */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { hashLockText, type capture, type Hold } from '@commonpoint/catalogue';
import { countCrossing, refuseUnlessCrossing } from '../bridges/bridges.js';
import { refuseUnlessClearable } from '../clearing/clearing.js';
import { decideTakePledge } from '../collateral/take-pledge.js';
import { giveBackHeld } from '../credit/draw-credit.js';
import { divideHold, findHold, isExpired, refuseUnlessHeld, resolved, returnHeld } from './holds.js';
import type { Effect } from '../points/receipts.js';
import { present } from '../core/present.js';
import { Refusal, refuse } from '../core/refusal.js';
import { refuseIfDebitsStopped } from '../orders/effects.js';
import {
  findAccount,
  findProgram,
  refuseUnlessAccountsActive,
  refuseUnlessProgramActive,
  refuseUnlessUnlocked,
} from '../points/standing.js';
import type { WorkingSet } from '../points/working-set.js';

type Capture = z.infer<typeof capture>;

/**
 * Errors: HOLD_UNKNOWN, PROGRAM_UNKNOWN, PROGRAM_SUSPENDED, ACCOUNT_UNKNOWN, ACCOUNT_FROZEN, ACCOUNT_CLOSED,
 * ACCOUNT_LOCKED, DEBITS_STOPPED, HOLD_NOT_YOURS, HOLD_EXPIRED, HOLD_RESOLVED, PREIMAGE_WRONG, HOLD_EXCEEDED, CYCLE_CLOSED, BRIDGE_CAP_EXCEEDED;
 * of a pledge those of {@link decideTakePledge}.
 */
export function decideCaptureHold(set: WorkingSet, operation: Capture): Effect | Refusal {
  const hold = findHold(set, operation.holdMspId, operation.holdId);
  if (hold instanceof Refusal) return hold;
  if (hold.lineId !== undefined) return decideTakePledge(set, operation, hold);
  const { programId, accountId, beneficiary, issuer, bridgeId } = hold;
  const notCrossing = refuseUnlessCrossing(set, hold);
  if (notCrossing !== undefined) return notCrossing;
  const refusal = refuseIfStopped(set, hold) ?? decideCapturing(set, hold, operation);
  if (refusal !== undefined) return refusal;
  const amount = BigInt(operation.amount ?? hold.amount);
  if (amount > BigInt(hold.amount)) return refuse('HOLD_EXCEEDED', `${amount} asked for, ${hold.amount} held`);
  const unclearable = refuseUnlessClearable(set, hold, beneficiary);
  if (unclearable !== undefined) return unclearable;

  const tooMuch = countCrossing(set, hold, 'out', amount);
  if (tooMuch !== undefined) return tooMuch;

  const { taken, rest } = divideHold(hold, amount);
  // What a beneficiary leaves comes back as it was held: its capture reads nothing of the account, and whoever reads it in
  // the same transaction changes nothing about that.
  const returned = returnHeld(set, operation, hold, rest, beneficiary !== undefined);
  set.addSupply(programId, 'held', -BigInt(hold.amount));
  set.addSupply(programId, 'redeemed', amount);
  set.recordHold(resolved(set, hold, operation, amount));
  const back = giveBackHeld(set, hold, BigInt(hold.amount) - amount);
  const ofHold = { holdMspId: hold.mspId, holdId: hold.holdId, ...back, ...present({ bridgeId }) };
  const effect = { programId, accountId, amount: String(amount), consumed: taken, ...ofHold };
  const whole = rest.length === 0 ? effect : { ...effect, ...returned };
  if (beneficiary === undefined || issuer === undefined) return whole;
  if (beneficiary === issuer) return { ...whole, acceptor: beneficiary };
  // What a point was worth when it was promised, so that no value set since prices it.
  const price = present({ clearingValue: hold.clearingValue });
  set.addClearing({ programId, issuer }, beneficiary, amount, price, hold.credited);
  return { ...whole, acceptor: beneficiary, ...price, ...present({ credited: hold.credited }), cycle: set.cycle };
}

/**
 * A hold was made while programme and account were active. What its beneficiary was promised then, no freeze, lock, order or
 * suspension takes back: their rows are not even read, so that nobody holds a capture off by writing them again and again.
 */
function refuseIfStopped(set: WorkingSet, { beneficiary, programId, accountId }: Hold): Refusal | undefined {
  if (beneficiary !== undefined) return undefined;
  const program = findProgram(set, programId);
  if (program instanceof Refusal) return program;
  const account = findAccount(set, accountId);
  if (account instanceof Refusal) return account;
  return (
    refuseUnlessProgramActive(program) ??
    refuseUnlessAccountsActive(account) ??
    refuseUnlessUnlocked(set, account) ??
    refuseIfDebitsStopped(set, account, programId)
  );
}

/**
 * Who may capture: the beneficiary alone, showing the preimage if there is a hash lock; without a beneficiary the
 * custodian. Errors: HOLD_NOT_YOURS, HOLD_EXPIRED, HOLD_RESOLVED, PREIMAGE_WRONG.
 */
function decideCapturing(set: WorkingSet, hold: Hold, { preimage }: Capture): Refusal | undefined {
  const { mspId, holdId, beneficiary, hashLock } = hold;
  if (set.mspId !== (beneficiary ?? mspId))
    return refuse('HOLD_NOT_YOURS', `${set.mspId} may not capture the hold ${holdId}`);
  // One that went back is told by its end, once that has come: whether it was voided since says nothing more to a till.
  if (hold.status !== 'captured' && isExpired(set, hold))
    return refuse('HOLD_EXPIRED', `the hold ${holdId} ended at ${hold.expiresAt}`);
  const isResolved = refuseUnlessHeld(hold);
  if (isResolved !== undefined) return isResolved;
  if (hashLock === undefined) return undefined;
  const opens =
    preimage !== undefined && createHash('sha256').update(hashLockText(mspId, preimage)).digest('hex') === hashLock;
  return opens ? undefined : refuse('PREIMAGE_WRONG', `this does not open the hash lock of ${holdId}`);
}

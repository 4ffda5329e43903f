/** Issuing: the programme's issuer credits an account, within the quota of the lanes it names. */
import type { issue } from '@commonpoint/catalogue';
import type { z } from 'zod';
import { countCrossing, findOpenBridge, refuseUnlessCrossing } from '../bridges/bridges.js';
import { creditOwn } from './clawbacks.js';
import { refuseUnlessTermsAccepted } from '../accounts/terms-of-use.js';
import { decideClaim, isClaim, refuseIfClaimsPlace, refuseUnlessReceiving } from '../migration/claims.js';
import { decideLife } from '../programs/life.js';
import { refuseUnlessAgreed } from '../governance/agreement-actions.js';
import { countMovements, refuseUnlessWithinDay, outOfBounds, type Movement } from '../programs/limits.js';
import { drawLanes } from './quota-drawing.js';
import { present } from '../core/present.js';
import type { Effect } from './receipts.js';
import { Refusal, refuse } from '../core/refusal.js';
import { refuseIfCreditsStopped } from '../orders/effects.js';
import { findAccount, findProgram, refuseUnlessAccountsActive, refuseUnlessIssued } from './standing.js';
import type { WorkingSet } from './working-set.js';

/**
 * Errors: ROLE_NOT_ALLOWED, AGREEMENT_NOT_ACCEPTED, PROGRAM_UNKNOWN, NOT_ISSUER, PROGRAM_SUSPENDED, PROGRAM_ENDING, ACCOUNT_UNKNOWN, ACCOUNT_FROZEN, ACCOUNT_CLOSED,
 * TERMS_OF_USE_NOT_ACCEPTED, CREDITS_STOPPED, AMOUNT_BELOW_MINIMUM, AMOUNT_ABOVE_MAXIMUM, DAY_LIMIT_EXCEEDED, VELOCITY_EXCEEDED,
 * BRIDGE_UNKNOWN, BRIDGE_CLOSED, BRIDGE_CAP_EXCEEDED, MIGRATION_UNKNOWN, MIGRATION_STATE, LEAF_NOT_IN_MIGRATION, CLAIM_INVALID, EARNED_ON_INVALID, EXPIRY_OUT_OF_BOUNDS, MATURITY_AFTER_EXPIRY, LANE_UNKNOWN, QUOTA_EXHAUSTED.
 */
export function decideIssuePoints(set: WorkingSet, operation: z.infer<typeof issue>): Effect | Refusal {
  const { programId, accountId, campaign, earnedOn, bridgeId } = operation;
  if ((earnedOn !== undefined || isClaim(operation)) && set.origin.caller.role === 'cashier')
    return refuse(
      'ROLE_NOT_ALLOWED',
      'points earned on an earlier day, and legacy balances, are for operators to issue',
    );
  const notHere = refuseUnlessCrossing(set, operation) ?? refuseIfClaimsPlace(operation);
  if (notHere !== undefined) return notHere;
  const late = refuseUnlessAgreed(set.rows.organizations.get(set.mspId), set.origin.txTime);
  if (late !== undefined) return late;
  const program = findProgram(set, programId);
  if (program instanceof Refusal) return program;
  if (program.issuer !== set.mspId) return refuse('NOT_ISSUER', `${programId} is issued by ${program.issuer}`);
  const notIssued = refuseUnlessIssued(program);
  if (notIssued !== undefined) return notIssued;
  const account = findAccount(set, accountId);
  if (account instanceof Refusal) return account;
  // What is owed already comes to its member without further terms, and is limited by nothing but the snapshot.
  const immobile =
    (isClaim(operation)
      ? refuseUnlessReceiving(account, operation)
      : (refuseUnlessAccountsActive(account) ?? refuseUnlessTermsAccepted(program, account, set.origin.txTime))) ??
    refuseIfCreditsStopped(set, account, programId);
  if (immobile !== undefined) return immobile;
  const amount = BigInt(operation.amount);
  const credit: Movement = { accountId, program, side: 'credit', amount };
  // What was earned on another day is no sign of what happens today.
  const counted = !isClaim(operation) && (earnedOn === undefined || earnedOn === set.today) ? [credit] : [];
  const overrun = isClaim(operation)
    ? undefined
    : (outOfBounds(program, 'issue', operation.amount) ?? refuseUnlessWithinDay(set, counted));
  if (overrun !== undefined) return overrun;
  const bridge = findOpenBridge(set, operation);
  if (bridge instanceof Refusal) return bridge;
  const life = isClaim(operation) ? decideClaim(set, operation, account) : decideLife(program, operation, set.today);
  if (life instanceof Refusal) return life;
  const lanes = drawLanes(set, programId, program.lanes, operation.lanes ?? [0], amount);
  if (lanes instanceof Refusal) return lanes;

  const tooMuch = countCrossing(set, operation, 'in', amount);
  if (tooMuch !== undefined) return tooMuch;

  const label = present({ campaign });
  set.addSupply(programId, 'issued', amount);
  const origin = { ...set.lotOrigin(operation), ...label };
  const credited = creditOwn(set, { accountId, programId }, [{ ...life, amount }], origin);
  countMovements(set, counted);
  const migrationId = operation.migration?.migrationId;
  if (migrationId !== undefined) set.addMigrated(migrationId, 1, amount);
  return {
    programId,
    accountId,
    amount: operation.amount,
    ...credited,
    lanes,
    ...life,
    ...label,
    ...present({ earnedOn, migrationId, bridgeId }),
  };
}

/** Issuing: the programme's issuer credits an account, within the quota of the lanes it names. */
import { dayOf, expiryDay, type issue } from '@commonpoint/catalogue';
import type { z } from 'zod';
import { refuseUnlessAgreed } from '../governance/agreement-actions.js';
import { countMovements, refuseUnlessWithinDay, outOfBounds, type Movement } from '../programs/limits.js';
import { drawLanes } from './quota-drawing.js';
import { partAmounts, type Effect } from './receipts.js';
import { Refusal, refuse } from '../core/refusal.js';
import { refuseIfCreditsStopped } from '../orders/effects.js';
import { findAccount, findProgram, refuseUnlessAccountsActive, refuseUnlessIssued } from './standing.js';
import type { WorkingSet } from './working-set.js';

/**
 * Errors: AGREEMENT_NOT_ACCEPTED, PROGRAM_UNKNOWN, NOT_ISSUER, PROGRAM_SUSPENDED, PROGRAM_ENDING, ACCOUNT_UNKNOWN, ACCOUNT_FROZEN, ACCOUNT_CLOSED,
 * CREDITS_STOPPED, AMOUNT_BELOW_MINIMUM, AMOUNT_ABOVE_MAXIMUM, DAY_LIMIT_EXCEEDED, VELOCITY_EXCEEDED,
 * LANE_UNKNOWN, QUOTA_EXHAUSTED.
 */
export function decideIssuePoints(set: WorkingSet, operation: z.infer<typeof issue>): Effect | Refusal {
  const { programId, accountId, campaign } = operation;
  const late = refuseUnlessAgreed(set.rows.organizations.get(set.mspId), set.origin.txTime);
  if (late !== undefined) return late;
  const program = findProgram(set, programId);
  if (program instanceof Refusal) return program;
  if (program.issuer !== set.mspId) return refuse('NOT_ISSUER', `${programId} is issued by ${program.issuer}`);
  const notIssued = refuseUnlessIssued(program);
  if (notIssued !== undefined) return notIssued;
  const account = findAccount(set, accountId);
  if (account instanceof Refusal) return account;
  const immobile = refuseUnlessAccountsActive(account) ?? refuseIfCreditsStopped(set, account, programId);
  if (immobile !== undefined) return immobile;
  const amount = BigInt(operation.amount);
  const credit: Movement = { accountId, program, side: 'credit', amount };
  const overrun = outOfBounds(program, 'issue', operation.amount) ?? refuseUnlessWithinDay(set, [credit]);
  if (overrun !== undefined) return overrun;
  const lanes = drawLanes(set, programId, program.lanes, operation.lanes ?? [0], amount);
  if (lanes instanceof Refusal) return lanes;

  const expiry = expiryDay(dayOf(set.origin.txTime), program.expiryMonths);
  const label = campaign === undefined ? {} : { campaign };
  const lot = set.pool(accountId, programId).credit(expiry, amount, { ...set.lotOrigin(operation), ...label });
  set.addSupply(programId, 'issued', amount);
  countMovements(set, [credit]);
  return { programId, accountId, amount: operation.amount, created: partAmounts([lot]), lanes, expiry, ...label };
}

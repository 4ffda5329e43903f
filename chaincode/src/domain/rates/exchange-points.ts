/**
 * Exchanging: points of one programme retire, points of another are issued at an agreed rate, in one step.
 *
 * The source's issuer owes the target's issuer the points that were taken: the target's issuer now answers for what
 * the source's issuer had promised.
 */
import type { z } from 'zod';
import { type exchange, quote, rateOf } from '@commonpoint/catalogue';
import { decidePrice, inDefault, refuseUnlessClearable } from '../clearing/clearing.js';
import { drawCredit } from '../credit/draw-credit.js';
import { usualExpiry } from '../programs/life.js';
import { countMovements, refuseUnlessWithinDay, outOfBounds, type Movement } from '../programs/limits.js';
import { drawLanes } from '../points/quota-drawing.js';
import { refuseUnlessOpen } from './rates.js';
import { partAmounts, type Effect } from '../points/receipts.js';
import { present } from '../core/present.js';
import { Refusal, refuse } from '../core/refusal.js';
import { decideDebit } from '../points/spending.js';
import { refuseIfCreditsStopped, refuseIfDebitsStopped } from '../orders/effects.js';
import {
  findAccount,
  findProgram,
  refuseUnlessIssued,
  refuseUnlessSpendable,
  refuseUnlessDebitable,
} from '../points/standing.js';
import type { WorkingSet } from '../points/working-set.js';
import { rateName } from '../points/row-names.js';

/**
 * Errors: PROGRAM_UNKNOWN, PROGRAM_SUSPENDED, PROGRAM_ENDING, ACCOUNT_UNKNOWN, NOT_CUSTODIAN, ACCOUNT_FROZEN, ACCOUNT_CLOSED,
 * ACCOUNT_LOCKED, SIGNATURE_REQUIRED, AUTHORIZATION_EXPIRED, SIGNATURE_INVALID, DEBITS_STOPPED, CREDITS_STOPPED, ISSUER_IN_DEFAULT, PROGRAM_UNVALUED, PROGRAM_NOT_ACCEPTED, RATE_UNKNOWN, RATE_NOT_OPEN, RATE_EXPIRED,
 * EXCHANGE_TOO_SMALL, RECEIVED_TOO_LITTLE, AMOUNT_BELOW_MINIMUM, AMOUNT_ABOVE_MAXIMUM,
 * DAY_LIMIT_EXCEEDED, VELOCITY_EXCEEDED, CYCLE_CLOSED, INPUTS_INVALID, LOT_SPENT, LOT_EXPIRED, INSUFFICIENT_POINTS, POINTS_RESERVED, LANE_UNKNOWN,
 * QUOTA_EXHAUSTED, CREDIT_EXHAUSTED.
 */
export function decideExchangePoints(set: WorkingSet, operation: z.infer<typeof exchange>): Effect | Refusal {
  const { programId, accountId, targetProgramId, rateVersion, minReceived } = operation;
  const source = findProgram(set, programId);
  if (source instanceof Refusal) return source;
  const target = findProgram(set, targetProgramId);
  if (target instanceof Refusal) return target;
  const suspended = refuseUnlessSpendable(set, source) ?? refuseUnlessIssued(target);
  if (suspended !== undefined) return suspended;
  const account = findAccount(set, accountId);
  if (account instanceof Refusal) return account;
  const notAllowed =
    refuseUnlessDebitable(set, account, operation) ??
    refuseIfDebitsStopped(set, account, programId) ??
    refuseIfCreditsStopped(set, account, targetProgramId);
  if (notAllowed !== undefined) return notAllowed;
  if (target.issuerInDefaultSince !== undefined && source.issuer !== target.issuer) return inDefault(target);
  const price = decidePrice(set, source, target.issuer);
  if (price instanceof Refusal) return price;
  const reference = rateOf(operation);
  const rate = set.rows.rates.get(rateName(reference));
  if (rate === undefined)
    return refuse('RATE_UNKNOWN', `no version ${rateVersion} from ${programId} to ${targetProgramId}`);
  const closed = refuseUnlessOpen(rate, set.origin.txTime);
  if (closed !== undefined) return closed;
  const { taken, received, remainder } = quote(rate, BigInt(operation.amount));
  if (received === 0n) return refuse('EXCHANGE_TOO_SMALL', `${operation.amount} does not buy a single point`);
  if (received < BigInt(minReceived ?? '0'))
    return refuse('RECEIVED_TOO_LITTLE', `${operation.amount} buys ${received}, at least ${minReceived} was asked for`);
  const movements: Movement[] = [
    { accountId, program: source, side: 'debit', amount: taken },
    { accountId, program: target, side: 'credit', amount: received },
  ];
  const overrun = outOfBounds(source, 'exchange', operation.amount) ?? refuseUnlessWithinDay(set, movements);
  if (overrun !== undefined) return overrun;
  const unclearable = refuseUnlessClearable(set, source, target.issuer);
  if (unclearable !== undefined) return unclearable;
  const pool = set.pool(accountId, programId);
  const parts = decideDebit(set, { accountId, programId }, taken, operation.inputs);
  if (parts instanceof Refusal) return parts;
  const lanes = drawLanes(set, rateName(reference), rate.lanes, operation.lanes ?? [0], received);
  if (lanes instanceof Refusal) return lanes;
  const drawn = drawCredit(set, source, target.issuer, taken, operation);
  if (drawn instanceof Refusal) return drawn;

  const consumed = partAmounts(parts);
  pool.draw(parts);
  const expiry = usualExpiry(target, set.today);
  const lot = set.pool(accountId, targetProgramId).credit({ expiry }, received, set.lotOrigin(operation));
  countMovements(set, movements);
  set.addSupply(programId, 'redeemed', taken);
  set.addSupply(targetProgramId, 'issued', received);
  const agreed = { targetProgramId, rateVersion, ...present({ minReceived }) };
  const counted = { taken: String(taken), received: String(received), remainder: String(remainder) };
  const moved = { consumed, created: partAmounts([lot]), lanes, expiry };
  const effect = { programId, accountId, amount: operation.amount, ...agreed, ...counted, ...moved };
  if (source.issuer === target.issuer) return effect;
  set.addClearing(source, target.issuer, taken, price, drawn.credit !== undefined);
  return { ...effect, ...price, ...drawn, cycle: set.cycle };
}

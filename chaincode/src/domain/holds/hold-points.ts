/** Holding: points are set aside for a purpose, and count against the balance at once. */
import type { z } from 'zod';
import { type hold, HOLD_DAYS_MAX, instantOf, isActiveMerchant } from '@commonpoint/catalogue';
import { findOpenBridge, refuseUnlessCrossing } from '../bridges/bridges.js';
import { addPledge, decidePledge, lastingThrough } from '../collateral/pledge-points.js';
import { decidePrice } from '../clearing/clearing.js';
import { drawCredit } from '../credit/draw-credit.js';
import { countMovements, refuseUnlessWithinDay, outOfBounds, type Movement } from '../programs/limits.js';
import { partAmounts, type Effect } from '../points/receipts.js';
import { present } from '../core/present.js';
import { Refusal, refuse } from '../core/refusal.js';
import { decideDebit } from '../points/spending.js';
import { findDebited } from '../points/standing.js';
import type { WorkingSet } from '../points/working-set.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Errors: ROLE_NOT_ALLOWED, NOT_ISSUER, BRIDGE_UNKNOWN, BRIDGE_CLOSED, PROGRAM_UNKNOWN, PROGRAM_SUSPENDED, PROGRAM_ENDING, ACCOUNT_UNKNOWN, NOT_CUSTODIAN, ACCOUNT_FROZEN, ACCOUNT_CLOSED,
 * ACCOUNT_LOCKED, SIGNATURE_REQUIRED, AUTHORIZATION_EXPIRED, SIGNATURE_INVALID, DEBITS_STOPPED,
 * ACCEPTOR_UNKNOWN, ISSUER_IN_DEFAULT, PROGRAM_UNVALUED, PROGRAM_NOT_ACCEPTED, HOLD_PERIOD_INVALID, AMOUNT_BELOW_MINIMUM, AMOUNT_ABOVE_MAXIMUM,
 * DAY_LIMIT_EXCEEDED, VELOCITY_EXCEEDED, INPUTS_INVALID, LOT_SPENT, LOT_EXPIRED, INSUFFICIENT_POINTS, POINTS_RESERVED,
 * LANE_UNKNOWN, CREDIT_EXHAUSTED, COLLATERAL_OFF, LINE_UNKNOWN, LINE_STATE, PLEDGES_TOO_MANY.
 */
export function decideHoldPoints(set: WorkingSet, operation: z.infer<typeof hold>): Effect | Refusal {
  const { id, programId, accountId, amount, beneficiary, hashLock, expiresAt, bridgeId, lineId } = operation;
  const notCrossing = refuseUnlessCrossing(set, operation);
  if (notCrossing !== undefined) return notCrossing;
  const program = findDebited(set, operation, accountId);
  if (program instanceof Refusal) return program;
  if (bridgeId !== undefined && program.issuer !== set.mspId)
    return refuse('NOT_ISSUER', `${programId} is issued by ${program.issuer}`);
  const bridge = findOpenBridge(set, operation);
  if (bridge instanceof Refusal) return bridge;
  if (beneficiary !== undefined && !isActiveMerchant(set.rows.organizations.get(beneficiary))) {
    return refuse('ACCEPTOR_UNKNOWN', `${beneficiary} is not an active merchant`);
  }
  const price = decidePrice(set, program, beneficiary);
  if (price instanceof Refusal) return price;
  const line = decidePledge(set, operation);
  if (line instanceof Refusal) return line;
  const lastsMs = instantOf(expiresAt) - instantOf(set.origin.txTime);
  if (line === undefined && (lastsMs <= 0 || lastsMs > HOLD_DAYS_MAX * DAY_MS)) {
    return refuse(
      'HOLD_PERIOD_INVALID',
      `a hold until ${expiresAt} does not end within ${HOLD_DAYS_MAX} days from now`,
    );
  }
  const debit: Movement = { accountId, program, side: 'debit', amount: BigInt(amount) };
  const overrun = outOfBounds(program, 'hold', amount) ?? refuseUnlessWithinDay(set, [debit]);
  if (overrun !== undefined) return overrun;
  const pool = set.pool(accountId, programId);
  const parts = decideDebit(set, { accountId, programId }, BigInt(amount), operation.inputs, lastingThrough(line));
  if (parts instanceof Refusal) return parts;
  // What is pledged is spent nowhere; if it is taken, the pledgee lets the issuer owe it.
  const drawn = line === undefined ? drawCredit(set, program, beneficiary, BigInt(amount), operation) : {};
  if (drawn instanceof Refusal) return drawn;

  const consumed = partAmounts(parts);
  pool.draw(parts);
  set.addSupply(programId, 'held', BigInt(amount));
  countMovements(set, [debit]);
  const promise = { ...present({ beneficiary, hashLock, bridgeId, lineId }), ...price, expiresAt };
  const credited = drawn.credit === undefined ? {} : ({ credited: true } as const);
  const owing = beneficiary === undefined ? {} : { issuer: program.issuer, ...credited };
  const held = { mspId: set.mspId, holdId: id, programId, accountId, amount, ...promise, ...owing };
  if (line !== undefined) addPledge(set, line, program, operation);
  set.recordHold({ ...held, status: 'open', lots: consumed });
  return { programId, accountId, amount, consumed, ...promise, ...drawn };
}

/** Holding: points are set aside for a purpose, and count against the balance at once. */
import type { z } from 'zod';
import { type hold, HOLD_DAYS_MAX, instantOf, isActiveMerchant } from '@commonpoint/catalogue';
import { decidePrice } from '../clearing/clearing.js';
import { countMovements, refuseUnlessWithinDay, outOfBounds, type Movement } from '../programs/limits.js';
import { partAmounts, type Effect } from '../points/receipts.js';
import { present } from '../core/present.js';
import { Refusal, refuse } from '../core/refusal.js';
import { decideDebit } from '../points/spending.js';
import { findDebited } from '../points/standing.js';
import type { WorkingSet } from '../points/working-set.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Errors: PROGRAM_UNKNOWN, PROGRAM_SUSPENDED, PROGRAM_ENDING, ACCOUNT_UNKNOWN, NOT_CUSTODIAN, ACCOUNT_FROZEN, ACCOUNT_CLOSED,
 * ACCOUNT_LOCKED, SIGNATURE_REQUIRED, AUTHORIZATION_EXPIRED, SIGNATURE_INVALID, DEBITS_STOPPED,
 * ACCEPTOR_UNKNOWN, PROGRAM_UNVALUED, PROGRAM_NOT_ACCEPTED, HOLD_PERIOD_INVALID, AMOUNT_BELOW_MINIMUM, AMOUNT_ABOVE_MAXIMUM,
 * DAY_LIMIT_EXCEEDED, VELOCITY_EXCEEDED, INPUTS_INVALID, LOT_SPENT, LOT_EXPIRED, INSUFFICIENT_POINTS, POINTS_RESERVED.
 */
export function decideHoldPoints(set: WorkingSet, operation: z.infer<typeof hold>): Effect | Refusal {
  const { id, programId, accountId, amount, beneficiary, hashLock, expiresAt } = operation;
  const program = findDebited(set, operation, accountId);
  if (program instanceof Refusal) return program;
  if (beneficiary !== undefined && !isActiveMerchant(set.rows.organizations.get(beneficiary))) {
    return refuse('ACCEPTOR_UNKNOWN', `${beneficiary} is not an active merchant`);
  }
  const price = decidePrice(set, program, beneficiary);
  if (price instanceof Refusal) return price;
  const lastsMs = instantOf(expiresAt) - instantOf(set.origin.txTime);
  if (lastsMs <= 0 || lastsMs > HOLD_DAYS_MAX * DAY_MS) {
    return refuse(
      'HOLD_PERIOD_INVALID',
      `a hold until ${expiresAt} does not end within ${HOLD_DAYS_MAX} days from now`,
    );
  }
  const debit: Movement = { accountId, program, side: 'debit', amount: BigInt(amount) };
  const overrun = outOfBounds(program, 'hold', amount) ?? refuseUnlessWithinDay(set, [debit]);
  if (overrun !== undefined) return overrun;
  const pool = set.pool(accountId, programId);
  const parts = decideDebit(set, { accountId, programId }, BigInt(amount), operation.inputs);
  if (parts instanceof Refusal) return parts;

  const consumed = partAmounts(parts);
  pool.draw(parts);
  set.addSupply(programId, 'held', BigInt(amount));
  countMovements(set, [debit]);
  const promise = { ...present({ beneficiary, hashLock }), ...price, expiresAt };
  const owing = beneficiary === undefined ? {} : { issuer: program.issuer };
  const held = { mspId: set.mspId, holdId: id, programId, accountId, amount, ...promise, ...owing };
  set.recordHold({ ...held, status: 'open', lots: consumed });
  return { programId, accountId, amount, consumed, ...promise };
}

/** Redeeming: points retire where they are spent; at another merchant than the issuer, the issuer owes that merchant. */
import type { z } from 'zod';
import { isActiveMerchant, type redeem } from '@commonpoint/catalogue';
import { decidePrice, refuseUnlessClearable } from '../clearing/clearing.js';
import { drawCredit } from '../credit/draw-credit.js';
import { countMovements, refuseUnlessWithinDay, outOfBounds, type Movement } from '../programs/limits.js';
import { partAmounts, type Effect } from './receipts.js';
import { Refusal, refuse } from '../core/refusal.js';
import { decideDebit } from './spending.js';
import { findDebited } from './standing.js';
import type { WorkingSet } from './working-set.js';

/**
 * Errors: PROGRAM_UNKNOWN, PROGRAM_SUSPENDED, PROGRAM_ENDING, ACCOUNT_UNKNOWN, NOT_CUSTODIAN, ACCOUNT_FROZEN, ACCOUNT_CLOSED,
 * ACCOUNT_LOCKED, SIGNATURE_REQUIRED, AUTHORIZATION_EXPIRED, SIGNATURE_INVALID, DEBITS_STOPPED,
 * ACCEPTOR_UNKNOWN, ISSUER_IN_DEFAULT, PROGRAM_UNVALUED, PROGRAM_NOT_ACCEPTED, AMOUNT_BELOW_MINIMUM, AMOUNT_ABOVE_MAXIMUM,
 * DAY_LIMIT_EXCEEDED, VELOCITY_EXCEEDED, CYCLE_CLOSED, INPUTS_INVALID, LOT_SPENT, LOT_EXPIRED, INSUFFICIENT_POINTS, POINTS_RESERVED,
 * LANE_UNKNOWN, CREDIT_EXHAUSTED.
 */
export function decideRedeemPoints(set: WorkingSet, operation: z.infer<typeof redeem>): Effect | Refusal {
  const { programId, accountId, acceptor } = operation;
  const program = findDebited(set, operation, accountId);
  if (program instanceof Refusal) return program;
  if (acceptor !== undefined && !isActiveMerchant(set.rows.organizations.get(acceptor))) {
    return refuse('ACCEPTOR_UNKNOWN', `${acceptor} is not an active merchant`);
  }
  const price = decidePrice(set, program, acceptor);
  if (price instanceof Refusal) return price;
  const amount = BigInt(operation.amount);
  const debit: Movement = { accountId, program, side: 'debit', amount };
  const overrun = outOfBounds(program, 'redeem', operation.amount) ?? refuseUnlessWithinDay(set, [debit]);
  if (overrun !== undefined) return overrun;
  const unclearable = refuseUnlessClearable(set, program, acceptor);
  if (unclearable !== undefined) return unclearable;
  const pool = set.pool(accountId, programId);
  const parts = decideDebit(set, { accountId, programId }, amount, operation.inputs);
  if (parts instanceof Refusal) return parts;
  const drawn = drawCredit(set, program, acceptor, amount, operation);
  if (drawn instanceof Refusal) return drawn;

  const consumed = partAmounts(parts);
  pool.draw(parts);
  set.addSupply(programId, 'redeemed', amount);
  countMovements(set, [debit]);
  const effect = { programId, accountId, amount: operation.amount, consumed };
  if (acceptor === undefined) return effect;
  if (acceptor === program.issuer) return { ...effect, acceptor };
  set.addClearing(program, acceptor, amount, price, drawn.credit !== undefined);
  return { ...effect, acceptor, ...price, ...drawn, cycle: set.cycle };
}

/** Transferring: points move between two accounts and keep their expiry. */
import type { z } from 'zod';
import type { transfer } from '@commonpoint/catalogue';
import { countMovements, refuseUnlessWithinDay, outOfBounds, type Movement } from '../programs/limits.js';
import { decideMoveMergedPoints, isOfMerged } from './move-merged-points.js';
import { amountsByExpiry } from './pool.js';
import { partAmounts, type Effect } from './receipts.js';
import { Refusal, refuse } from '../core/refusal.js';
import { decideDebit } from './spending.js';
import { findDebited } from './standing.js';
import type { WorkingSet } from './working-set.js';

/**
 * Errors: PROGRAM_UNKNOWN, PROGRAM_SUSPENDED, ACCOUNT_UNKNOWN, NOT_CUSTODIAN, ACCOUNT_FROZEN, ACCOUNT_CLOSED,
 * ACCOUNT_LOCKED, SIGNATURE_REQUIRED, AUTHORIZATION_EXPIRED, SIGNATURE_INVALID, DEBITS_STOPPED, CREDITS_STOPPED,
 * ACCOUNTS_EQUAL, TRANSFER_NOT_ALLOWED, AMOUNT_BELOW_MINIMUM, AMOUNT_ABOVE_MAXIMUM,
 * DAY_LIMIT_EXCEEDED, VELOCITY_EXCEEDED, INPUTS_INVALID, LOT_SPENT, LOT_EXPIRED, INSUFFICIENT_POINTS, POINTS_RESERVED.
 */
export function decideTransferPoints(set: WorkingSet, operation: z.infer<typeof transfer>): Effect | Refusal {
  const { programId, fromAccountId, toAccountId } = operation;
  if (isOfMerged(set, operation)) return decideMoveMergedPoints(set, operation);
  const program = findDebited(set, operation, fromAccountId, toAccountId);
  if (program instanceof Refusal) return program;
  if (fromAccountId === toAccountId) return refuse('ACCOUNTS_EQUAL', 'both accounts are the same');
  if (!program.rules.transferable) return refuse('TRANSFER_NOT_ALLOWED', `${programId} does not allow transfers`);
  const points = BigInt(operation.amount);
  const debit: Movement = { accountId: fromAccountId, program, side: 'debit', amount: points };
  const overrun = outOfBounds(program, 'transfer', operation.amount) ?? refuseUnlessWithinDay(set, [debit]);
  if (overrun !== undefined) return overrun;
  const source = set.pool(fromAccountId, programId);
  const parts = decideDebit(set, { accountId: fromAccountId, programId }, points, operation.inputs);
  if (parts instanceof Refusal) return parts;

  const consumed = partAmounts(parts);
  const amounts = amountsByExpiry(parts.map(({ lot, amount }) => ({ expiry: lot.expiry, amount })));
  source.draw(parts);
  const target = set.pool(toAccountId, programId);
  const credited = amounts.map(([expiry, amount]) => target.credit({ expiry }, amount, set.lotOrigin(operation)));
  countMovements(set, [debit]);
  const { amount } = operation;
  return { programId, accountId: fromAccountId, toAccountId, amount, consumed, created: partAmounts(credited) };
}

/**
 * The points of an account that was merged follow it: whole lots, with everything that they have, whether or not they could be
 * spent, and whatever rules the programme has for transfers.
 */
import type { z } from 'zod';
import type { transfer } from '@commonpoint/catalogue';
import { totalOf } from './pool.js';
import { partAmounts, type Effect } from './receipts.js';
import { Refusal, refuse } from '../core/refusal.js';
import { namedLots } from './spending.js';
import { findAccount, findProgram, refuseUnlessInCustody } from './standing.js';
import type { WorkingSet } from './working-set.js';

/** Whether a transfer is one of points that belong to the receiver already. */
export function isOfMerged(set: WorkingSet, { fromAccountId, toAccountId }: z.infer<typeof transfer>): boolean {
  return set.rows.accounts.get(fromAccountId)?.mergedInto === toAccountId;
}

/** Errors: PROGRAM_UNKNOWN, ACCOUNT_UNKNOWN, NOT_CUSTODIAN, INPUTS_INVALID, LOT_SPENT. */
export function decideMoveMergedPoints(set: WorkingSet, operation: z.infer<typeof transfer>): Effect | Refusal {
  const { programId, fromAccountId, toAccountId, amount, inputs } = operation;
  const program = findProgram(set, programId);
  if (program instanceof Refusal) return program;
  const account = findAccount(set, fromAccountId);
  if (account instanceof Refusal) return account;
  const foreign = refuseUnlessInCustody(set, account);
  if (foreign !== undefined) return foreign;
  if (inputs === undefined) return refuse('INPUTS_INVALID', 'lots that follow a merged account are named');
  const source = set.pool(fromAccountId, programId);
  const lots = namedLots(source, inputs);
  if (lots instanceof Refusal) return lots;
  const total = totalOf(lots);
  if (total !== BigInt(amount)) return refuse('INPUTS_INVALID', `the lots named are ${total} points, not ${amount}`);

  const parts = lots.map((lot) => ({ lot, amount: lot.amount }));
  const consumed = partAmounts(parts);
  const target = set.pool(toAccountId, programId);
  const credited = parts.map(({ lot, amount: points }) => target.credit(lot, points, lot.origin));
  source.draw(parts);
  return { programId, accountId: fromAccountId, toAccountId, amount, consumed, created: partAmounts(credited) };
}

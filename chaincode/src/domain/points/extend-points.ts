/** Extending: an account's points that end soon, or ended not too long ago, get another expiry from their issuer. */
import { daysAfter, type extend, isPast } from '@commonpoint/catalogue';
import type { z } from 'zod';
import { firstKept } from '../programs/life.js';
import { Refusal, refuse } from '../core/refusal.js';
import { totalOf, type Part } from './pool.js';
import { partAmounts, type Effect } from './receipts.js';
import { findAccount, findProgram, refuseUnlessAccountsActive, refuseUnlessProgramActive } from './standing.js';
import type { WorkingSet } from './working-set.js';

/**
 * Errors: PROGRAM_UNKNOWN, NOT_ISSUER, PROGRAM_SUSPENDED, ACCOUNT_UNKNOWN, ACCOUNT_FROZEN, ACCOUNT_CLOSED,
 * EXPIRY_OUT_OF_BOUNDS, LOT_SPENT, NOTHING_TO_EXTEND.
 */
export function decideExtendPoints(set: WorkingSet, operation: z.infer<typeof extend>): Effect | Refusal {
  const { programId, accountId, endingBy, expiresOn } = operation;
  const program = findProgram(set, programId);
  if (program instanceof Refusal) return program;
  if (program.issuer !== set.mspId) return refuse('NOT_ISSUER', `${programId} is issued by ${program.issuer}`);
  const suspended = refuseUnlessProgramActive(program);
  if (suspended !== undefined) return suspended;
  const account = findAccount(set, accountId);
  if (account instanceof Refusal) return account;
  const immobile = refuseUnlessAccountsActive(account);
  if (immobile !== undefined) return immobile;
  const { expiryBounds } = program.rules;
  const last = expiryBounds === undefined ? expiresOn : daysAfter(set.today, expiryBounds.maxDays);
  if (isPast(expiresOn, set.today) || expiresOn > last)
    return refuse('EXPIRY_OUT_OF_BOUNDS', `${expiresOn} is past, or later than the programme allows`);
  const kept = firstKept(program, set.today);
  const pool = set.pool(accountId, programId);
  const parts = pool.all(({ expiry }) => expiry <= endingBy && expiry < expiresOn && !isPast(expiry, kept));
  if (parts.length === 0) {
    if (pool.hasMissingLots) return refuse('LOT_SPENT', 'the lots named as sources are spent');
    return refuse('NOTHING_TO_EXTEND', `${accountId} holds no lots that end by ${endingBy} and ended since ${kept}`);
  }
  const consumed = partAmounts(parts);
  pool.draw(parts);
  const credited = [...sumsByMaturity(parts)].map(([maturesOn, amount]) =>
    pool.credit({ expiry: expiresOn, maturesOn }, amount, set.lotOrigin(operation)),
  );
  const created = partAmounts(credited);
  return { programId, accountId, amount: String(totalOf(parts)), consumed, created, endingBy, expiry: expiresOn };
}

function sumsByMaturity(parts: readonly Part[]): Map<string | undefined, bigint> {
  const sums = new Map<string | undefined, bigint>();
  for (const { lot, amount } of parts) sums.set(lot.maturesOn, (sums.get(lot.maturesOn) ?? 0n) + amount);
  return sums;
}

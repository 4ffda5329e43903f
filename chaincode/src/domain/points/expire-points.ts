/**
 * Expiring: lots past their expiry retire, once they cannot be extended any more, and all lots of an account whose member is forgotten. Their issuer may do it on every account, because what it owes ends with them;
 * and the account's custodian. An issuer waits on accounts of others until the day is over by everybody's clock, so that
 * nobody loses the last minutes to a transaction that is dated ahead.
 */
import type { z } from 'zod';
import { dayByAnyClock, type expire, isPast } from '@commonpoint/catalogue';
import { firstKept } from '../programs/life.js';
import { totalOf, type LotFilter, type Part, type Pool } from './pool.js';
import { partAmounts, type Effect } from './receipts.js';
import { Refusal, refuse } from '../core/refusal.js';
import { refuseIfDebitsStopped, refuseIfExpiryWaits } from '../orders/effects.js';
import { namedLots } from './spending.js';
import { refuseUnlessInCustody, findAccount, findProgram } from './standing.js';
import type { WorkingSet } from './working-set.js';

/** Errors: PROGRAM_UNKNOWN, ACCOUNT_UNKNOWN, NOT_CUSTODIAN, EXPIRY_STOPPED, DEBITS_STOPPED of an erased one, INPUTS_INVALID, LOT_SPENT, NOTHING_TO_EXPIRE. */
export function decideExpirePoints(set: WorkingSet, operation: z.infer<typeof expire>): Effect | Refusal {
  const { programId, accountId, inputs } = operation;
  const program = findProgram(set, programId);
  if (program instanceof Refusal) return program;
  const account = findAccount(set, accountId);
  if (account instanceof Refusal) return account;
  const notCustodian = refuseUnlessInCustody(set, account);
  if (notCustodian !== undefined && program.issuer !== set.mspId) return notCustodian;
  const waits = refuseIfExpiryWaits(account, programId);
  if (waits !== undefined) return waits;
  const debitsStopped = account.erasure && refuseIfDebitsStopped(set, account, programId);
  if (debitsStopped !== undefined) return debitsStopped;
  const today = notCustodian === undefined ? set.today : dayByAnyClock(set.origin.txTime);
  const pool = set.pool(accountId, programId);
  const kept = firstKept(program, today);
  // What was left to an account whose member is forgotten ends with it.
  const isOver: LotFilter = ({ expiry }) => account.erasure !== undefined || isPast(expiry, kept);
  const parts = inputs === undefined ? pool.all(isOver) : namedExpiredParts(pool, inputs, isOver);
  if (parts instanceof Refusal) return parts;
  if (parts.length === 0) return refuse('NOTHING_TO_EXPIRE', `${accountId} holds no lots past their expiry`);

  const amount = totalOf(parts);
  const consumed = partAmounts(parts);
  pool.draw(parts);
  set.addSupply(programId, 'expired', amount);
  return { programId, accountId, amount: String(amount), consumed };
}

function namedExpiredParts(pool: Pool, inputs: readonly string[], isOver: LotFilter): Part[] | Refusal {
  const lots = namedLots(pool, inputs);
  if (lots instanceof Refusal) return lots;
  const alive = lots.find((lot) => !isOver(lot));
  if (alive !== undefined)
    return refuse('INPUTS_INVALID', `lot ${alive.lotId} is not past its expiry, or can be extended`);
  return lots.map((lot) => ({ lot, amount: lot.amount }));
}

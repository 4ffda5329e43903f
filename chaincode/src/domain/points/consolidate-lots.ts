/**
 * Consolidating: of an account's lots that are alike, one is made, so that any number of lots can be spent. Nobody has
 * more or less by it, so that the custodian's word is enough, or that of the issuer, which takes points back.
 */
import type { consolidate } from '@commonpoint/catalogue';
import type { z } from 'zod';
import { Refusal } from '../core/refusal.js';
import type { Effect } from './receipts.js';
import { findAccount, findProgram, refuseUnlessInCustody } from './standing.js';
import type { WorkingSet } from './working-set.js';

/** Errors: PROGRAM_UNKNOWN, ACCOUNT_UNKNOWN, NOT_CUSTODIAN. */
export function decideConsolidateLots(set: WorkingSet, operation: z.infer<typeof consolidate>): Effect | Refusal {
  const { programId, accountId } = operation;
  const program = findProgram(set, programId);
  if (program instanceof Refusal) return program;
  const account = findAccount(set, accountId);
  if (account instanceof Refusal) return account;
  const notCustodian = refuseUnlessInCustody(set, account);
  if (notCustodian !== undefined && program.issuer !== set.mspId) return notCustodian;
  set.pool(accountId, programId).mergeAll();
  return { programId, accountId, amount: '0' };
}

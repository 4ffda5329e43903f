/** Whether programmes and accounts are in a state to be operated on: the upper rungs of every operation's ladder. */
import type { Account } from '../catalogue/accounts.js';
import type { Program } from '../catalogue/programs.js';
import { refuse, type Refusal } from './refusal.js';
import type { WorkingSet } from './working-set.js';

/** Errors: PROGRAM_UNKNOWN. */
export function findProgram(set: WorkingSet, programId: string): Program | Refusal {
  return set.rows.programs.get(programId) ?? refuse('PROGRAM_UNKNOWN', `no programme ${programId}`);
}

/** Errors: ACCOUNT_UNKNOWN. */
export function findAccount(set: WorkingSet, accountId: string): Account | Refusal {
  return set.rows.accounts.get(accountId) ?? refuse('ACCOUNT_UNKNOWN', `no account ${accountId}`);
}

/** Errors: PROGRAM_SUSPENDED. */
export function suspensionOf({ programId, status }: Program): Refusal | undefined {
  return status === 'active' ? undefined : refuse('PROGRAM_SUSPENDED', `${programId} is suspended`);
}

/** Errors: NOT_CUSTODIAN. */
export function custodyOf(set: WorkingSet, { accountId, custodian }: Account): Refusal | undefined {
  return custodian === set.mspId
    ? undefined
    : refuse('NOT_CUSTODIAN', `${accountId} is in the custody of another organisation`);
}

/** Whether points may move on these accounts. Errors: ACCOUNT_FROZEN, ACCOUNT_CLOSED. */
export function immobilityOf(...accounts: readonly Account[]): Refusal | undefined {
  const frozen = accounts.find(({ status }) => status === 'frozen');
  if (frozen !== undefined) return refuse('ACCOUNT_FROZEN', `${frozen.accountId} is frozen`);
  const closed = accounts.find(({ status }) => status === 'closed');
  return closed === undefined ? undefined : refuse('ACCOUNT_CLOSED', `${closed.accountId} is closed`);
}

/** Whether programmes and accounts are in a state to be operated on: the upper rungs of every operation's ladder. */
import type { Account } from '../catalogue/accounts.js';
import type { Program } from '../catalogue/programs.js';
import { decideAuthorization, type Debit } from './authorization.js';
import { refuse, type Refusal } from './refusal.js';
import { verifySignature } from './verify-signature.js';
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

/**
 * Whether points may be taken from an account: by its custodian, while it is active, and with its member's signature if
 * it carries a key. `others` have to be active too. Errors: NOT_CUSTODIAN, ACCOUNT_FROZEN, ACCOUNT_CLOSED,
 * SIGNATURE_REQUIRED, AUTHORIZATION_EXPIRED, SIGNATURE_INVALID.
 */
export function undebitabilityOf(
  set: WorkingSet,
  account: Account,
  operation: Debit,
  ...others: readonly Account[]
): Refusal | undefined {
  return (
    custodyOf(set, account) ??
    immobilityOf(account, ...others) ??
    decideAuthorization(account, operation, set.origin.txTime, verifySignature)
  );
}

/** Rows that a transaction cannot do without. */
import type { Account } from '../catalogue/accounts.js';
import type { Organization } from '../catalogue/organizations.js';
import type { Program } from '../catalogue/programs.js';
import { decideMembership, type Caller } from '../domain/access.js';
import { refuse } from '../domain/refusal.js';
import { accountKey, laneKey, organizationKey, organizations, programKey } from './keys.js';
import { LedgerError } from './ledger-error.js';
import type { LaneRow } from '../domain/quota.js';
import type { LedgerState } from './state.js';

/** Errors: ORGANIZATION_UNKNOWN. */
export async function loadOrganization(state: LedgerState, mspId: string): Promise<Organization> {
  const organization = await state.get(organizationKey(mspId));
  if (organization === undefined) throw new LedgerError(refuse('ORGANIZATION_UNKNOWN', `${mspId} is not registered`));
  return organization;
}

/** Checks that the caller's organisation takes part as a merchant. Errors: ORGANIZATION_NOT_ALLOWED, ORGANIZATION_UNKNOWN. */
export async function requireMembership(state: LedgerState, caller: Caller): Promise<void> {
  const refusal = decideMembership(caller, await state.get(organizationKey(caller.mspId)));
  if (refusal !== undefined) throw new LedgerError(refusal);
}

/** The MSP ids of all registered organisations but one. */
export async function loadOtherOrganizations(state: LedgerState, mspId: string): Promise<string[]> {
  const others: string[] = [];
  for await (const { value } of state.range(organizations())) {
    if (value.mspId !== mspId) others.push(value.mspId);
  }
  return others;
}

/** Errors: PROGRAM_UNKNOWN. */
export async function loadProgram(state: LedgerState, programId: string): Promise<Program> {
  const program = await state.get(programKey(programId));
  if (program === undefined) throw new LedgerError(refuse('PROGRAM_UNKNOWN', `no programme ${programId}`));
  return program;
}

/** A programme's lanes in order. */
export async function loadLanes(state: LedgerState, { programId, lanes }: Program): Promise<LaneRow[]> {
  const keys = Array.from({ length: lanes }, (_, lane) => laneKey(programId, lane));
  const rows = await state.getMany(keys);
  return keys.map((key) => rows.get(key) ?? { granted: '0', used: '0' });
}

/** Errors: ACCOUNT_UNKNOWN. */
export async function loadAccount(state: LedgerState, accountId: string): Promise<Account> {
  const account = await state.get(accountKey(accountId));
  if (account === undefined) throw new LedgerError(refuse('ACCOUNT_UNKNOWN', `no account ${accountId}`));
  return account;
}

/** The accounts that exist, by id. */
export async function loadAccounts(state: LedgerState, accountIds: readonly string[]): Promise<Map<string, Account>> {
  const rows = await state.getMany(accountIds.map(accountKey));
  return new Map([...rows.values()].map((account) => [account.accountId, account]));
}

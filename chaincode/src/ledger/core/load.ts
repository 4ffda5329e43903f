/** Rows that transactions cannot do without, and rows that are read by range. */
import { type Account, type Organization, type Program, type Reference } from '@commonpoint/catalogue';
import { decideMembership } from '../../domain/core/access.js';
import type { LaneRow } from '../../domain/programs/quota.js';
import { refuse } from '../../domain/core/refusal.js';
import { issuerPolicy } from './member-policies.js';
import { keyParts } from './keys.js';
import { accountKey, lots, referenceKey } from '../accounts/keys.js';
import { openHolds } from '../holds/keys.js';
import { organizationKey, organizations } from '../organizations/keys.js';
import { laneKey, programKey } from '../programs/keys.js';
import { accept, LedgerError } from './ledger-error.js';
import type { LedgerContext } from './context.js';
import { PendingReads } from './pending-reads.js';
import type { LedgerState } from './state.js';

/** Who calls what. */
type Calling = Pick<LedgerContext, 'state' | 'caller' | 'entry'>;

/** Errors: ORGANIZATION_UNKNOWN. */
export async function loadOrganization(state: LedgerState, mspId: string): Promise<Organization> {
  const organization = await state.get(organizationKey(mspId));
  if (organization === undefined) throw new LedgerError(refuse('ORGANIZATION_UNKNOWN', `${mspId} is not registered`));
  return organization;
}

/** All of them; one that registers before commit is a conflict. */
export async function loadOrganizations(state: LedgerState): Promise<Organization[]> {
  const all: Organization[] = [];
  for await (const { value } of state.range(organizations())) all.push(value);
  return all;
}

/** Checks that the caller's organisation may submit this. Errors: ORGANIZATION_NOT_ALLOWED, ORGANIZATION_UNKNOWN. */
export async function requireMembership({ state, caller, entry }: Calling): Promise<void> {
  accept(decideMembership(caller, await state.get(organizationKey(caller.mspId)), entry));
}

/**
 * The endorsement policy of rows that carry the issuer's liability: the issuer and another merchant; or, so that no row is
 * locked for ever by one that is gone, more than half of all organisations without it, as many as change the chaincode's
 * definition. While no other merchant is registered there is none, and the chaincode's own policy applies.
 */
export async function loadIssuerPolicy(state: LedgerState, issuer: string): Promise<Uint8Array | undefined> {
  return issuerPolicy(await loadOrganizations(state), issuer);
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

/** The accounts that exist, by id, and the references that lead elsewhere than to the account that has their id. */
export async function loadAccounts(
  state: LedgerState,
  accountIds: readonly string[],
): Promise<{ existing: Map<string, Account>; references: Map<string, Reference> }> {
  const existing = new Map<string, Account>();
  const references = new Map<string, Reference>();
  const reads = new PendingReads(state);
  for (const accountId of accountIds) {
    reads.want(accountKey(accountId), (row) => existing.set(accountId, row));
    reads.want(referenceKey(accountId), (row) => references.set(accountId, row));
  }
  await reads.read();
  return { existing, references };
}

/** Whether an account has neither lots nor open holds; one that comes in before commit is a phantom conflict. */
export async function isAccountEmpty(state: LedgerState, accountId: string): Promise<boolean> {
  for await (const _lot of state.range(lots(accountId))) return false;
  for await (const _hold of state.range(openHolds(accountId))) return false;
  return true;
}

/** The first of those merged into an account that holds something yet. */
export async function incomingOf(state: LedgerState, { merged = [] }: Account): Promise<string | undefined> {
  for (const accountId of merged) if (!(await isAccountEmpty(state, accountId))) return accountId;
  return undefined;
}

/** The lots of an account with what their keys say. */
export async function loadLots(state: LedgerState, accountId: string) {
  const found: { programId: string; expiry: string; maturesOn?: string | undefined; amount: string }[] = [];
  for await (const { key, value } of state.range(lots(accountId))) {
    const [, programId = '', expiry = ''] = keyParts(key);
    found.push({ programId, expiry, maturesOn: value.maturesOn, amount: value.amount });
  }
  return found;
}

/** What is held of an account's points. */
export async function loadOpenHolds(state: LedgerState, accountId: string) {
  const found: { programId: string; amount: string }[] = [];
  for await (const { key, value } of state.range(openHolds(accountId))) {
    const [, programId = ''] = keyParts(key);
    found.push({ programId, amount: value.amount });
  }
  return found;
}

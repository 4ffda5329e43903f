/**
 * Writing what was decided. Rows of members, constitution, epoch and proposals ask for the peers of more than half of all
 * organisations of the day, as many as change the chaincode's definition, so that fewer cannot count votes as they like.
 */
import type { Organization } from '@commonpoint/catalogue';
import type { World } from '../../domain/governance/world.js';
import type { LedgerContext } from '../core/context.js';
import { agreementKey, constitutionKey, epochKey, type Key, organizationKey, programKey } from '../core/keys.js';
import { someOf } from '../core/key-policy.js';
import { loadIssuerPolicy } from '../core/load.js';
import type { LedgerState } from '../core/state.js';

/** The endorsement policy of what members decide together; none while there is one alone. */
export function consortiumPolicy(organizations: Iterable<Organization>): Uint8Array | undefined {
  const active = [...organizations].filter(({ status }) => status === 'active').map(({ mspId }) => mspId);
  return active.length < 2 ? undefined : someOf({ atLeast: Math.floor(active.length / 2) + 1, of: active });
}

/** Writes the rows that differ. */
export async function applyWorld(state: LedgerState, before: World, after: World): Promise<void> {
  const policy = consortiumPolicy(after.organizations.values());
  for (const [mspId, row] of changed(before.organizations, after.organizations)) {
    state.put(organizationKey(mspId), row, policy);
  }
  if (after.constitution !== before.constitution) state.put(constitutionKey, after.constitution, policy);
  if (after.epoch !== before.epoch) state.put(epochKey, after.epoch, policy);
  for (const [version, row] of changed(before.agreements, after.agreements)) {
    state.put(agreementKey(version), row, policy);
  }
  for (const [programId, row] of changed(before.programs, after.programs)) {
    state.put(programKey(programId), row, await loadIssuerPolicy(state, row.issuer));
  }
}

/** Members changed by what is no decision of all: who was admitted has joined, or somebody leaves. */
export async function beginEpoch({ state, txTime }: LedgerContext): Promise<void> {
  const before = await state.get(epochKey);
  if (before !== undefined) state.put(epochKey, { number: before.number + 1, since: txTime });
}

/** A row with the policy of what members decide together. */
export function putDecided<T>(state: LedgerState, key: Key<T>, row: T, { organizations }: World): void {
  state.put(key, row, consortiumPolicy(organizations.values()));
}

function changed<K, V>(before: ReadonlyMap<K, V>, after: ReadonlyMap<K, V>): [K, V][] {
  return [...after].filter(([key, row]) => before.get(key) !== row);
}

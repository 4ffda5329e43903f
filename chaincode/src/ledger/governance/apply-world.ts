/** Writing what was decided, with the policies that follow from who the members are then. */
import type { World } from '../../domain/governance/world.js';
import type { LedgerContext } from '../core/context.js';
import { revised } from '../../domain/core/revisions.js';
import { type Key } from '../core/keys.js';
import { accountKey } from '../accounts/keys.js';
import { creditLineKey } from '../collateral/keys.js';
import { agreementKey, constitutionKey, epochKey } from './keys.js';
import { orderKey, standingKey } from '../orders/keys.js';
import { organizationKey } from '../organizations/keys.js';
import { programKey } from '../programs/keys.js';
import { consortiumPolicy, issuerPolicy } from '../core/member-policies.js';
import { giveDaysBack } from '../orders/order-changes.js';
import type { LedgerState } from '../core/state.js';

/** Writes the rows that differ. */
export async function applyWorld(
  { state, txId }: Pick<LedgerContext, 'state' | 'txId'>,
  before: World,
  after: World,
): Promise<void> {
  const policy = consortiumPolicy(after.organizations.values());
  for (const [mspId, row] of changed(before.organizations, after.organizations)) {
    state.put(organizationKey(mspId), row, policy);
  }
  if (after.constitution !== before.constitution) state.put(constitutionKey, after.constitution, policy);
  if (after.epoch !== before.epoch) state.put(epochKey, after.epoch, policy);
  for (const [version, row] of changed(before.agreements, after.agreements)) {
    state.put(agreementKey(version), row, policy);
  }
  for (const [orderId, row] of changed(before.orders, after.orders)) {
    state.put(orderKey(orderId), row);
    if (row.daysGivenBack !== undefined) await giveDaysBack(state, row, row.daysGivenBack, txId);
  }
  for (const [accountId, row] of changed(before.accounts, after.accounts))
    state.put(accountKey(accountId), revised(row));
  for (const [, row] of changed(before.lines, after.lines)) state.put(creditLineKey(row.mspId, row.lineId), row);
  for (const [name, row] of changed(before.standings, after.standings)) {
    const [kind, id = ''] = name.split(' ');
    const key = standingKey(kind === 'program' ? kind : 'organization', id);
    if (row === undefined) state.delete(key);
    else state.put(key, row);
  }
  for (const [programId, row] of changed(before.programs, after.programs)) {
    state.put(programKey(programId), row, issuerPolicy([...after.organizations.values()], row.issuer));
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

/** Migrations, and what was claimed of them. */
import type { Migration } from '@commonpoint/catalogue';
import type { ClaimedSums } from '../../domain/migration/migrations.js';
import { refuse } from '../../domain/core/refusal.js';
import { migratedRows, migrationKey } from './keys.js';
import { accept } from '../core/ledger-error.js';
import type { LedgerState } from '../core/state.js';

/** Errors: MIGRATION_UNKNOWN. */
export async function loadMigration(state: LedgerState, mspId: string, migrationId: string): Promise<Migration> {
  const found = await state.get(migrationKey(mspId, migrationId));
  return accept(found ?? refuse('MIGRATION_UNKNOWN', `${mspId} has no migration ${migrationId}`));
}

/** What was claimed; a claim that comes in before commit is a conflict. */
export async function loadClaimed(state: LedgerState, mspId: string, migrationId: string): Promise<ClaimedSums> {
  let [count, amount] = [0, 0n];
  for await (const { value } of state.range(migratedRows(mspId, migrationId))) {
    count += value.count;
    amount += BigInt(value.amount);
  }
  return { count, amount };
}

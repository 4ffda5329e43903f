/** Which migration a request is about. */
import { migrationId, mspId } from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import type { Gateway } from '../../gateway.js';
import type { Snapshot } from '../../store/snapshot-store.js';
import { migrationQueries } from './reads.js';

export const exampleMigration = { mspId: 'HarborMSP', migrationId: 'legacy-2026' };

export const aboutMigrations = {
  tag: 'Migrations',
  params: z.strictObject({ mspId, migrationId }),
};
/** @throws Failure SNAPSHOT_UNKNOWN */
export function ownSnapshot(
  gateway: Gateway,
  asked: { readonly mspId: string; readonly migrationId: string },
): Snapshot {
  if (asked.mspId !== gateway.mspId)
    throw new Failure('SNAPSHOT_UNKNOWN', `Snapshots of ${asked.mspId} are with its own gateway.`);
  return gateway.migrations.require(asked.migrationId);
}

/** @throws Failure MIGRATION_UNKNOWN */
export function requireMigration(
  { projection }: Gateway,
  asked: { readonly mspId: string; readonly migrationId: string },
) {
  const found = projection.of(migrationQueries).migration(asked.mspId, asked.migrationId);
  if (found === undefined)
    throw new Failure('MIGRATION_UNKNOWN', `${asked.mspId} has no migration ${asked.migrationId} on the ledger.`);
  return found;
}

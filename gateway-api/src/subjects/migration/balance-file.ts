/** The proof of one legacy balance: its leaf, the way to the root with all sums beside it, and the migration’s own proof. */
import { migrationLeafText } from '@commonpoint/catalogue';
import { Failure } from '../../channel/failures.js';
import type { Gateway } from '../../gateway.js';
import type { Snapshot } from '../../store/snapshot-store.js';
import { proofFile } from '../evidence/proof-file.js';
import { requireMigration } from './asked-migration.js';

export const BALANCE_FORMAT = 'commonpoint/legacy-balance@v1';

/** @throws Failure LEAF_UNKNOWN, MIGRATION_UNKNOWN, CHECKPOINT_AWAITED */
export function balanceProof(gateway: Gateway, snapshot: Snapshot, index: number) {
  const { mspId, migrations, receiptLog } = gateway;
  const { snapshots } = migrations;
  const { migrationId, seq } = snapshot;
  const found = snapshots.leaf(seq, index);
  if (found === undefined) throw new Failure('LEAF_UNKNOWN', `The snapshot has no balance ${index}.`);
  const { block, value } = requireMigration(gateway, { mspId, migrationId });
  const key = ['migration', mspId, migrationId];
  const at = receiptLog.indexOf(block, key, value);
  if (at === undefined) throw new Failure('CHECKPOINT_AWAITED', `No checkpoint has ${migrationId} yet.`);
  const path = snapshots.proofs(snapshot).path(index);
  return {
    format: BALANCE_FORMAT,
    leaf: migrationLeafText(found.leaf),
    path: path.map(({ hash, sum }) => ({ hash: Buffer.from(hash).toString('base64'), sum: String(sum) })),
    migration: proofFile(gateway, at, key, value),
  };
}

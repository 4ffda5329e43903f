/**
 * What was claimed of a migration that was given up goes back, whoever was stopped in between: from the block on in which it was given up, when
 * the projection knows whatever was claimed before.
 */
import type { SnapshotState } from '../../store/snapshot-store.js';
import type { CreateJob } from '../subject.js';
import { migrationQueries } from './reads.js';

const LOOKED_EVERY_MS = 5_000;
const unreturned: ReadonlySet<SnapshotState> = new Set(['claiming', 'claimed', 'returning']);

export const giveBackAborted: CreateJob = (gateway, _log, everyMs = LOOKED_EVERY_MS) => ({
  name: 'give-back-aborted',
  pauseMs: () => everyMs,
  run() {
    const { mspId, migrations, projection } = gateway;
    for (const { migrationId, state } of migrations.snapshots.all()) {
      const found = projection.of(migrationQueries).migration(mspId, migrationId);
      if (found?.row.status === 'aborted' && unreturned.has(state)) migrations.giveBack(migrationId);
    }
    return Promise.resolve();
  },
});

/** What the projection says of migrations. */
import type { Migration } from '@commonpoint/catalogue';
import { allParsed, preparing } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';

export function migrationQueries(database: Database) {
  const { prepare, exact } = preparing(database);
  const one = prepare('SELECT block, approved, value FROM migrations WHERE msp_id = ? AND migration_id = ?');
  const after = prepare(
    'SELECT value FROM migrations WHERE (msp_id, migration_id) > (?, ?) ORDER BY msp_id, migration_id LIMIT ?',
  );
  const claimed = exact('SELECT claims, points FROM migrated WHERE msp_id = ? AND migration_id = ?');
  return {
    migration(mspId: string, migrationId: string) {
      const row = one.get(mspId, migrationId) as unknown as Written | undefined;
      return row && { ...row, row: JSON.parse(row.value) as Migration };
    },
    migrations: (after_: { readonly mspId: string; readonly migrationId: string }, limit: number) =>
      allParsed<Migration>(after.all(after_.mspId, after_.migrationId, limit)),
    claimedSoFar(mspId: string, migrationId: string): { count: number; amount: string } {
      const found = claimed.get(mspId, migrationId) as unknown as { claims: bigint; points: bigint } | undefined;
      return { count: Number(found?.claims ?? 0), amount: String(found?.points ?? 0) };
    },
  };
}

interface Written {
  readonly block: number;
  readonly approved: number | null;
  /** As the ledger has it. */
  readonly value: string;
}

/** Migrations, and what was claimed of each. */
import type { Migration, Row } from '@commonpoint/catalogue';
import type { PrepareRows } from '../../projection/apply-block.js';
import type { TableVersion } from '../../store/database.js';

export const tables: readonly TableVersion[] = [
  {
    version: 12,
    sql: `
    CREATE TABLE migrations (
      msp_id       TEXT NOT NULL,
      migration_id TEXT NOT NULL,
      block        INTEGER NOT NULL,           -- that wrote it last
      approved     INTEGER,                    -- the block that approved it
      value        TEXT NOT NULL,
      PRIMARY KEY (msp_id, migration_id)
    ) WITHOUT ROWID;
    CREATE TABLE migrated (
      msp_id       TEXT NOT NULL,
      migration_id TEXT NOT NULL,
      claims       INTEGER NOT NULL,
      points       INTEGER NOT NULL,
      PRIMARY KEY (msp_id, migration_id)
    ) WITHOUT ROWID;
    `,
  },
];

export const rows: PrepareRows = ({ sqlite }) => {
  const put = sqlite.prepare(
    `INSERT INTO migrations (msp_id, migration_id, block, approved, value) VALUES ($mspId, $migrationId, $block, $approved, $value)
     ON CONFLICT DO UPDATE SET block = $block, approved = coalesce(approved, $approved), value = $value`,
  );
  const add = sqlite.prepare(
    `INSERT INTO migrated (msp_id, migration_id, claims, points) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET claims = claims + excluded.claims, points = points + excluded.points`,
  );
  return {
    migration([, mspId, migrationId], value, block, row) {
      const approved = (row as Migration).status === 'approved' ? block : null;
      put.run({ mspId: mspId!, migrationId: migrationId!, block, approved, value });
    },
    migrated([, mspId, migrationId], _json, _block, row) {
      const { count, amount } = row as Row<'migrated'>;
      add.run(mspId!, migrationId!, count, BigInt(amount));
    },
  };
};

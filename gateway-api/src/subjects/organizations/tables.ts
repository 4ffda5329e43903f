/** Organisations, as the ledger has them. */
import type { PrepareRows } from '../../projection/apply-block.js';
import type { TableVersion } from '../../store/database.js';

export const tables: readonly TableVersion[] = [
  {
    version: 1,
    sql: `
    CREATE TABLE organizations (msp_id TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    `,
  },
];

export const rows: PrepareRows = ({ sqlite }) => {
  const put = sqlite.prepare('INSERT OR REPLACE INTO organizations (msp_id, value) VALUES (?, ?)');
  return { org: ([, mspId], json) => void put.run(mspId!, json) };
};

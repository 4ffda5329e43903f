/** The constitution, as the ledger has it. */
import type { PrepareRows } from '../../projection/apply-block.js';
import type { TableVersion } from '../../store/database.js';

export const tables: readonly TableVersion[] = [
  {
    version: 12,
    sql: `
    CREATE TABLE constitution (one INTEGER PRIMARY KEY CHECK (one = 1), value TEXT NOT NULL);
    `,
  },
];

export const rows: PrepareRows = ({ sqlite }) => {
  const put = sqlite.prepare('INSERT OR REPLACE INTO constitution (one, value) VALUES (1, ?)');
  return { constitution: (_parts, json) => void put.run(json) };
};

/** Settlements, as the ledger has them. */
import type { PrepareRows } from '../../projection/apply-block.js';
import type { TableVersion } from '../../store/database.js';

export const tables: readonly TableVersion[] = [
  {
    version: 2,
    sql: `
    CREATE TABLE settlements (
      cycle    TEXT NOT NULL,
      debtor   TEXT NOT NULL,
      creditor TEXT NOT NULL,
      value    TEXT NOT NULL,
      PRIMARY KEY (cycle, debtor, creditor)
    ) WITHOUT ROWID;
    `,
  },
];

export const rows: PrepareRows = ({ sqlite }) => {
  const put = sqlite.prepare('INSERT OR REPLACE INTO settlements (cycle, debtor, creditor, value) VALUES (?, ?, ?, ?)');
  return { settlement: ([, cycle, debtor, creditor], json) => void put.run(cycle!, debtor!, creditor!, json) };
};

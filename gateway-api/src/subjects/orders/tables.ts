/** Orders, by id. What stands against an account is in the account's own row. */
import type { PrepareRows } from '../../projection/apply-block.js';
import type { TableVersion } from '../../store/database.js';

export const tables: readonly TableVersion[] = [
  {
    version: 8,
    sql: `
    CREATE TABLE orders (order_id TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    `,
  },
];

export const rows: PrepareRows = ({ sqlite }) => {
  const put = sqlite.prepare('INSERT OR REPLACE INTO orders (order_id, value) VALUES (?, ?)');
  return { order: ([, orderId], json) => void put.run(orderId!, json) };
};

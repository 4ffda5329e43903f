/** Orders, by id. What stands against an account is in the account's own row. */
import type { Order } from '@commonpoint/catalogue';
import type { PrepareRows } from '../../projection/apply-block.js';
import type { TableVersion } from '../../store/database.js';

export const tables: readonly TableVersion[] = [
  {
    version: 8,
    sql: `
    CREATE TABLE orders (order_id TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    `,
  },
  {
    version: 12,
    sql: `
    -- The block in which it was lifted: from then on, points that waited under it end later.
    ALTER TABLE orders ADD COLUMN lifted INTEGER;
    `,
  },
];

export const rows: PrepareRows = ({ sqlite }) => {
  const put = sqlite.prepare('INSERT OR REPLACE INTO orders (order_id, value, lifted) VALUES (?, ?, ?)');
  return {
    order: ([, orderId], json, block, row) =>
      void put.run(orderId!, json, (row as Order).status === 'lifted' ? block : null),
  };
};

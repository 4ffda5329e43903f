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
  const one = sqlite.prepare('SELECT value, lifted FROM orders WHERE order_id = ?');
  const put = sqlite.prepare('INSERT OR REPLACE INTO orders (order_id, value, lifted) VALUES (?, ?, ?)');
  const alter = sqlite.prepare('UPDATE liability_mark SET alterations = alterations + 1');
  return {
    order: ([, orderId], json, block, row) => {
      const before = one.get(orderId!) as { readonly value: string; readonly lifted: number | null } | undefined;
      const since = before?.lifted ?? undefined;
      put.run(orderId!, json, since ?? ((row as Order).status === 'lifted' ? block : null));
      // Nobody alters one that was lifted, unless two peers endorse what they like.
      if (since !== undefined && before?.value !== json) alter.run();
    },
  };
};

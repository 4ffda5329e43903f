/** Receipts: what the ledger recorded of operations. */
import type { Receipt } from '@commonpoint/catalogue';
import { createNumbering } from '../../projection/apply-block.js';
import type { PrepareRows } from '../../projection/apply-block.js';
import type { TableVersion } from '../../store/database.js';

export const tables: readonly TableVersion[] = [
  {
    version: 1,
    sql: `
    CREATE TABLE receipts (
      seq           INTEGER PRIMARY KEY, -- order on the ledger
      msp_id        TEXT NOT NULL,
      operation_id  TEXT NOT NULL,
      account_id    TEXT NOT NULL,
      to_account_id TEXT,
      block         INTEGER NOT NULL,
      value         TEXT NOT NULL
    );
    CREATE UNIQUE INDEX receipts_by_id ON receipts (operation_id, msp_id);
    `,
  },
  {
    version: 10,
    sql: `
    -- The block that wrote it last; the row above has the first one.
    ALTER TABLE receipts ADD COLUMN written INTEGER NOT NULL DEFAULT -1;
    `,
  },
  {
    // The clearing cycle in which it made somebody a debtor, of those that did.
    version: 11,
    sql: `
    ALTER TABLE receipts ADD COLUMN cycle TEXT;
    UPDATE receipts SET cycle = value ->> 'cycle';
    CREATE INDEX receipts_by_cycle ON receipts (cycle, seq) WHERE cycle IS NOT NULL;
    `,
  },
];

export const rows: PrepareRows = (database) => {
  const { sqlite } = database;
  // A receipt is written a second time when its operation is reversed; its place in the order stays.
  const put = sqlite.prepare(
    `INSERT INTO receipts (seq, msp_id, operation_id, account_id, to_account_id, block, written, cycle, value)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (operation_id, msp_id) DO UPDATE SET value = excluded.value, written = excluded.written`,
  );
  const next = createNumbering(database, 'receipts');
  return {
    op: ([, mspId, operationId], json, block, row) => {
      const { accountId, toAccountId, cycle } = row as Receipt;
      put.run(next(block), mspId!, operationId!, accountId, toAccountId ?? null, block, block, cycle ?? null, json);
    },
  };
};

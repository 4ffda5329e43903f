/** Receipts: what the ledger recorded of operations. */
import { isDeepStrictEqual } from 'node:util';
import { importedIdOf, type ImportedRow, type Receipt } from '@commonpoint/catalogue';
import { createNumbering } from '../../projection/apply-block.js';
import type { PrepareRows } from '../../projection/apply-block.js';
import type { TableVersion } from '../../store/database.js';
import { receiptRows } from '../../projection/receipt-rows.js';

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
  {
    version: 14,
    sql: `
    -- Of imported files a hundred lines: they take as many places in the order of receipts.
    CREATE TABLE imported_rows (
      seq     INTEGER PRIMARY KEY,
      lines   INTEGER NOT NULL,
      msp_id  TEXT NOT NULL,
      file    TEXT NOT NULL,
      stretch INTEGER NOT NULL,
      block   INTEGER NOT NULL,
      value   TEXT NOT NULL
    );
    CREATE UNIQUE INDEX imported_rows_by_line ON imported_rows (file, stretch, msp_id);
    `,
  },
  {
    version: 15,
    sql: `
    -- The bridge that it crossed; imported rows cross none.
    ALTER TABLE receipts ADD COLUMN bridge_id TEXT;
    UPDATE receipts SET bridge_id = value ->> 'bridgeId';
    CREATE INDEX receipts_by_bridge ON receipts (bridge_id, seq) WHERE bridge_id IS NOT NULL;
    UPDATE operations SET bridge_id = receipts.bridge_id FROM receipts
      WHERE receipts.operation_id = operations.id AND receipts.bridge_id IS NOT NULL;
    `,
  },
];

export const rows: PrepareRows = (database) => {
  const { sqlite } = database;
  // A receipt is written a second time when its operation is reversed; its place in the order stays.
  const putNew = sqlite.prepare(
    `INSERT INTO receipts (seq, msp_id, operation_id, account_id, to_account_id, block, written, cycle, bridge_id, value)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (operation_id, msp_id) DO NOTHING`,
  );
  const putAgain = sqlite.prepare('UPDATE receipts SET value = ?, written = ? WHERE operation_id = ? AND msp_id = ?');
  const alter = sqlite.prepare('UPDATE liability_mark SET alterations = alterations + 1');
  const crossed = sqlite.prepare('UPDATE operations SET bridge_id = ? WHERE id = ?');
  const putHundred = sqlite.prepare(
    `INSERT OR IGNORE INTO imported_rows (seq, lines, msp_id, file, stretch, block, value) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const receipts = receiptRows(database);
  const next = createNumbering(
    database,
    `(SELECT max(seq) AS seq FROM receipts
      UNION ALL SELECT * FROM (SELECT seq + lines - 1 FROM imported_rows ORDER BY seq DESC LIMIT 1))`,
  );
  return {
    op: ([, mspId, operationId], json, block, row) => {
      const { accountId, toAccountId, cycle = null, bridgeId = null, reversed } = row as Receipt;
      const before =
        importedIdOf(operationId!) !== undefined || reversed !== undefined
          ? receipts.byId(mspId!, operationId!)
          : undefined;
      // What is there keeps its place, also a line that was imported, when something of it is taken back.
      const [seq, first] = before === undefined ? [next(block), block] : [before.seq, before.block];
      const [own, other] = [mspId!, toAccountId ?? null];
      const put = putNew.run(seq, own, operationId!, accountId, other, first, block, cycle, bridgeId, json);
      const isNew = put.changes === 1;
      if (!isNew) putAgain.run(json, block, operationId!, own);
      // Nobody alters more of it, unless two peers endorse what they like.
      if (before === undefined ? !isNew : isAltered(before.receipt, row as Receipt)) alter.run();
      if (bridgeId !== null) crossed.run(bridgeId, operationId!);
    },
    imported: ([, mspId, file, stretch], json, block, row) => {
      const { length } = (row as ImportedRow).rows;
      if (length === 0) return;
      const seq = next(block);
      for (let line = 1; line < length; line++) next(block);
      putHundred.run(seq, length, mspId!, file!, Number(stretch), block, json);
    },
  };
};

/** Whether anything is another than it was, but what was taken back. */
function isAltered(before: Receipt, after: Receipt): boolean {
  const rest = ({ reversed: _reversed, reversedBy: _by, ...receipt }: Receipt): object => receipt;
  return !isDeepStrictEqual(rest(before), rest(after));
}

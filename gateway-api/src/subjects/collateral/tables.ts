/** Credit lines, and what is said of their money. */
import type { CreditLine } from '@commonpoint/catalogue';
import type { ApplyRow, PrepareRows } from '../../projection/apply-block.js';
import { parsed } from '../../projection/projection.js';
import type { TableVersion } from '../../store/database.js';
import { entryRows, entryTables } from './line-entries.js';

export const tables: readonly TableVersion[] = [
  {
    version: 15,
    sql: `
    CREATE TABLE credit_lines (
      msp_id     TEXT NOT NULL,      -- the pledgee
      line_id    TEXT NOT NULL,
      account_id TEXT NOT NULL,
      value      TEXT NOT NULL,
      PRIMARY KEY (msp_id, line_id)
    ) WITHOUT ROWID;
    CREATE INDEX credit_lines_by_account ON credit_lines (account_id, msp_id, line_id);
    CREATE TABLE line_payments (
      msp_id     TEXT NOT NULL,
      line_id    TEXT NOT NULL,
      payment_id TEXT NOT NULL,
      value      TEXT NOT NULL,
      PRIMARY KEY (msp_id, line_id, payment_id)
    ) WITHOUT ROWID;
    `,
  },
  ...entryTables,
];

export const rows: PrepareRows = (database) => {
  const { sqlite } = database;
  const { lineChanged, rows: explaining } = entryRows(database);
  const explainPayment = explaining['line-payment'] as ApplyRow;
  const getLine = sqlite.prepare('SELECT value FROM credit_lines WHERE msp_id = ? AND line_id = ?');
  const putLine = sqlite.prepare(
    'INSERT OR REPLACE INTO credit_lines (msp_id, line_id, account_id, value) VALUES (?, ?, ?, ?)',
  );
  const putPayment = sqlite.prepare(
    'INSERT OR REPLACE INTO line_payments (msp_id, line_id, payment_id, value) VALUES (?, ?, ?, ?)',
  );
  return {
    ...explaining,
    'credit-line': (_key, json, block, row) => {
      const line = row as CreditLine;
      const { mspId, lineId, accountId } = line;
      lineChanged(parsed<CreditLine>(getLine.get(mspId, lineId)), line, block);
      putLine.run(mspId, lineId, accountId, json);
    },
    'line-payment': (key, json, block, row) => {
      const [, mspId, lineId, paymentId] = key;
      putPayment.run(mspId!, lineId!, paymentId!, json);
      explainPayment(key, json, block, row);
    },
  };
};

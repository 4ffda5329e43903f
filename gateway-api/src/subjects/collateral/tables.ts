/** Credit lines, and what is said of their money. */
import type { CreditLine } from '@commonpoint/catalogue';
import type { PrepareRows } from '../../projection/apply-block.js';
import type { TableVersion } from '../../store/database.js';

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
];

export const rows: PrepareRows = ({ sqlite }) => {
  const putLine = sqlite.prepare(
    'INSERT OR REPLACE INTO credit_lines (msp_id, line_id, account_id, value) VALUES (?, ?, ?, ?)',
  );
  const putPayment = sqlite.prepare(
    'INSERT OR REPLACE INTO line_payments (msp_id, line_id, payment_id, value) VALUES (?, ?, ?, ?)',
  );
  return {
    'credit-line': (_key, json) => {
      const { mspId, lineId, accountId } = JSON.parse(json) as CreditLine;
      putLine.run(mspId, lineId, accountId, json);
    },
    'line-payment': ([, mspId, lineId, paymentId], json) => void putPayment.run(mspId!, lineId!, paymentId!, json),
  };
};

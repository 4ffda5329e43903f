/**
 * What merchants owe each other by cycle, and how far its closing is.
 *
 * Clearing rows are deltas that the ledger writes once each; that it folds them when a cycle is closed changes no sum.
 */
import type { PrepareRows } from '../../projection/apply-block.js';
import type { TableVersion } from '../../store/database.js';

export const tables: readonly TableVersion[] = [
  {
    version: 1,
    sql: `
    CREATE TABLE clearing (
      cycle      TEXT NOT NULL,
      debtor     TEXT NOT NULL,
      creditor   TEXT NOT NULL,
      program_id TEXT NOT NULL,
      amount     TEXT NOT NULL,
      PRIMARY KEY (cycle, debtor, creditor, program_id)
    ) WITHOUT ROWID;
    `,
  },
  {
    version: 2,
    sql: `
    CREATE TABLE cycles (cycle TEXT PRIMARY KEY, status TEXT NOT NULL) WITHOUT ROWID;
    `,
  },
];

export const rows: PrepareRows = ({ sqlite }) => {
  const get = sqlite.prepare(
    'SELECT amount FROM clearing WHERE cycle = ? AND debtor = ? AND creditor = ? AND program_id = ?',
  );
  const put = sqlite.prepare(
    'INSERT OR REPLACE INTO clearing (cycle, debtor, creditor, program_id, amount) VALUES (?, ?, ?, ?, ?)',
  );
  const putCycle = sqlite.prepare('INSERT OR REPLACE INTO cycles (cycle, status) VALUES (?, ?)');
  return {
    clearing: ([, cycle, debtor, creditor, programId], json) => {
      const key = [cycle!, debtor!, creditor!, programId!] as const;
      const before = get.get(...key) as { amount: string } | undefined;
      const { amount } = JSON.parse(json) as { amount: string };
      put.run(...key, (BigInt(before?.amount ?? 0) + BigInt(amount)).toString());
    },
    cycle: ([, cycle], json) => void putCycle.run(cycle!, (JSON.parse(json) as { status: string }).status),
  };
};

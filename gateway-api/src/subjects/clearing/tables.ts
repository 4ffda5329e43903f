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
  {
    // The part of the month that goes on from one that was cut off.
    version: 11,
    sql: 'ALTER TABLE cycles ADD COLUMN cut_to TEXT;',
  },
];

/** What a cycle's row says that matters here. */
interface ClosingCycle {
  readonly status: string;
  readonly next?: string;
  /** What had no value and counts to another cycle from now on: rows of that one come in the same transaction. */
  readonly carried?: readonly {
    readonly debtor: string;
    readonly creditor: string;
    readonly programId: string;
    readonly amount: string;
  }[];
}

export const rows: PrepareRows = ({ sqlite }) => {
  const get = sqlite.prepare(
    'SELECT amount FROM clearing WHERE cycle = ? AND debtor = ? AND creditor = ? AND program_id = ?',
  );
  const put = sqlite.prepare(
    'INSERT OR REPLACE INTO clearing (cycle, debtor, creditor, program_id, amount) VALUES (?, ?, ?, ?, ?)',
  );
  const putCycle = sqlite.prepare('INSERT OR REPLACE INTO cycles (cycle, status, cut_to) VALUES (?, ?, ?)');
  const add = (position: readonly [string, string, string, string], amount: bigint): void => {
    const before = get.get(...position) as { amount: string } | undefined;
    put.run(...position, (BigInt(before?.amount ?? 0) + amount).toString());
  };
  return {
    clearing: ([, cycle, debtor, creditor, programId], json) => {
      const { amount } = JSON.parse(json) as { amount: string };
      add([cycle!, debtor!, creditor!, programId!], BigInt(amount));
    },
    cycle: ([, cycle], json) => {
      const { status, next, carried = [] } = JSON.parse(json) as ClosingCycle;
      for (const { debtor, creditor, programId, amount } of carried) {
        add([cycle!, debtor, creditor, programId], -BigInt(amount));
      }
      putCycle.run(cycle!, status, next ?? null);
    },
  };
};

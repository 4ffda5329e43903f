/** Holds, open ones and those that are resolved; held balances are summed from the open ones when they are asked for. */
import type { Hold } from '@commonpoint/catalogue';
import { createNumbering } from '../../projection/apply-block.js';
import type { PrepareRows } from '../../projection/apply-block.js';
import type { TableVersion } from '../../store/database.js';

export const tables: readonly TableVersion[] = [
  {
    version: 2,
    sql: `
    CREATE TABLE holds (
      msp_id      TEXT NOT NULL,
      hold_id     TEXT NOT NULL,
      account_id  TEXT NOT NULL,
      program_id  TEXT NOT NULL,
      amount      INTEGER NOT NULL,
      beneficiary TEXT,
      hash_lock   TEXT,
      expires_at  INTEGER NOT NULL,     -- ms since 1970
      status      TEXT NOT NULL,
      made        INTEGER NOT NULL,     -- order on the ledger
      value       TEXT NOT NULL,
      PRIMARY KEY (msp_id, hold_id)
    ) WITHOUT ROWID;
    CREATE INDEX holds_open_by_account ON holds (account_id, program_id, msp_id, hold_id) WHERE status = 'open';
    CREATE INDEX holds_open_by_lock ON holds (hash_lock) WHERE status = 'open' AND hash_lock IS NOT NULL;
    CREATE INDEX holds_open_by_end ON holds (msp_id, expires_at) WHERE status = 'open';
    `,
  },
  {
    version: 3,
    sql: `
    DROP INDEX holds_open_by_lock;
    CREATE INDEX holds_by_lock ON holds (hash_lock) WHERE hash_lock IS NOT NULL;
    `,
  },
  {
    // Of a pledge a part may go back, and of a note that is pledged the points lie in it until its end.
    version: 16,
    sql: `
    UPDATE holds SET amount = CAST(value ->> '$.amount' AS INTEGER);
    UPDATE holds SET amount = 0
    WHERE status = 'open' AND value ->> '$.note' IS NOT NULL AND value ->> '$.lots' IS NULL;
    `,
  },
];

const isNote = ({ note, status, lots }: Hold): boolean => note !== undefined && status === 'open' && lots === undefined;

export const rows: PrepareRows = (database) => {
  const { sqlite } = database;
  // A hold is written again when it is resolved; its place in the order stays.
  const put = sqlite.prepare(
    `INSERT INTO holds (msp_id, hold_id, account_id, program_id, amount, beneficiary, hash_lock, expires_at, status, made, value)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (msp_id, hold_id) DO UPDATE SET amount = excluded.amount, status = excluded.status, value = excluded.value`,
  );
  const next = createNumbering(database, 'holds', 'made');
  return {
    hold: (_key, json, block) => {
      const hold = JSON.parse(json) as Hold;
      put.run(
        hold.mspId,
        hold.holdId,
        hold.accountId,
        hold.programId,
        // Points of a note that is pledged lie there; of what is pledged a part may go back.
        isNote(hold) ? 0n : BigInt(hold.amount),
        hold.beneficiary ?? null,
        hold.hashLock ?? null,
        Date.parse(hold.expiresAt),
        hold.status,
        next(block),
        json,
      );
    },
  };
};

/** Accounts, their lots, and which receipts touched them. */
import type { Lot, Reference } from '@commonpoint/catalogue';
import type { PrepareRows } from '../../projection/apply-block.js';
import type { TableVersion } from '../../store/database.js';

export const tables: readonly TableVersion[] = [
  {
    version: 1,
    sql: `
    CREATE TABLE accounts (account_id TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE lots (
      account_id TEXT NOT NULL,
      program_id TEXT NOT NULL,
      lot_id     TEXT NOT NULL,         -- expiry.txId.n
      amount     INTEGER NOT NULL,
      value      TEXT NOT NULL,
      PRIMARY KEY (account_id, program_id, lot_id)
    ) WITHOUT ROWID;
    -- Which receipts touched an account. Filled when the gateway has time, or when somebody asks.
    CREATE TABLE statement_lines (
      account_id TEXT NOT NULL,
      seq        INTEGER NOT NULL,
      PRIMARY KEY (account_id, seq)
    ) WITHOUT ROWID;
    CREATE TABLE statement_mark (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL);
    INSERT INTO statement_mark (id, seq) VALUES (1, -1);
    `,
  },
  {
    version: 8,
    sql: `
    ALTER TABLE lots ADD COLUMN matures_on TEXT; -- the day from which it can be spent, if that was to come
    -- Where references lead, by their pseudonyms; those of accounts' own ids are not among them.
    CREATE TABLE member_references (
      reference_id TEXT PRIMARY KEY,
      account_id   TEXT NOT NULL,
      removed      INTEGER NOT NULL
    ) WITHOUT ROWID;
    `,
  },
];

export const rows: PrepareRows = ({ sqlite }) => {
  const putAccount = sqlite.prepare('INSERT OR REPLACE INTO accounts (account_id, value) VALUES (?, ?)');
  const putLot = sqlite.prepare(
    'INSERT OR REPLACE INTO lots (account_id, program_id, lot_id, amount, value, matures_on) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const removeLot = sqlite.prepare('DELETE FROM lots WHERE account_id = ? AND program_id = ? AND lot_id = ?');
  const lotIdOf = ([, , , expiry, txId, n]: readonly string[]): string => `${expiry}.${txId}.${n}`;
  const putReference = sqlite.prepare(
    'INSERT OR REPLACE INTO member_references (reference_id, account_id, removed) VALUES (?, ?, ?)',
  );
  return {
    reference: ([, referenceId], json) => {
      const { accountId, removedAt } = JSON.parse(json) as Reference;
      putReference.run(referenceId!, accountId, removedAt === undefined ? 0 : 1);
    },
    account: ([, accountId], json) => void putAccount.run(accountId!, json),
    lot: {
      put: (key, json) => {
        const { amount, maturesOn } = JSON.parse(json) as Lot;
        putLot.run(key[1]!, key[2]!, lotIdOf(key), BigInt(amount), json, maturesOn ?? null);
      },
      remove: (key) => void removeLot.run(key[1]!, key[2]!, lotIdOf(key)),
    },
  };
};

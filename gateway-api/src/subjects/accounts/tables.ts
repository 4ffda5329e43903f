/** Accounts, their lots, and which receipts touched them. */
import type { Lot, Reference } from '@commonpoint/catalogue';
import type { PrepareRows } from '../../projection/apply-block.js';
import { keepable, wholeSum } from '../../projection/large-sums.js';
import type { TableVersion } from '../../store/database.js';
import { accountNumbers } from './account-numbers.js';
import { packLot, packLotName } from './packed-lots.js';
import { toldLineTables } from './told-lines.js';

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
    -- What of a programme ends with which day, in lots of all accounts.
    CREATE TABLE ends (
      program_id TEXT NOT NULL,
      expiry     TEXT NOT NULL,
      amount     INTEGER NOT NULL,
      PRIMARY KEY (program_id, expiry)
    ) WITHOUT ROWID;
    INSERT INTO ends (program_id, expiry, amount)
      SELECT program_id, substr(lot_id, 1, 10), sum(amount) FROM lots GROUP BY 1, 2;
    -- Where references lead, by their pseudonyms; those of accounts' own ids are not among them.
    CREATE TABLE member_references (
      reference_id TEXT PRIMARY KEY,
      account_id   TEXT NOT NULL,
      removed      INTEGER NOT NULL
    ) WITHOUT ROWID;
    `,
  },
  {
    version: 10,
    sql: `
    -- For erasures: which accounts were merged into one, and which references lead or led to it.
    CREATE INDEX accounts_merged ON accounts (json_extract(value, '$.mergedInto'))
      WHERE json_extract(value, '$.mergedInto') IS NOT NULL;
    CREATE INDEX member_references_led ON member_references (account_id);
    `,
  },
  {
    version: 11,
    sql: `
    -- What of a programme can be spent from which day on, in lots of all accounts; gone when the day has come.
    CREATE TABLE maturing (
      program_id TEXT NOT NULL,
      matures_on TEXT NOT NULL,
      amount     INTEGER NOT NULL,
      PRIMARY KEY (program_id, matures_on)
    ) WITHOUT ROWID;
    `,
  },
  {
    version: 13,
    sql: `
    -- With the day, of the transaction's own time, and what came of each day: filled as before.
    DROP TABLE statement_lines;
    CREATE TABLE statement_lines (
      account_id TEXT NOT NULL,
      seq        INTEGER NOT NULL,
      day        TEXT NOT NULL,
      PRIMARY KEY (account_id, seq)
    ) WITHOUT ROWID;
    CREATE TABLE account_sums (
      account_id TEXT NOT NULL,
      day        TEXT NOT NULL,
      program_id TEXT NOT NULL,
      balance    INTEGER NOT NULL,
      held       INTEGER NOT NULL,
      PRIMARY KEY (account_id, day, program_id)
    ) WITHOUT ROWID;
    UPDATE statement_mark SET seq = -1;
    `,
  },
  {
    version: 18,
    sql: `
    -- Lots and statement lines name accounts by these.
    CREATE TABLE account_numbers (number INTEGER PRIMARY KEY, account_id TEXT NOT NULL UNIQUE);
    INSERT INTO account_numbers (account_id) SELECT DISTINCT account_id FROM lots;
    INSERT OR IGNORE INTO account_numbers (account_id) SELECT DISTINCT account_id FROM statement_lines;
    ALTER TABLE lots RENAME TO spelled_lots;
    CREATE TABLE lots (                  -- packed-lots.ts says how
      account       INTEGER NOT NULL,
      program_id    TEXT NOT NULL,
      lot           BLOB NOT NULL,
      amount        INTEGER NOT NULL,
      matures_on    TEXT,
      origin_id     ANY NOT NULL,
      origin_msp_id TEXT,
      campaign      TEXT,
      PRIMARY KEY (account, program_id, lot)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO lots (account, program_id, lot, amount, matures_on, origin_id, origin_msp_id, campaign)
      SELECT number, program_id,
        unhex(printf('%08x', CAST(replace(substr(lot_id, 1, 10), '-', '') AS INTEGER)) || substr(lot_id, 12, 64)
          || printf('%06x', CAST(substr(lot_id, 77) AS INTEGER))),
        amount, matures_on, value ->> 'originId',
        nullif(value ->> 'originMspId', substr(account_id, 1, instr(account_id, ':') - 1)), value ->> 'campaign'
      FROM spelled_lots JOIN account_numbers USING (account_id)
      -- What two peers may have endorsed under other keys is none.
      WHERE length(lot_id) = 81 AND lot_id GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].*.[0-9][0-9][0-9][0-9][0-9]'
        AND substr(lot_id, 12, 64) NOT GLOB '*[^0-9a-f]*'
      ORDER BY number, program_id, lot_id;
    DROP TABLE spelled_lots;
    ALTER TABLE statement_lines RENAME TO spelled_lines;
    CREATE TABLE statement_lines (
      account INTEGER NOT NULL,
      seq     INTEGER NOT NULL,
      day     INTEGER NOT NULL,          -- 20271231
      PRIMARY KEY (account, seq)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO statement_lines (account, seq, day)
      SELECT number, seq, CAST(replace(day, '-', '') AS INTEGER)
      FROM spelled_lines JOIN account_numbers USING (account_id) ORDER BY number, seq;
    DROP TABLE spelled_lines;
    `,
  },
  toldLineTables,
];

export const rows: PrepareRows = (database) => {
  const { sqlite } = database;
  const putAccount = sqlite.prepare('INSERT OR REPLACE INTO accounts (account_id, value) VALUES (?, ?)');
  const numberOf = accountNumbers(database);
  const putLot = sqlite.prepare(
    `INSERT OR REPLACE INTO lots (account, program_id, lot, amount, matures_on, origin_id, origin_msp_id, campaign)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const removeLot = sqlite.prepare(
    'DELETE FROM lots WHERE account = ? AND program_id = ? AND lot = ? RETURNING amount, matures_on',
  );
  removeLot.setReadBigInts(true);
  const addToEnd = sqlite.prepare(
    `INSERT INTO ends (program_id, expiry, amount) VALUES (?, ?, ?)
     ON CONFLICT (program_id, expiry) DO UPDATE SET amount = ${wholeSum('amount', 'excluded.amount')}`,
  );
  const removeEnd = sqlite.prepare('DELETE FROM ends WHERE program_id = ? AND expiry = ? AND amount = 0');
  const addToMaturing = sqlite.prepare(
    `INSERT INTO maturing (program_id, matures_on, amount) VALUES (?, ?, ?)
     ON CONFLICT (program_id, matures_on) DO UPDATE SET amount = ${wholeSum('amount', 'excluded.amount')}`,
  );
  const takeFromMaturing = sqlite.prepare(
    `UPDATE maturing SET amount = ${wholeSum('amount', '$by')} WHERE program_id = $programId AND matures_on = $day`,
  );
  /** By programme and day of maturity, what the block at hand changed. */
  const maturing = new Map<string, bigint>();
  const mature = (programId: string, day: string | null | undefined, by: bigint): void => {
    if (day === null || day === undefined) return;
    const name = `${programId} ${day}`;
    maturing.set(name, (maturing.get(name) ?? 0n) + by);
  };
  /** By programme and expiry, what the block at hand changed. */
  const changes = new Map<string, bigint>();
  const change = ([, , programId, expiry]: readonly string[], by: bigint): void => {
    const name = `${programId} ${expiry}`;
    changes.set(name, (changes.get(name) ?? 0n) + by);
  };
  const packedName = ([, , , expiry, txId, n]: readonly string[]): Uint8Array => packLotName(expiry!, txId!, n!);
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
      put: (key, _json, _block, row) => {
        const [, accountId, programId] = key as [string, string, string];
        const packed = packLot(accountId, row as Lot);
        const { amount, matures_on: maturesOn } = packed;
        putLot.run(
          numberOf.kept(accountId),
          programId,
          packedName(key),
          amount,
          maturesOn,
          packed.origin_id,
          packed.origin_msp_id,
          packed.campaign,
        );
        change(key, amount);
        mature(programId, maturesOn, amount);
      },
      remove: (key) => {
        const number = numberOf.known(key[1]!);
        const removed = number === undefined ? undefined : removeLot.get(number, key[2]!, packedName(key));
        if (removed === undefined) return;
        const amount = removed['amount'] as bigint;
        change(key, -amount);
        mature(key[2]!, removed['matures_on'] as string | null, -amount);
      },
      // A block that is rolled back and repeated begins anew.
      beginBlock: () => {
        changes.clear();
        maturing.clear();
      },
      endBlock: () => {
        for (const [name, sum] of maturing) {
          const [programId, day] = name.split(' ') as [string, string];
          const by = keepable(sum);
          if (by > 0n) addToMaturing.run(programId, day, by);
          // What has matured is not in the table any more.
          else if (by < 0n) takeFromMaturing.run({ by, programId, day });
        }
        for (const [name, by] of changes) {
          const [programId, expiry] = name.split(' ') as [string, string];
          addToEnd.run(programId, expiry, keepable(by));
          removeEnd.run(programId, expiry);
        }
      },
    },
  };
};

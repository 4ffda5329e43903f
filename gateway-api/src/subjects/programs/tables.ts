/**
 * Programmes, their lanes and the sums of what they issued.
 *
 * Supply rows are deltas that the ledger writes once each, so that their sums are kept here; that the ledger later folds them
 * into totals changes no sum.
 */
import type { PrepareRows } from '../../projection/apply-block.js';
import { wholeSum } from '../../projection/large-sums.js';
import type { TableVersion } from '../../store/database.js';
import { waitingTables } from './waiting-writes.js';

export const tables: readonly TableVersion[] = [
  {
    version: 1,
    sql: `
    CREATE TABLE programs (program_id TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE quota_lanes (
      program_id TEXT NOT NULL,
      lane       INTEGER NOT NULL,
      granted    INTEGER NOT NULL,
      used       INTEGER NOT NULL,
      PRIMARY KEY (program_id, lane)
    ) WITHOUT ROWID;
    CREATE TABLE supply (
      program_id TEXT PRIMARY KEY,
      issued     TEXT NOT NULL,
      redeemed   TEXT NOT NULL,
      expired    TEXT NOT NULL,
      reversed   TEXT NOT NULL
    ) WITHOUT ROWID;
    `,
  },
  {
    version: 2,
    sql: `
    ALTER TABLE supply ADD COLUMN held TEXT NOT NULL DEFAULT '0';
    `,
  },
  {
    version: 14,
    sql: `
    ALTER TABLE supply ADD COLUMN interest TEXT NOT NULL DEFAULT '0';
    `,
  },
  {
    version: 8,
    sql: `
    -- How many supply rows of a day stand on the ledger: what is to be folded once the day is over.
    CREATE TABLE supply_days (
      program_id TEXT NOT NULL,
      day        TEXT NOT NULL,
      row_count  INTEGER NOT NULL,
      PRIMARY KEY (program_id, day)
    ) WITHOUT ROWID;
    `,
  },
  {
    version: 15,
    sql: `
    -- What a day came to, which stays when its rows are folded.
    ALTER TABLE supply_days ADD COLUMN issued   INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE supply_days ADD COLUMN interest INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE supply_days ADD COLUMN redeemed INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE supply_days ADD COLUMN expired  INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE supply_days ADD COLUMN reversed INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE supply_days ADD COLUMN held     INTEGER NOT NULL DEFAULT 0;
    `,
  },
  {
    version: 19,
    sql: `
    -- What programmes owe by month of issue: all receipts until a place on the ledger, and orders that were lifted until a block.
    -- Filled when the gateway has time, or when somebody asks; reckoned anew when receipts were altered that are in it.
    CREATE TABLE liability_mark (
      id           INTEGER PRIMARY KEY CHECK (id = 1),
      seq          INTEGER NOT NULL,
      block        INTEGER NOT NULL,
      alterations  INTEGER NOT NULL,
      reckoned_for INTEGER NOT NULL
    ) STRICT;
    INSERT INTO liability_mark (id, seq, block, alterations, reckoned_for) VALUES (1, -1, -1, 0, 0);
    -- Null for a programme of which something makes no sense, so that it is reckoned anew each time.
    CREATE TABLE liability_sums (program_id TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID;
    CREATE TABLE liability_points (      -- packed-points.ts says how
      account    INTEGER NOT NULL,
      program_id TEXT NOT NULL,
      points     BLOB NOT NULL,
      PRIMARY KEY (account, program_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE liability_holds (
      hold       TEXT NOT NULL,
      program_id TEXT NOT NULL,
      points     BLOB NOT NULL,
      PRIMARY KEY (hold, program_id)
    ) STRICT, WITHOUT ROWID;
    -- Where receipts' points came from, unless all were of the receipt's own month.
    CREATE TABLE liability_spent (seq INTEGER PRIMARY KEY, parts BLOB NOT NULL) STRICT;
    `,
  },
  waitingTables,
];

const daySums = ['issued', 'interest', 'redeemed', 'expired', 'reversed', 'held'];

type Sums = Partial<Record<'issued' | 'redeemed' | 'expired' | 'reversed' | 'held' | 'interest', string>>;

export const rows: PrepareRows = ({ sqlite }) => {
  const putProgram = sqlite.prepare('INSERT OR REPLACE INTO programs (program_id, value) VALUES (?, ?)');
  const putLane = sqlite.prepare(
    'INSERT OR REPLACE INTO quota_lanes (program_id, lane, granted, used) VALUES (?, ?, ?, ?)',
  );
  const getSupply = sqlite.prepare(
    'SELECT issued, redeemed, expired, reversed, held, interest FROM supply WHERE program_id = ?',
  );
  const putSupply = sqlite.prepare(
    `INSERT OR REPLACE INTO supply (program_id, issued, redeemed, expired, reversed, held, interest)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const addToDay = sqlite.prepare(
    `INSERT INTO supply_days (program_id, day, row_count, issued, interest, redeemed, expired, reversed, held)
     VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (program_id, day) DO UPDATE SET
       row_count = row_count + 1, ${daySums.map((name) => `${name} = ${wholeSum(name, `excluded.${name}`)}`).join(', ')}`,
  );
  const rowFolded = sqlite.prepare('UPDATE supply_days SET row_count = row_count - 1 WHERE program_id = ? AND day = ?');
  return {
    program: ([, programId], json) => void putProgram.run(programId!, json),
    quota: ([, programId, lane], json) => {
      const { granted, used } = JSON.parse(json) as { granted: string; used: string };
      putLane.run(programId!, Number(lane), BigInt(granted), BigInt(used));
    },
    supply: {
      put: ([, programId, day], json) => {
        const delta = JSON.parse(json) as Sums;
        const { issued = '0', interest = '0', redeemed = '0', expired = '0', reversed = '0', held = '0' } = delta;
        const ofDay = [issued, interest, redeemed, expired, reversed, held].map(BigInt);
        addToDay.run(programId!, day!, ...ofDay);
        const sums = getSupply.get(programId!) as Sums | undefined;
        const sum = (name: keyof Sums): string => (BigInt(sums?.[name] ?? 0) + BigInt(delta[name] ?? 0)).toString();
        const gone = [sum('redeemed'), sum('expired'), sum('reversed'), sum('held')] as const;
        putSupply.run(programId!, sum('issued'), ...gone, sum('interest'));
      },
      remove: ([, programId, day]) => void rowFolded.run(programId!, day!),
    },
  };
};

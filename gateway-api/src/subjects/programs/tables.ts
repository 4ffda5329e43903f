/**
 * Programmes, their lanes and the sums of what they issued.
 *
 * Supply rows are deltas that the ledger writes once each, so that their sums are kept here; that the ledger later folds them
 * into totals changes no sum.
 */
import type { PrepareRows } from '../../projection/apply-block.js';
import type { TableVersion } from '../../store/database.js';

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
];

type Sums = Partial<Record<'issued' | 'redeemed' | 'expired' | 'reversed' | 'held', string>>;

export const rows: PrepareRows = ({ sqlite }) => {
  const putProgram = sqlite.prepare('INSERT OR REPLACE INTO programs (program_id, value) VALUES (?, ?)');
  const putLane = sqlite.prepare(
    'INSERT OR REPLACE INTO quota_lanes (program_id, lane, granted, used) VALUES (?, ?, ?, ?)',
  );
  const getSupply = sqlite.prepare('SELECT issued, redeemed, expired, reversed, held FROM supply WHERE program_id = ?');
  const putSupply = sqlite.prepare(
    'INSERT OR REPLACE INTO supply (program_id, issued, redeemed, expired, reversed, held) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const countRow = sqlite.prepare(
    `INSERT INTO supply_days (program_id, day, row_count) VALUES (?, ?, ?)
     ON CONFLICT (program_id, day) DO UPDATE SET row_count = row_count + excluded.row_count`,
  );
  return {
    program: ([, programId], json) => void putProgram.run(programId!, json),
    quota: ([, programId, lane], json) => {
      const { granted, used } = JSON.parse(json) as { granted: string; used: string };
      putLane.run(programId!, Number(lane), BigInt(granted), BigInt(used));
    },
    supply: {
      put: ([, programId, day], json) => {
        countRow.run(programId!, day!, 1);
        const delta = JSON.parse(json) as Sums;
        const sums = getSupply.get(programId!) as Sums | undefined;
        const sum = (name: keyof Sums): string => (BigInt(sums?.[name] ?? 0) + BigInt(delta[name] ?? 0)).toString();
        putSupply.run(programId!, sum('issued'), sum('redeemed'), sum('expired'), sum('reversed'), sum('held'));
      },
      remove: ([, programId, day]) => void countRow.run(programId!, day!, -1),
    },
  };
};

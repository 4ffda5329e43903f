/** Credits, their lanes, and what was given back and is in no lane yet. */
import type { CreditLimit, Row } from '@commonpoint/catalogue';
import type { ApplyRow, PrepareRows } from '../../projection/apply-block.js';
import { parsed } from '../../projection/projection.js';
import type { TableVersion } from '../../store/database.js';
import { entryRows, entryTables } from './credit-entries.js';

export const tables: readonly TableVersion[] = [
  {
    version: 14,
    sql: `
    CREATE TABLE credits (
      program_id TEXT NOT NULL,
      msp_id     TEXT NOT NULL,      -- the merchant that granted it
      value      TEXT NOT NULL,
      touched    INTEGER NOT NULL,   -- by the block that is applied
      told       INTEGER NOT NULL,   -- the highest percentage that was told of
      PRIMARY KEY (program_id, msp_id)
    ) WITHOUT ROWID;
    CREATE INDEX credits_touched ON credits (touched) WHERE touched = 1;
    CREATE TABLE credit_lanes (
      program_id TEXT NOT NULL,
      msp_id     TEXT NOT NULL,
      lane       INTEGER NOT NULL,
      granted    INTEGER NOT NULL,
      used       INTEGER NOT NULL,
      PRIMARY KEY (program_id, msp_id, lane)
    ) WITHOUT ROWID;
    CREATE TABLE credit_backs (
      program_id TEXT NOT NULL,
      msp_id     TEXT NOT NULL,
      tx_id      TEXT NOT NULL,
      amount     INTEGER NOT NULL,
      PRIMARY KEY (program_id, msp_id, tx_id)
    ) WITHOUT ROWID;
    -- What was drawn in closed cycles that have not given it back.
    CREATE TABLE credit_due (
      program_id TEXT NOT NULL,
      msp_id     TEXT NOT NULL,
      cycle      TEXT NOT NULL,
      issuer     TEXT NOT NULL,
      over_all   INTEGER NOT NULL,   -- whether all net over all
      PRIMARY KEY (program_id, msp_id, cycle)
    ) WITHOUT ROWID;
    `,
  },
  ...entryTables,
];

export const rows: PrepareRows = (database) => {
  const { sqlite } = database;
  const entries = entryRows(database);
  const entryOfRelease = entries.rows['credit-release'] as ApplyRow;
  const getCredit = sqlite.prepare('SELECT value FROM credits WHERE program_id = ? AND msp_id = ?');
  const putCredit = sqlite.prepare(
    `INSERT INTO credits (program_id, msp_id, value, touched, told) VALUES (?, ?, ?, 1, 0)
     ON CONFLICT (program_id, msp_id) DO UPDATE SET value = excluded.value, touched = 1`,
  );
  const touch = sqlite.prepare('UPDATE credits SET touched = 1 WHERE program_id = ? AND msp_id = ?');
  const putLane = sqlite.prepare(
    'INSERT OR REPLACE INTO credit_lanes (program_id, msp_id, lane, granted, used) VALUES (?, ?, ?, ?, ?)',
  );
  const putBack = sqlite.prepare(
    'INSERT OR REPLACE INTO credit_backs (program_id, msp_id, tx_id, amount) VALUES (?, ?, ?, ?)',
  );
  const removeBack = sqlite.prepare('DELETE FROM credit_backs WHERE program_id = ? AND msp_id = ? AND tx_id = ?');
  const putDue = sqlite.prepare(
    'INSERT OR REPLACE INTO credit_due (program_id, msp_id, cycle, issuer, over_all) VALUES (?, ?, ?, ?, ?)',
  );
  const removeDue = sqlite.prepare('DELETE FROM credit_due WHERE program_id = ? AND msp_id = ? AND cycle = ?');
  return {
    ...entries.rows,
    cycle: ([, cycle], _json, _block, row) => {
      const { status, positions, privatePairs = [], netting } = row as Row<'cycle'>;
      if (status !== 'closed') return;
      for (const { programId, debtor, creditor, credited } of positions) {
        // What two pay each other in private, the one that is paid says by itself.
        const isPrivate = privatePairs.some(({ parties }) => parties.includes(debtor) && parties.includes(creditor));
        if (credited !== undefined && !isPrivate)
          putDue.run(programId, creditor, cycle!, debtor, netting === 'all' ? 1 : 0);
      }
    },
    'credit-release': (key, json, block, row) => {
      const [, programId, mspId, cycle] = key;
      removeDue.run(programId!, mspId!, cycle!);
      entryOfRelease(key, json, block, row);
    },
    acceptance: ([, programId, mspId], _json, block, row) => {
      const { credit } = row as { credit?: CreditLimit };
      if (credit === undefined) return;
      const before = parsed<CreditLimit>(getCredit.get(programId!, mspId!));
      entries.limitSet([programId!, mspId!], before, credit, block);
      putCredit.run(programId!, mspId!, JSON.stringify(credit));
    },
    'credit-quota': ([, programId, mspId, lane], json, block) => {
      const { granted, used } = JSON.parse(json) as { granted: string; used: string };
      touch.run(programId!, mspId!);
      entries.laneSet([programId!, mspId!], Number(lane), BigInt(used), block);
      putLane.run(programId!, mspId!, Number(lane), BigInt(granted), BigInt(used));
    },
    'credit-back': {
      beginBlock: entries.begin,
      endBlock: entries.end,
      put: ([, programId, mspId, txId], json, block) => {
        const { amount } = JSON.parse(json) as { amount: string };
        touch.run(programId!, mspId!);
        entries.given([programId!, mspId!], BigInt(amount), block);
        putBack.run(programId!, mspId!, txId!, BigInt(amount));
      },
      remove: ([, programId, mspId, txId]) => {
        touch.run(programId!, mspId!);
        entries.putBack([programId!, mspId!], txId!);
        removeBack.run(programId!, mspId!, txId!);
      },
    },
  };
};

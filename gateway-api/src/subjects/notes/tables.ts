/** Offers of notes, the lanes of their ceilings, and notes: open ones and those that were redeemed. */
import type { Note } from '@commonpoint/catalogue';
import type { PrepareRows } from '../../projection/apply-block.js';
import type { TableVersion } from '../../store/database.js';

export const tables: readonly TableVersion[] = [
  {
    version: 14,
    sql: `
    CREATE TABLE note_offers (
      program_id TEXT NOT NULL,
      offer_id   TEXT NOT NULL,
      value      TEXT NOT NULL,
      PRIMARY KEY (program_id, offer_id)
    ) WITHOUT ROWID;
    CREATE TABLE note_lanes (
      program_id TEXT NOT NULL,
      offer_id   TEXT NOT NULL,
      lane       INTEGER NOT NULL,
      granted    INTEGER NOT NULL,
      used       INTEGER NOT NULL,
      PRIMARY KEY (program_id, offer_id, lane)
    ) WITHOUT ROWID;
    CREATE TABLE notes (
      msp_id     TEXT NOT NULL,
      note_id    TEXT NOT NULL,
      account_id TEXT NOT NULL,
      program_id TEXT NOT NULL,
      amount     INTEGER NOT NULL,
      due        TEXT NOT NULL,     -- the day on which its term is over
      status     TEXT NOT NULL,
      value      TEXT NOT NULL,
      PRIMARY KEY (msp_id, note_id)
    ) WITHOUT ROWID;
    CREATE INDEX notes_open_by_account ON notes (account_id, program_id, msp_id, note_id) WHERE status = 'open';
    CREATE INDEX notes_open_by_end ON notes (due) WHERE status = 'open';
    `,
  },
];

export const rows: PrepareRows = ({ sqlite }) => {
  const putOffer = sqlite.prepare('INSERT OR REPLACE INTO note_offers (program_id, offer_id, value) VALUES (?, ?, ?)');
  const putLane = sqlite.prepare(
    'INSERT OR REPLACE INTO note_lanes (program_id, offer_id, lane, granted, used) VALUES (?, ?, ?, ?, ?)',
  );
  const putNote = sqlite.prepare(
    `INSERT OR REPLACE INTO notes (msp_id, note_id, account_id, program_id, amount, due, status, value)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return {
    'note-offer': ([, programId, offerId], json) => void putOffer.run(programId!, offerId!, json),
    'note-quota': ([, programId, offerId, lane], json) => {
      const { granted, used } = JSON.parse(json) as { granted: string; used: string };
      putLane.run(programId!, offerId!, Number(lane), BigInt(granted), BigInt(used));
    },
    note: (_key, json) => {
      const { mspId, noteId, accountId, programId, principal, until, status } = JSON.parse(json) as Note;
      putNote.run(mspId, noteId, accountId, programId, BigInt(principal), until, status, json);
    },
  };
};

/** What the file of snapshots holds. */
import type { TableVersion } from './database.js';

export const snapshotTables: readonly TableVersion[] = [
  {
    version: 1,
    sql: `
    CREATE TABLE snapshots (
      seq          INTEGER PRIMARY KEY,
      migration_id TEXT NOT NULL UNIQUE,
      -- 'reading' while the file comes in: what a gateway that was cut off left is removed.
      state        TEXT NOT NULL CHECK (state IN ('reading', 'read', 'claiming', 'claimed', 'returning', 'returned')),
      figures      TEXT NOT NULL DEFAULT '{}', -- JSON of SnapshotFigures, once it is read
      tiles        BLOB NOT NULL DEFAULT x''   -- of each 512 leaves the node: hash and sum
    );
    CREATE TABLE leaves (
      snapshot  INTEGER NOT NULL REFERENCES snapshots (seq),
      place     INTEGER NOT NULL,
      -- Account, expiry and the rest that tells balances of one account apart.
      name      TEXT NOT NULL,
      status    TEXT NOT NULL,
      reference TEXT NOT NULL,
      content   TEXT NOT NULL,                 -- JSON of the leaf
      hash      BLOB NOT NULL,
      sum       INTEGER NOT NULL,
      PRIMARY KEY (snapshot, place)
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX leaves_by_name ON leaves (snapshot, name);
    -- Stretches of leaves that are claimed, or taken back: by the place of the first one.
    CREATE TABLE stretches_done (
      snapshot INTEGER NOT NULL REFERENCES snapshots (seq),
      what     TEXT NOT NULL,
      place    INTEGER NOT NULL,
      PRIMARY KEY (snapshot, what, place)
    ) WITHOUT ROWID;
    -- Claims that the ledger refused, and why.
    CREATE TABLE claims_refused (
      snapshot INTEGER NOT NULL REFERENCES snapshots (seq),
      place    INTEGER NOT NULL,
      code     TEXT NOT NULL,
      detail   TEXT NOT NULL,
      PRIMARY KEY (snapshot, place)
    ) WITHOUT ROWID;
    `,
  },
];

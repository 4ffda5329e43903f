/** The file's tables. Each entry brings a file from version `index` to `index + 1`; entries are only ever added. */

const idempotency = `
  CREATE TABLE idempotency_keys (
    scope       TEXT NOT NULL,
    key         TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    reply       TEXT,                 -- JSON of the reply, where it is not read from operation rows
    used_at     INTEGER NOT NULL,     -- ms since 1970
    PRIMARY KEY (scope, key)
  ) WITHOUT ROWID;
  CREATE INDEX idempotency_keys_by_age ON idempotency_keys (used_at);
`;

const operations = `
  CREATE TABLE operations (
    id          TEXT PRIMARY KEY,
    seq         INTEGER NOT NULL,     -- order of arrival
    role        TEXT NOT NULL,        -- whose identity signs
    chain       TEXT NOT NULL,        -- id of the first operation of its linked chain
    content     TEXT NOT NULL,        -- JSON of the operation
    state       TEXT NOT NULL CHECK (state IN ('accepted', 'committed', 'rejected')),
    tx_id       TEXT,
    block       INTEGER,
    code        TEXT,
    detail      TEXT,
    field       TEXT,
    existed     INTEGER NOT NULL DEFAULT 0,
    traceparent TEXT
  ) WITHOUT ROWID;
  CREATE INDEX operations_unfinished ON operations (seq) WHERE state = 'accepted';

  -- Transactions that were signed and whose fate is not known yet.
  CREATE TABLE transactions (
    tx_id         TEXT PRIMARY KEY,
    role          TEXT NOT NULL,
    bytes         BLOB NOT NULL,
    signature     BLOB NOT NULL,
    operation_ids TEXT NOT NULL,      -- JSON
    created_at    INTEGER NOT NULL
  ) WITHOUT ROWID;
`;

const projection = `
  CREATE TABLE checkpoint (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    block INTEGER NOT NULL            -- the last block whose effects are in the tables below; -1 is none
  );
  INSERT INTO checkpoint (id, block) VALUES (1, -1);

  CREATE TABLE organizations (msp_id TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE programs (program_id TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE quota_lanes (
    program_id TEXT NOT NULL,
    lane       INTEGER NOT NULL,
    granted    INTEGER NOT NULL,
    used       INTEGER NOT NULL,
    PRIMARY KEY (program_id, lane)
  ) WITHOUT ROWID;
  CREATE TABLE accounts (account_id TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE lots (
    account_id TEXT NOT NULL,
    program_id TEXT NOT NULL,
    lot_id     TEXT NOT NULL,         -- expiry.txId.n
    amount     INTEGER NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (account_id, program_id, lot_id)
  ) WITHOUT ROWID;
  CREATE TABLE receipts (
    seq           INTEGER PRIMARY KEY, -- order on the ledger
    msp_id        TEXT NOT NULL,
    operation_id  TEXT NOT NULL,
    account_id    TEXT NOT NULL,
    to_account_id TEXT,
    block         INTEGER NOT NULL,
    value         TEXT NOT NULL
  );
  CREATE UNIQUE INDEX receipts_by_id ON receipts (operation_id, msp_id);
  -- Which receipts touched an account. Filled when the gateway has time, or when somebody asks.
  CREATE TABLE statement_lines (
    account_id TEXT NOT NULL,
    seq        INTEGER NOT NULL,
    PRIMARY KEY (account_id, seq)
  ) WITHOUT ROWID;
  CREATE TABLE statement_mark (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL);
  INSERT INTO statement_mark (id, seq) VALUES (1, -1);
  CREATE TABLE supply (
    program_id TEXT PRIMARY KEY,
    issued     TEXT NOT NULL,
    redeemed   TEXT NOT NULL,
    expired    TEXT NOT NULL,
    reversed   TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE clearing (
    cycle      TEXT NOT NULL,
    debtor     TEXT NOT NULL,
    creditor   TEXT NOT NULL,
    program_id TEXT NOT NULL,
    amount     TEXT NOT NULL,
    PRIMARY KEY (cycle, debtor, creditor, program_id)
  ) WITHOUT ROWID;
`;

const imports = `
  CREATE TABLE imports (
    seq             INTEGER PRIMARY KEY,
    import_id       TEXT NOT NULL UNIQUE,
    role            TEXT NOT NULL,
    parameters      TEXT NOT NULL,     -- JSON of ImportParameters
    sha256          TEXT NOT NULL,
    bytes           INTEGER NOT NULL,
    rows_expected   INTEGER NOT NULL,  -- lines counted while the file came in
    state           TEXT NOT NULL CHECK (state IN ('running', 'completed', 'failed')),
    -- How far the file is done, without gaps: all rows up to here are counted below.
    rows_total      INTEGER NOT NULL DEFAULT 0,
    rows_posted     INTEGER NOT NULL DEFAULT 0,
    rows_rejected   INTEGER NOT NULL DEFAULT 0,
    rows_skipped    INTEGER NOT NULL DEFAULT 0,
    rows_existing   INTEGER NOT NULL DEFAULT 0,
    points_issued   TEXT NOT NULL DEFAULT '0',
    code            TEXT,
    detail          TEXT,
    created_at      TEXT NOT NULL,
    completed_at    TEXT
  );
  CREATE TABLE import_rejections (
    import_seq INTEGER NOT NULL REFERENCES imports (seq),
    line       INTEGER NOT NULL,
    code       TEXT NOT NULL,
    reason     TEXT NOT NULL,
    PRIMARY KEY (import_seq, line, code)
  ) WITHOUT ROWID;
`;

const circulation = `
  ALTER TABLE supply ADD COLUMN held TEXT NOT NULL DEFAULT '0';
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
  CREATE TABLE rates (
    source  TEXT NOT NULL,
    target  TEXT NOT NULL,
    version INTEGER NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (source, target, version)
  ) WITHOUT ROWID;
  CREATE TABLE rate_lanes (
    source  TEXT NOT NULL,
    target  TEXT NOT NULL,
    version INTEGER NOT NULL,
    lane    INTEGER NOT NULL,
    granted INTEGER NOT NULL,
    used    INTEGER NOT NULL,
    PRIMARY KEY (source, target, version, lane)
  ) WITHOUT ROWID;
  CREATE TABLE cycles (cycle TEXT PRIMARY KEY, status TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE settlements (
    cycle    TEXT NOT NULL,
    debtor   TEXT NOT NULL,
    creditor TEXT NOT NULL,
    value    TEXT NOT NULL,
    PRIMARY KEY (cycle, debtor, creditor)
  ) WITHOUT ROWID;
`;

/** A code that was used is told from one that never was. */
const usedCodes = `
  DROP INDEX holds_open_by_lock;
  CREATE INDEX holds_by_lock ON holds (hash_lock) WHERE hash_lock IS NOT NULL;
`;

const privateHashes = `
  -- What blocks say of writes to private collections; the values are in no gateway's file.
  CREATE TABLE hashed_writes (
    seq        INTEGER PRIMARY KEY,   -- order on the ledger
    collection TEXT NOT NULL,
    key_hash   TEXT NOT NULL,
    value_hash TEXT,                  -- absent when the row was removed
    block      INTEGER NOT NULL,
    tx_id      TEXT NOT NULL
  );
  CREATE INDEX hashed_writes_by_key ON hashed_writes (collection, key_hash, seq);
`;

const privatePairs = `
  -- Pairs that settle a closed cycle on a money statement, and whether it has been made.
  CREATE TABLE private_pairs (
    cycle  TEXT NOT NULL,
    first  TEXT NOT NULL,
    second TEXT NOT NULL,
    made   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (cycle, first, second)
  ) WITHOUT ROWID;
`;

/** Whether an operation is asked for by the request that it came with, or by another one. */
const requests = `
  ALTER TABLE operations ADD COLUMN request TEXT;
`;

/** What is answered under an `Idempotency-Key` if a transaction without operations takes effect. */
const answers = `
  ALTER TABLE transactions ADD COLUMN answer TEXT;    -- JSON
`;

export const migrations: readonly string[] = [
  `${idempotency}${operations}${projection}${imports}`,
  circulation,
  usedCodes,
  privateHashes,
  privatePairs,
  requests,
  answers,
];

/**
 * What a block's writes do to the projection's tables: each type of row goes to the subjects that keep something of it.
 *
 * A row is stored as the ledger has it; only what is searched or summed is taken out of it. Types that nobody keeps are
 * passed over: `open-hold` repeats what `hold` says, `account-day` is the ledger's own, and rows that later versions of the
 * chaincode add do not concern these tables.
 */
import type { ChannelBlock } from '../channel/channel.js';
import type { Database, TableVersion } from '../store/database.js';

export const projectionTables: readonly TableVersion[] = [
  {
    version: 1,
    sql: `
    CREATE TABLE checkpoint (
      id    INTEGER PRIMARY KEY CHECK (id = 1),
      block INTEGER NOT NULL            -- the last block whose effects are in the tables below; -1 is none
    );
    INSERT INTO checkpoint (id, block) VALUES (1, -1);
    `,
  },
  {
    version: 4,
    sql: `
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
    `,
  },
];

/** Room for this many rows of a kind per block in their numbering. */
const ROWS_PER_BLOCK = 1_000_000;

/** Takes a row that was written, inside the block's transaction. `key` is the parts of its key, the type first. */
export type ApplyRow = (key: readonly string[], json: string, block: number) => void;

/** By type of row: what a write does, and what a deletion does if that says anything new. */
export type RowAppliers = Readonly<
  Record<
    string,
    | ApplyRow
    | {
        readonly put: ApplyRow;
        readonly remove: (key: readonly string[]) => void;
        /** Before and after the rows of a block, for what is summed up over them. */
        readonly beginBlock?: () => void;
        readonly endBlock?: () => void;
      }
  >
>;

/** Prepared once for a database: what a subject's `tables.ts` exports. */
export type PrepareRows = (database: Database) => RowAppliers;

/** The function applies one block and must run inside a transaction of the database. */
export function createBlockApplier(
  database: Database,
  subjects: readonly PrepareRows[],
): (block: ChannelBlock) => void {
  const puts = new Map<string, ApplyRow[]>();
  const removals = new Map<string, (key: readonly string[]) => void>();
  const begins: (() => void)[] = [];
  const ends: (() => void)[] = [];
  for (const [type, applier] of subjects.flatMap((prepare) => Object.entries(prepare(database)))) {
    puts.set(type, [...(puts.get(type) ?? []), typeof applier === 'function' ? applier : applier.put]);
    if (typeof applier === 'function') continue;
    removals.set(type, applier.remove);
    if (applier.beginBlock !== undefined) begins.push(applier.beginBlock);
    if (applier.endBlock !== undefined) ends.push(applier.endBlock);
  }
  const putHashedWrite = database.sqlite.prepare(
    'INSERT OR REPLACE INTO hashed_writes (seq, collection, key_hash, value_hash, block, tx_id) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const setCheckpoint = database.sqlite.prepare('UPDATE checkpoint SET block = ?, hash = ? WHERE id = 1');
  const nextHashed = createNumbering();

  return (block) => {
    for (const begin of begins) begin();
    for (const { txId, writes, hashedWrites } of block.transactions) {
      for (const { key, value } of writes) {
        const type = key[0]!;
        if (value === undefined) {
          removals.get(type)?.(key);
          continue;
        }
        const appliers = puts.get(type);
        if (appliers === undefined) continue;
        const json = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8');
        for (const apply of appliers) apply(key, json, block.number);
      }
      for (const { collection, keyHash, valueHash } of hashedWrites) {
        putHashedWrite.run(nextHashed(block.number), collection, keyHash, valueHash ?? null, block.number, txId);
      }
    }
    for (const end of ends) end();
    setCheckpoint.run(block.number, block.hash);
  };
}

/** Numbers rows of one kind in the order in which the ledger has them. */
export function createNumbering(): (block: number) => number {
  let current = -1;
  let count = 0;
  return (block) => {
    if (block !== current) count = 0;
    current = block;
    return block * ROWS_PER_BLOCK + count++;
  };
}

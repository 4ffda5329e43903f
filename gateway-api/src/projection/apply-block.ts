/**
 * What a block's writes do to the projection's tables: each type of row goes to the subjects that keep something of it.
 *
 * A row is stored as the ledger has it, in the present shape; only what is searched or summed is taken out of it. Types that nobody keeps are
 * passed over: `open-hold` repeats what `hold` says, `account-day` is the ledger's own, and rows that later versions of the
 * chaincode add do not concern these tables.
 */
import type { ChannelBlock, ChannelTransaction, RowWrite } from '../channel/channel.js';
import { readRow } from '../channel/read-row.js';
import type { Database, TableVersion } from '../store/database.js';
import { troubleOf } from '../store/storage-health.js';
import { nonsenseOf } from './sensible-rows.js';

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
  {
    version: 9,
    sql: `
    -- How much of valid blocks made no sense and is in no table.
    ALTER TABLE checkpoint ADD COLUMN passed_over INTEGER NOT NULL DEFAULT 0;
    `,
  },
  {
    version: 10,
    sql: `
    -- Where in the next block the first transaction stands whose effects are not in the tables yet.
    ALTER TABLE checkpoint ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
    `,
  },
];

/** Room for this many rows of a kind per block in their numbering. */
const ROWS_PER_BLOCK = 1_000_000;

/**
 * Takes a row that was written, inside the block's transaction. `key` is the parts of its key, the type first; `row` is what
 * `json` says.
 */
export type ApplyRow = (key: readonly string[], json: string, block: number, row: unknown) => void;

/** Something of a valid block that makes no sense, so that the tables go on without it. */
export interface PassedOver {
  readonly block: number;
  /** Empty of what is summed up over the rows of a block. */
  readonly txId: string;
  /** The parts of its key; absent of a transaction that cannot be read, and of sums. */
  readonly key?: readonly string[];
  readonly why: string;
}

interface Applied {
  /** Transactions, whatever there was in them. */
  readonly count: number;
  /** No more should be done after them in the same turn. */
  readonly enough: boolean;
  readonly passedOver: PassedOver[];
}

const nothing: ChannelTransaction = { txId: '', index: -1, validationCode: -1, writes: [], hashedWrites: [] };

/** By type of row: what a write does, and what a deletion does if that says anything new. */
export type RowAppliers = Readonly<
  Record<
    string,
    | ApplyRow
    | {
        readonly put: ApplyRow;
        readonly remove: (key: readonly string[]) => void;
        /** Before and after the rows of a block, or of a part of it, for what is summed up over them. */
        readonly beginBlock?: () => void;
        readonly endBlock?: () => void;
      }
  >
>;

/** Prepared once for a database: what a subject's `tables.ts` exports. */
export type PrepareRows = (database: Database) => RowAppliers;

/** An applier failed on a row: of the transaction nothing may be left, and it is done once more, row by row. */
export class RowFailed extends Error {
  override readonly name = 'RowFailed';
}

/**
 * Applies the transactions of a block from a place in it on, the first one in any case, until it has done enough, which it asks
 * after each. Must run inside a transaction of the database.
 *
 * @param rowByRow what SQLite keeps to undo each row costs a tenth of applying it, and rows on which an applier fails come only where two
 * peers endorse what they like. So that is kept only on a second attempt, which throws for nothing that a block holds.
 * @returns where it has to go on; undefined when the block is done, which comes by itself if its last transaction was enough
 * @throws RowFailed unless it is done row by row
 */
export type ApplyBlock = (
  block: ChannelBlock,
  from?: number,
  isEnough?: (applied: ChannelTransaction) => boolean,
  rowByRow?: boolean,
) => number | undefined;

export function createBlockApplier(
  database: Database,
  subjects: readonly PrepareRows[],
  onPassedOver: (passedOver: PassedOver) => void = () => undefined,
): ApplyBlock {
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
  const setCheckpoint = database.sqlite.prepare(
    'UPDATE checkpoint SET block = ?, part = 0, hash = ?, time = max(time, ?), passed_over = passed_over + ? WHERE id = 1',
  );
  const setPart = database.sqlite.prepare('UPDATE checkpoint SET part = ?, passed_over = passed_over + ? WHERE id = 1');
  const nextHashed = createNumbering(database, 'hashed_writes');

  /** @returns why the row was passed over */
  const applyRow = ({ key, value }: RowWrite, block: number): string | undefined => {
    const type = key[0] ?? '';
    if (value === undefined) {
      const nonsense = nonsenseOf(key, undefined);
      if (nonsense === undefined) removals.get(type)?.(key);
      return nonsense;
    }
    const appliers = puts.get(type);
    if (appliers === undefined) return undefined;
    const read = readable(key, value);
    if (typeof read === 'string') return read;
    const { json, row } = read;
    const nonsense = nonsenseOf(key, row);
    if (nonsense === undefined) for (const apply of appliers) apply(key, json, block, row);
    return nonsense;
  };

  const applyRows = (
    number: number,
    transactions: readonly ChannelTransaction[],
    isEnough: (applied: ChannelTransaction) => boolean,
    applyOne: typeof applyRow,
  ): Applied => {
    for (const beginBlock of begins) beginBlock();
    const passedOver: PassedOver[] = [];
    let count = 0;
    let enough: boolean;
    do {
      const transaction = transactions[count++] ?? nothing;
      const { txId, writes, unreadable } = transaction;
      if (unreadable !== undefined) passedOver.push({ block: number, txId, why: unreadable });
      for (const write of writes) {
        const why = applyOne(write, number);
        if (why !== undefined) passedOver.push({ block: number, txId, key: write.key, why });
      }
      enough = isEnough(transaction);
    } while (!enough && count < transactions.length);
    return { count, enough, passedOver };
  };
  type Attempt = (work: () => string | undefined) => string | undefined;
  const orFail: Attempt = (work) => {
    try {
      return work();
    } catch (cause) {
      throw troubleOf(cause) === undefined ? new RowFailed(messageOf(cause), { cause }) : cause;
    }
  };
  /** Of what an applier fails on nothing is left. */
  const byItself: Attempt = (work) => {
    try {
      return database.part(work);
    } catch (error) {
      if (troubleOf(error) !== undefined) throw error;
      return messageOf(error);
    }
  };

  return (block, from = 0, isEnough = () => false, rowByRow = false) => {
    const rest = from === 0 ? block.transactions : block.transactions.filter(({ index }) => index >= from);
    const attempt = rowByRow ? byItself : orFail;
    const { count, enough, passedOver } = applyRows(block.number, rest, isEnough, (write, number) =>
      attempt(() => applyRow(write, number)),
    );
    for (const { txId, hashedWrites } of rest.slice(0, count)) {
      for (const { collection, keyHash, valueHash } of hashedWrites) {
        putHashedWrite.run(nextHashed(block.number), collection, keyHash, valueHash ?? null, block.number, txId);
      }
    }
    for (const end of ends) {
      const why = attempt(() => {
        end();
        return undefined;
      });
      if (why !== undefined) passedOver.push({ block: block.number, txId: '', why });
    }
    const last = enough ? rest.at(-1) : undefined;
    const next = rest[count]?.index ?? (last && last.index + 1);
    if (next === undefined) setCheckpoint.run(block.number, block.hash, block.time ?? 0, passedOver.length);
    else setPart.run(next, passedOver.length);
    passedOver.forEach(onPassedOver);
    return next;
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Why a row is passed over that is none. */
function readable(key: readonly string[], value: Uint8Array): ReturnType<typeof readRow> | string {
  try {
    return readRow(key, value);
  } catch (error) {
    return messageOf(error);
  }
}

/** Numbers a table's rows in the order in which the ledger has them, by one of its columns. */
export function createNumbering(database: Database, table: string, column = 'seq'): (block: number) => number {
  const lastOf = database.sqlite.prepare(`SELECT max(${column}) AS last FROM ${table} WHERE ${column} >= ?`);
  const countOf = (block: number): number => {
    const first = block * ROWS_PER_BLOCK;
    return ((lastOf.get(first)?.['last'] as number | null) ?? first - 1) + 1 - first;
  };
  let [current, count] = [-1, 0];
  // What it has counted was not written.
  let isUndone = false;
  database.onUndone(() => (isUndone = true));
  return (block) => {
    // Of the first block an earlier run may have applied a part, and one that comes once more was rolled back, alone or with a later one.
    const isAgain = block < current || (block === current && isUndone);
    if (current < 0 || isAgain) count = countOf(block);
    else if (block !== current) count = 0;
    [current, isUndone] = [block, false];
    return block * ROWS_PER_BLOCK + count++;
  };
}

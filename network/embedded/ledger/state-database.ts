/**
 * Everything the peer can rebuild from its blocks, in one LevelDB: one atomic batch per block moves state, indexes,
 * history and savepoint together, so a crash leaves it at the height of some block.
 *
 * Fabric: `core/ledger/kvledger/txmgmt/statedb/stateleveldb/stateleveldb.go`. There the state is synced with every
 * block; here it is not, since the blocks are: what LevelDB loses in a power cut is replayed. Left out: CouchDB.
 */
import { ClassicLevel, type Snapshot } from 'classic-level';
import { HeldFiles } from '../leveldb/held-files.js';
import { toHex } from '../wire/bytes.js';
import type { BlockFile, BlockLocation } from './block-file.js';
import {
  blockHashKey,
  BLOCK_KEYS_END,
  blockKey,
  historyRange,
  historyVersion,
  SAVEPOINT_KEY,
  stateKey,
  stateKeyPrefixLength,
  stateRange,
  transactionKey,
} from './database-keys.js';
import { BlockOffsets } from './block-offsets.js';
import { decodeStateRow, type StateRow, type ValuePlace } from './state-row.js';
import type { Version } from './row-types.js';
import type { CommittedTransaction } from './types.js';

/** How far the database is. */
export interface Savepoint {
  /** Number of blocks it reflects. */
  readonly height: number;
  /** Where in the block file the next block begins. */
  readonly fileOffset: number;
  /** Number of the last configuration block. */
  readonly lastConfigBlock: number;
  /** Hex. */
  readonly commitHash: string;
  readonly blockHash: string;
  readonly previousBlockHash: string;
  /** The last block that brought something to the private store; none has yet if it is missing. */
  readonly privateBlock?: number;
}

export type DatabaseOperation =
  | { readonly type: 'put'; readonly key: string; readonly value: Uint8Array }
  | { readonly type: 'del'; readonly key: string };

export type DatabaseSnapshot = Snapshot;

export interface KeyedRow extends StateRow {
  readonly key: string;
}

const ROWS_PER_READ = 200;
const CACHE_BYTES = 16 * 1024 * 1024;
const WRITE_BUFFER_BYTES = 8 * 1024 * 1024;
/**
 * Of each table that is open LevelDB keeps an entry for each of its blocks in memory, with a key of ours in it, and a filter of all keys. With blocks
 * of twice its own size that is 65 KiB of 2 MiB in place of 103, and tables are 8 % smaller.
 */
const TABLE_BLOCK_BYTES = 8 * 1024;
/** Tables of a larger database are opened anew when they are asked. */
const OPEN_FILES_MAX = 1_000;
/** What the smallest block leaves in LevelDB's log, at the least. */
export const BYTES_OF_BLOCK_MIN = 400;
/** What is lost without a table being lost was in a log, of which there are two at the most. */
const BLOCKS_IN_LOGS_MAX = Math.ceil((2 * WRITE_BUFFER_BYTES) / BYTES_OF_BLOCK_MIN);

/** Where blocks lie, of which rows have their values. */
export type PartsOfBlocks = Pick<BlockFile, 'part'>;

export class StateDatabase {
  readonly #held: HeldFiles;
  readonly #offsets = new BlockOffsets((number) => this.#location(number)?.offset);
  readonly #readValue = (block: number, place: ValuePlace): Uint8Array =>
    this.blocks.part(this.#offsets.of(block), place);

  private constructor(
    private readonly level: ClassicLevel<string, Uint8Array>,
    private readonly blocks: PartsOfBlocks,
  ) {
    this.#held = new HeldFiles(level);
  }

  static async open(folder: string, blocks: PartsOfBlocks): Promise<StateDatabase> {
    const level = new ClassicLevel<string, Uint8Array>(folder, {
      keyEncoding: 'utf8',
      valueEncoding: 'view',
      cacheSize: CACHE_BYTES,
      writeBufferSize: WRITE_BUFFER_BYTES,
      blockSize: TABLE_BLOCK_BYTES,
      maxOpenFiles: OPEN_FILES_MAX,
    });
    await level.open();
    return new StateDatabase(level, blocks);
  }

  close(): Promise<void> {
    return this.level.close();
  }

  /** Forgets everything; it will be replayed from the blocks. */
  clear(): Promise<void> {
    this.#offsets.forget();
    return this.level.clear();
  }

  async savepoint(): Promise<Savepoint | undefined> {
    const bytes = await this.level.get(SAVEPOINT_KEY);
    return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as Savepoint);
  }

  /** Whether it has an entry for each of the blocks that its logs may have brought, or for all there are. */
  async isComplete(): Promise<boolean> {
    const height = (await this.savepoint())?.height ?? 0;
    const first = Math.max(0, height - BLOCKS_IN_LOGS_MAX);
    let entries = 0;
    for await (const key of this.level.keys({ gte: blockKey(first), lt: BLOCK_KEYS_END })) if (key) entries += 1;
    return entries === height - first;
  }

  /** What belongs to the database now stays on the disk, compacted or not, until what is returned is called. */
  holdFiles(): () => Promise<void> {
    return this.#held.hold();
  }

  apply(operations: DatabaseOperation[], savepoint: Savepoint): Promise<void> {
    operations.push({ type: 'put', key: SAVEPOINT_KEY, value: Buffer.from(JSON.stringify(savepoint)) });
    return this.level.batch(operations);
  }

  /** A view of this moment; must be closed. */
  snapshot(): DatabaseSnapshot {
    return this.level.snapshot();
  }

  /** One row, read at once: a hop to the thread pool would cost more than the read. */
  row(namespace: string, key: string, snapshot?: DatabaseSnapshot): StateRow | undefined {
    const bytes = this.level.getSync(stateKey(namespace, key), { ...(snapshot && { snapshot }) });
    return bytes && decodeStateRow(bytes, this.#readValue);
  }

  /** Rows by database key (see {@link stateKey}), in one go. */
  async rows(databaseKeys: string[], snapshot?: DatabaseSnapshot): Promise<(StateRow | undefined)[]> {
    if (databaseKeys.length === 0) return [];
    const found = await this.level.getMany(databaseKeys, { ...(snapshot && { snapshot }) });
    return found.map((bytes) => bytes && decodeStateRow(bytes, this.#readValue));
  }

  /** Rows of a range in key order. */
  async *range(
    namespace: string,
    startKey: string,
    endKey: string,
    snapshot?: DatabaseSnapshot,
  ): AsyncGenerator<KeyedRow> {
    const prefixLength = stateKeyPrefixLength(namespace);
    const bounds = stateRange(namespace, startKey, endKey);
    const iterator = this.level.iterator({ ...bounds, ...(snapshot && { snapshot }) });
    try {
      for (;;) {
        const entries = await iterator.nextv(ROWS_PER_READ);
        if (entries.length === 0) return;
        for (const [key, value] of entries) {
          yield Object.assign(decodeStateRow(value, this.#readValue), { key: key.slice(prefixLength) });
        }
      }
    } finally {
      await iterator.close();
    }
  }

  /** Entries as they stand in the database. */
  entries(bounds: { gte: string; lt: string }): AsyncIterable<[key: string, value: Uint8Array]> {
    return this.level.iterator(bounds);
  }

  /** Rewrites the files that hold these keys, so that what was deleted is gone from the disk too. */
  compact(bounds: { gte: string; lt: string }): Promise<void> {
    return this.#held.compact(bounds.gte, bounds.lt);
  }

  /** Heights at which a key was written before its current version, or deleted; newest first. */
  async *pastVersions(namespace: string, key: string, snapshot: DatabaseSnapshot): AsyncGenerator<Version> {
    const iterator = this.level.keys({ ...historyRange(namespace, key), reverse: true, snapshot });
    try {
      for (;;) {
        const keys = await iterator.nextv(ROWS_PER_READ);
        if (keys.length === 0) return;
        for (const found of keys) yield historyVersion(found);
      }
    } finally {
      await iterator.close();
    }
  }

  async blockLocation(number: number): Promise<BlockLocation | undefined> {
    return this.#location(number);
  }

  #location(number: number): BlockLocation | undefined {
    const bytes = this.level.getSync(blockKey(number));
    return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as BlockLocation);
  }

  async blockNumber(hash: Uint8Array): Promise<number | undefined> {
    const bytes = await this.level.get(blockHashKey(toHex(hash)));
    return bytes && Number(Buffer.from(bytes).toString('utf8'));
  }

  /** One transaction, read at once, as {@link row} is. */
  transaction(txId: string): CommittedTransaction | undefined {
    const bytes = this.level.getSync(transactionKey(txId));
    return bytes && decodeTransaction(txId, bytes);
  }

  async transactions(txIds: readonly string[]): Promise<(CommittedTransaction | undefined)[]> {
    if (txIds.length === 0) return [];
    const found = await this.level.getMany(txIds.map(transactionKey));
    return found.map((bytes, index) => bytes && decodeTransaction(txIds[index] ?? '', bytes));
  }
}

function decodeTransaction(txId: string, bytes: Uint8Array): CommittedTransaction {
  const [block = 0, index = 0, validationCode = 0] = Buffer.from(bytes).toString('utf8').split(',').map(Number);
  return { txId, block, index, validationCode };
}

export function blockLocationOperation(number: number, location: BlockLocation): DatabaseOperation {
  return { type: 'put', key: blockKey(number), value: Buffer.from(JSON.stringify(location)) };
}

export function blockHashOperation(hash: Uint8Array, number: number): DatabaseOperation {
  return { type: 'put', key: blockHashKey(toHex(hash)), value: Buffer.from(String(number)) };
}

export function transactionOperation({ txId, block, index, validationCode }: CommittedTransaction): DatabaseOperation {
  return { type: 'put', key: transactionKey(txId), value: Buffer.from(`${block},${index},${validationCode}`) };
}

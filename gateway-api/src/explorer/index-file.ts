/**
 * The index's file: what it has follows from the blocks, so it is thrown away rather than mended or migrated.
 *
 * A block is a line for lists, and the hashes of the names in it: with the block first, and from some ten thousand on sorted
 * into a run, which is never touched again. Nothing is written at random places, so that it costs little however large it is.
 */
import { closeSync, openSync, rmSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { BlockDigest, BlockLine } from './block-digest.js';
import { blocksInRun, fitsRun, hasHash, makeRun, type RunOutline } from './runs.js';

/** Of another one the file is thrown away. */
const VERSION = 1;
/** A run is made of so many hashes, and of all of the block with the last one. */
const HASHES_PER_RUN = 65_536;
const PIECES_PER_RUN_MAX = 65_536;

const TABLES = `
  CREATE TABLE index_file (id INTEGER PRIMARY KEY CHECK (id = 1), seed INTEGER NOT NULL);
  CREATE TABLE blocks (
    number INTEGER PRIMARY KEY, hash BLOB NOT NULL, time INTEGER, transactions INTEGER NOT NULL,
    valid_transactions INTEGER NOT NULL, configuration INTEGER
  );
  CREATE TABLE configurations (number INTEGER PRIMARY KEY);
  CREATE TABLE newest (number INTEGER PRIMARY KEY, hashes BLOB NOT NULL);
  CREATE TABLE runs (
    id INTEGER PRIMARY KEY, first_block INTEGER NOT NULL, last_block INTEGER NOT NULL, fences BLOB NOT NULL
  );
  CREATE TABLE pieces (id INTEGER PRIMARY KEY, pairs BLOB NOT NULL);
  CREATE TABLE rules (
    kind TEXT NOT NULL, name TEXT NOT NULL, block INTEGER NOT NULL, value TEXT, PRIMARY KEY (kind, name, block)
  ) WITHOUT ROWID;
  PRAGMA user_version = ${VERSION};
`;

interface NewestBlock {
  readonly number: number;
  readonly hashes: Uint32Array;
}

export class IndexFile {
  readonly seed: number;
  readonly #sqlite: DatabaseSync;
  readonly #statements;
  readonly #runs: RunOutline[];
  /** Blocks that are in no run yet, and how many of them the file has. */
  readonly #newest: NewestBlock[];
  #saved: number;
  /** What the file has not got yet. */
  readonly #unsaved: BlockDigest[] = [];
  #unsavedHashes = 0;
  #next: number;

  /** @throws Error when it is not a file of this version, or damaged */
  private constructor(
    path: string,
    private readonly hashesPerRun: number,
  ) {
    if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600));
    this.#sqlite = new DatabaseSync(path);
    try {
      this.#sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -4000');
      const { user_version: version } = this.#sqlite.prepare('PRAGMA user_version').get() as { user_version: number };
      if (version === 0) this.#make();
      else if (version !== VERSION) throw new Error(`it is of version ${version}`);
      this.#sqlite
        .prepare('INSERT OR IGNORE INTO index_file VALUES (1, ?)')
        .run(crypto.getRandomValues(new Int32Array(1))[0]!);
      this.seed = (this.#sqlite.prepare('SELECT seed FROM index_file').get() as { seed: number }).seed;
      this.#statements = statementsOf(this.#sqlite);
      this.#runs = this.#statements.runs.all().map(toOutline);
      this.#newest = this.#statements.newest.all().map((row) => {
        return { number: row['number'] as number, hashes: numbersIn(row['hashes']) };
      });
      this.#saved = this.#newest.length;
      this.#next = ((this.#statements.last.get() as { last: number | null }).last ?? -1) + 1;
    } catch (error) {
      this.#sqlite.close();
      throw error;
    }
  }

  /** One that cannot be used is thrown away. @throws Error when the disk takes no other one */
  static open(path: string, hashesPerRun = HASHES_PER_RUN): IndexFile {
    try {
      return new IndexFile(path, hashesPerRun);
    } catch {
      removeIndex(path);
      return new IndexFile(path, hashesPerRun);
    }
  }

  /** For as long as the disk takes none. */
  static inMemory(): IndexFile {
    return new IndexFile(':memory:', HASHES_PER_RUN);
  }

  /** The block that it takes next. */
  get next(): number {
    return this.#next;
  }

  /** At once, or not at all. */
  #make(): void {
    for (const sql of ['BEGIN', TABLES, 'COMMIT']) this.#sqlite.exec(sql);
  }

  get isSaved(): boolean {
    return this.#unsaved.length === 0;
  }

  /** So much waits in memory. */
  get unsavedHashes(): number {
    return this.#unsavedHashes;
  }

  /** Found from here on, and in the file when it is saved. */
  take(digest: BlockDigest): void {
    this.#unsaved.push(digest);
    this.#unsavedHashes += digest.hashes.length;
    this.#newest.push({ number: digest.number, hashes: digest.hashes });
    this.#next = digest.number + 1;
  }

  /** Writes some blocks that it took. */
  save(most: number): void {
    const blocks = this.#unsaved.slice(0, most);
    const { putBlock, putConfiguration, putNewest, putRule } = this.#statements;
    this.#inTransaction(() => {
      for (const block of blocks) {
        const { number, hash, time = null, transactions, validTransactions, configuration = null, hashes } = block;
        putBlock.run(number, Buffer.from(hash, 'hex'), time, transactions, validTransactions, configuration);
        if (configuration !== null) putConfiguration.run(number);
        putNewest.run(number, bytesOf(hashes));
        for (const { table, name, value } of block.rules) putRule.run(table, name, number, value ?? null);
      }
    });
    this.#unsaved.splice(0, blocks.length);
    for (const { hashes } of blocks) this.#unsavedHashes -= hashes.length;
    this.#saved += blocks.length;
  }

  /** Sorts the oldest blocks that are in no run into one, if they are enough. @returns whether it did */
  fold(): boolean {
    let [count, hashes] = [0, 0];
    const first = this.#newest[0]?.number ?? 0;
    while (count < this.#saved && hashes < this.hashesPerRun && fitsRun(first, this.#newest[count]!.number)) {
      hashes += this.#newest[count++]!.hashes.length;
    }
    if (hashes < this.hashesPerRun && count === this.#saved) return false;
    const blocks = this.#newest.slice(0, count);
    const { fences, pieces } = makeRun(blocks);
    const id = (this.#runs.at(-1)?.id ?? 0) + 1;
    const outline = { id, firstBlock: first, lastBlock: blocks.at(-1)!.number, fences };
    const { putRun, putPiece, forgetNewest } = this.#statements;
    this.#inTransaction(() => {
      putRun.run(id, outline.firstBlock, outline.lastBlock, bytesOf(fences));
      pieces.forEach((piece, index) => putPiece.run(id * PIECES_PER_RUN_MAX + index, bytesOf(piece)));
      forgetNewest.run(outline.lastBlock);
    });
    this.#runs.push(outline);
    this.#newest.splice(0, count);
    this.#saved -= count;
    return true;
  }

  /** Blocks before one that may have a name with this hash, newest first. */
  *blocksWith(hash: number, before: number): Generator<number> {
    for (let at = this.#newest.length - 1; at >= 0; at--) {
      const { number, hashes } = this.#newest[at]!;
      if (number < before && hasHash(hashes, hash)) yield number;
    }
    for (let at = this.#runs.length - 1; at >= 0; at--) {
      const { id, firstBlock, fences } = this.#runs[at]!;
      if (firstBlock >= before) continue;
      for (const block of blocksInRun(fences, hash, (index) => this.#piece(id, index))) if (block < before) yield block;
    }
  }

  line(number: number): BlockLine | undefined {
    return this.lines(number + 1, 1).find((line) => line.number === number);
  }

  /** Newest first. */
  lines(before: number, most: number): BlockLine[] {
    const unsaved = this.#unsaved.filter(({ number }) => number < before).reverse();
    const below = Math.min(before, this.#unsaved[0]?.number ?? before);
    const saved = this.#statements.lines.all(below, most).map(toLine);
    return [...unsaved, ...saved].slice(0, most);
  }

  /** Those with a configuration, newest first. */
  configurations(before: number, most: number): BlockLine[] {
    const unsaved = this.#unsaved.filter((line) => line.number < before && line.configuration !== undefined).reverse();
    const below = Math.min(before, this.#unsaved[0]?.number ?? before);
    return [...unsaved, ...this.#statements.configurations.all(below, most).map(toLine)].slice(0, most);
  }

  /** What a rule was before a block. */
  ruleBefore(table: string, name: string, before: number): string | undefined {
    for (let at = this.#unsaved.length - 1; at >= 0; at--) {
      const { number, rules } = this.#unsaved[at]!;
      const rule = number < before && rules.findLast((each) => each.table === table && each.name === name);
      if (rule) return rule.value;
    }
    const row = this.#statements.rule.get(table, name, before) as { value: string | null } | undefined;
    return row?.value ?? undefined;
  }

  close(): void {
    if (this.#sqlite.isOpen) this.#sqlite.close();
  }

  #piece(run: number, index: number): Uint32Array {
    return numbersIn(this.#statements.piece.get(run * PIECES_PER_RUN_MAX + index)?.['pairs']);
  }

  #inTransaction(work: () => void): void {
    this.#sqlite.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#sqlite.exec('COMMIT');
    } catch (error) {
      if (this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK');
      throw error;
    }
  }
}

export function removeIndex(path: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
}

function statementsOf(sqlite: DatabaseSync) {
  const line = 'SELECT number, hash, time, transactions, valid_transactions, configuration FROM blocks';
  const prepare = (sql: string): StatementSync => sqlite.prepare(sql);
  return {
    last: prepare('SELECT max(number) AS last FROM blocks'),
    runs: prepare('SELECT id, first_block, last_block, fences FROM runs ORDER BY id'),
    newest: prepare('SELECT number, hashes FROM newest ORDER BY number'),
    putBlock: prepare('INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?)'),
    putConfiguration: prepare('INSERT INTO configurations VALUES (?)'),
    putNewest: prepare('INSERT INTO newest VALUES (?, ?)'),
    putRule: prepare('INSERT OR REPLACE INTO rules VALUES (?, ?, ?, ?)'),
    putRun: prepare('INSERT INTO runs VALUES (?, ?, ?, ?)'),
    putPiece: prepare('INSERT INTO pieces VALUES (?, ?)'),
    forgetNewest: prepare('DELETE FROM newest WHERE number <= ?'),
    piece: prepare('SELECT pairs FROM pieces WHERE id = ?'),
    lines: prepare(`${line} WHERE number < ? ORDER BY number DESC LIMIT ?`),
    configurations: prepare(
      `${line} WHERE number IN (SELECT number FROM configurations WHERE number < ?) ORDER BY number DESC LIMIT ?`,
    ),
    rule: prepare('SELECT value FROM rules WHERE kind = ? AND name = ? AND block < ? ORDER BY block DESC LIMIT 1'),
  };
}

const toLine = (row: Record<string, unknown>): BlockLine => ({
  number: row['number'] as number,
  hash: Buffer.from(row['hash'] as Uint8Array).toString('hex'),
  time: (row['time'] as number | null) ?? undefined,
  transactions: row['transactions'] as number,
  validTransactions: row['valid_transactions'] as number,
  configuration: (row['configuration'] as number | null) ?? undefined,
});

const toOutline = (row: Record<string, unknown>): RunOutline => ({
  id: row['id'] as number,
  firstBlock: row['first_block'] as number,
  lastBlock: row['last_block'] as number,
  fences: numbersIn(row['fences']),
});

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

function numbersIn(value: unknown): Uint32Array {
  const bytes = Uint8Array.from(value as Uint8Array);
  return new Uint32Array(bytes.buffer, 0, bytes.byteLength / Uint32Array.BYTES_PER_ELEMENT);
}

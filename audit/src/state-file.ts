/**
 * What an audit remembers, in a file of its own: the next audit goes on where this one ended, and the memory that it takes
 * does not grow with the ledger, but for two octets of each name.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { deserialize, serialize } from 'node:v8';
import { textOfRow } from './row-texts.js';
import { SeenNames } from './seen-names.js';
import type { Kept, Store } from './store.js';

/** Changes when what is kept in a file is read otherwise. */
const FORMAT = 2;
/** So many changes are written at a time; a transaction of its own for each block would be slower than the audit. */
const CHANGES_MAX = 20_000;
/** Values of one large table that stay in memory between two writes. */
const CACHED_MAX = 50_000;
/** Of the file's pages: a receipt may go anywhere. */
const PAGES_KIB = 16 * 1024;
/** In pages of 4 KiB; for each of fewer changes the file would be written twice. */
const CHECKPOINT_PAGES = 8_000;

export class StateFile implements Store {
  readonly #database: DatabaseSync;
  readonly #tables: FileTable<unknown>[] = [];

  /**
   * @param durability `process`: what is written is there after the process was killed, and after a loss of power the file may
   *   have to be made anew, as the blocks are still there; it saves the time of waiting for disks
   * @throws Error when the file is something else, or of another version
   */
  constructor(path: string, durability: 'power' | 'process' = 'power') {
    this.#database = new DatabaseSync(path);
    const synchronous = durability === 'power' ? 'NORMAL' : 'OFF';
    this.#database.exec(
      `PRAGMA cache_size = -${PAGES_KIB}; PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous};
       PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
    );
    const { user_version: format } = this.#database.prepare('PRAGMA user_version').get() as { user_version: number };
    const { tables } = this.#database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as {
      tables: number;
    };
    if (tables > 0 && format !== FORMAT) {
      throw new Error(`${path} is no state file of this version of the audit; give another name, and it begins anew`);
    }
    this.#database.exec(`PRAGMA user_version = ${FORMAT}`);
  }

  kept<T>(table: string, size: 'small' | 'large' = 'large'): Kept<T> {
    const made = new FileTable<T>(this.#database, table, size === 'small');
    this.#tables.push(made);
    return made;
  }

  settle(): void {
    if (this.#tables.reduce((sum, { changes }) => sum + changes, 0) >= CHANGES_MAX) this.write();
  }

  close(): void {
    this.write();
    this.#database.close();
  }

  /** Everything so far, at once. */
  write(): void {
    this.#database.exec('BEGIN');
    for (const table of this.#tables) table.write();
    this.#database.exec('COMMIT');
  }
}

class FileTable<T> implements Kept<T> {
  readonly #cached = new Map<string, T | undefined>();
  readonly #changed = new Set<string>();
  readonly #read: StatementSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #all: StatementSync;
  readonly #count: StatementSync;
  readonly #names: StatementSync;
  /** Names in the file; of a small table there is no need of it. */
  #seen: SeenNames;

  constructor(
    database: DatabaseSync,
    table: string,
    private readonly isSmall: boolean,
  ) {
    const name = `"${table}"`;
    database.exec(
      `CREATE TABLE IF NOT EXISTS ${name} (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID`,
    );
    this.#read = database.prepare(`SELECT value FROM ${name} WHERE name = ?`);
    this.#put = database.prepare(
      `INSERT INTO ${name} (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    );
    this.#remove = database.prepare(`DELETE FROM ${name} WHERE name = ?`);
    this.#all = database.prepare(`SELECT name, value FROM ${name}`);
    this.#count = database.prepare(`SELECT count(*) AS count FROM ${name}`);
    this.#names = database.prepare(`SELECT name FROM ${name}`);
    if (isSmall) for (const [key, value] of this.#rows()) this.#cached.set(key, value);
    this.#seen = this.#allSeen();
  }

  get changes(): number {
    return this.#changed.size;
  }

  /** Asked seldom: what is not written yet has to be looked up. */
  get size(): number {
    let { count } = this.#count.get() as { count: number };
    for (const name of this.#changed) {
      const [before, after] = [this.#read.get(name) !== undefined, this.#cached.get(name) !== undefined];
      count += Number(after) - Number(before);
    }
    return count;
  }

  get(name: string): T | undefined {
    if (this.#cached.has(name) || this.isSmall) return this.#cached.get(name);
    if (!this.#seen.mayHave(name)) return undefined;
    const row = this.#read.get(name) as { value: Encoded } | undefined;
    const value = row === undefined ? undefined : decode<T>(row.value);
    if (this.#cached.size >= CACHED_MAX) this.#forgetUnchanged();
    this.#cached.set(name, value);
    return value;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  set(name: string, value: T): void {
    this.#cached.set(name, value);
    this.#changed.add(name);
  }

  delete(name: string): boolean {
    if (!this.has(name)) return false;
    this.#cached.set(name, undefined);
    this.#changed.add(name);
    return true;
  }

  *[Symbol.iterator](): Iterator<[string, T]> {
    if (!this.isSmall) {
      for (const [name, value] of this.#rows()) if (!this.#changed.has(name)) yield [name, value];
    }
    for (const [name, value] of this.#cached) {
      if (value !== undefined && (this.isSmall || this.#changed.has(name))) yield [name, value];
    }
  }

  write(): void {
    // In the order in which they lie in the file.
    for (const name of [...this.#changed].sort()) {
      const value = this.#cached.get(name);
      if (value === undefined) this.#remove.run(name);
      else this.#put.run(name, this.isSmall ? serialize(value) : encode(value));
      if (value !== undefined && !this.isSmall) this.#seen.add(name);
    }
    this.#changed.clear();
    if (this.isSmall) return;
    if (this.#seen.isFull) this.#seen = this.#allSeen();
    if (this.#cached.size >= CACHED_MAX) this.#cached.clear();
  }

  #allSeen(): SeenNames {
    if (this.isSmall) return new SeenNames();
    const seen = new SeenNames((this.#count.get() as { count: number }).count);
    for (const { name } of this.#names.iterate() as Iterable<{ name: string }>) seen.add(name);
    return seen;
  }

  #forgetUnchanged(): void {
    for (const name of this.#cached.keys()) if (!this.#changed.has(name)) this.#cached.delete(name);
  }

  *#rows(): Iterable<[string, T]> {
    for (const row of this.#all.iterate() as Iterable<{ name: string; value: Encoded }>) {
      yield [row.name, decode<T>(row.value)];
    }
  }
}

type Encoded = string | Uint8Array;

/** Most of what there is are receipts, which are JSON, and points; v8's own format takes three times as long. */
function encode(value: unknown): Encoded {
  if (typeof value === 'bigint') return String(value);
  const text = typeof value === 'object' && value !== null ? textOfRow(value) : undefined;
  if (text !== undefined) return text;
  const isJson = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isJson && !Object.values(value).some((field) => typeof field === 'bigint')
    ? JSON.stringify(value)
    : serialize(value);
}

function decode<T>(value: Encoded): T {
  if (typeof value !== 'string') return deserialize(value) as T;
  return (value.startsWith('{') ? JSON.parse(value) : BigInt(value)) as T;
}

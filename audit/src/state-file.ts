/**
 * What an audit remembers, in a file of its own: the next audit goes on where this one ended, and the memory that it takes
 * does not grow with the ledger.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { deserialize, serialize } from 'node:v8';
import type { Kept, Store } from './store.js';

/** Changes when what is kept in a file is read otherwise. */
const FORMAT = 1;
/** So many changes are written at a time; a transaction of its own for each block would be slower than the audit. */
const CHANGES_MAX = 20_000;
/** Values of one large table that stay in memory between two writes. */
const CACHED_MAX = 50_000;

export class StateFile implements Store {
  readonly #database: DatabaseSync;
  readonly #tables: FileTable<unknown>[] = [];

  /** @throws Error when the file is something else, or of another version */
  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
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
    if (this.#tables.reduce((sum, { changes }) => sum + changes, 0) >= CHANGES_MAX) this.#write();
  }

  close(): void {
    this.#write();
    this.#database.close();
  }

  #write(): void {
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
  #count: number;

  constructor(
    database: DatabaseSync,
    table: string,
    private readonly isSmall: boolean,
  ) {
    const name = `"${table}"`;
    database.exec(`CREATE TABLE IF NOT EXISTS ${name} (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID`);
    this.#read = database.prepare(`SELECT value FROM ${name} WHERE name = ?`);
    this.#put = database.prepare(
      `INSERT INTO ${name} (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    );
    this.#remove = database.prepare(`DELETE FROM ${name} WHERE name = ?`);
    this.#all = database.prepare(`SELECT name, value FROM ${name}`);
    this.#count = (database.prepare(`SELECT count(*) AS count FROM ${name}`).get() as { count: number }).count;
    if (isSmall) for (const [key, value] of this.#rows()) this.#cached.set(key, value);
  }

  get changes(): number {
    return this.#changed.size;
  }

  get size(): number {
    return this.#count;
  }

  get(name: string): T | undefined {
    if (this.#cached.has(name) || this.isSmall) return this.#cached.get(name);
    const row = this.#read.get(name) as { value: Uint8Array } | undefined;
    const value = row === undefined ? undefined : (deserialize(row.value) as T);
    if (this.#cached.size >= CACHED_MAX) this.#forgetUnchanged();
    this.#cached.set(name, value);
    return value;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  set(name: string, value: T): void {
    if (!this.has(name)) this.#count += 1;
    this.#cached.set(name, value);
    this.#changed.add(name);
  }

  delete(name: string): boolean {
    if (!this.has(name)) return false;
    this.#count -= 1;
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
    for (const name of this.#changed) {
      const value = this.#cached.get(name);
      if (value === undefined) this.#remove.run(name);
      else this.#put.run(name, serialize(value));
    }
    this.#changed.clear();
  }

  #forgetUnchanged(): void {
    for (const name of this.#cached.keys()) if (!this.#changed.has(name)) this.#cached.delete(name);
  }

  *#rows(): Iterable<[string, T]> {
    for (const row of this.#all.iterate() as Iterable<{ name: string; value: Uint8Array }>) {
      yield [row.name, deserialize(row.value) as T];
    }
  }
}

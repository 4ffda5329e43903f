/**
 * What an audit remembers, in a file of its own: the next audit goes on where this one ended, and the memory that it takes
 * does not grow with the ledger, but for two octets of each name.
 */
import { randomInt } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { deserialize, serialize } from 'node:v8';
import { textOfRow } from './row-texts.js';
import { numberOf, SeenNames } from './seen-names.js';
import { type Kept, StateNotKept, StateUnreadable, type Store, type TableSize } from './store.js';
import { type Encoded, TableInFile } from './table-in-file.js';

/** Changes when what is kept in a file is read otherwise. */
const FORMAT = 9;
/** How much of large tables is in memory. */
export interface StateBounds {
  /** So many changes are written at a time; a transaction of its own for each block would be slower than the audit. */
  readonly changesMax: number;
  /** Values of one table that stay in memory between two writes; more than are changed. */
  readonly cachedMax: number;
}
/** A value of a bulky table counts as so many. */
const BULK = 16;
const BOUNDS: StateBounds = { changesMax: 20_000, cachedMax: 50_000 };
/** Nobody goes on from it, so that it is written when there is too much of it. */
const UNNAMED_BOUNDS: StateBounds = { changesMax: 100_000, cachedMax: 150_000 };
/** Of the file's pages: a receipt may go anywhere. */
const PAGES_KIB = 16 * 1024;
/** In pages of 4 KiB; for each of fewer changes the file would be written twice. */
const CHECKPOINT_PAGES = 8_000;

export class StateFile implements Store {
  readonly #database: DatabaseSync;
  readonly #tables: FileTable<unknown>[] = [];
  /** Of the file, so that nobody can choose names that are one number in it. */
  readonly #seed: number;
  /** Those that the file has when it is opened. */
  readonly #there: ReadonlySet<string>;
  readonly #isUnnamed: boolean;

  /**
   * For one run: in memory while it is little, and then in a file that its owner alone may read and that has no name from the moment it is
   * there, so that it is gone however the run ends. `TMPDIR` says in which folder.
   */
  static unnamed(bounds: StateBounds = UNNAMED_BOUNDS): StateFile {
    return new StateFile('', 'process', bounds);
  }

  /**
   * @param durability `process`: what is written is there after the process was killed, and after a loss of power the file may
   *   have to be made anew, as the blocks are still there; it saves the time of waiting for disks
   * @throws Error when the file is something else, or of another version
   */
  constructor(
    path: string,
    durability: 'power' | 'process' = 'power',
    private readonly bounds: StateBounds = BOUNDS,
  ) {
    this.#isUnnamed = path === '';
    this.#database = new DatabaseSync(path);
    const synchronous = durability === 'power' ? 'NORMAL' : 'OFF';
    this.#database.exec(
      `PRAGMA cache_size = -${PAGES_KIB}; PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous};
       PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
    );
    const { user_version: format } = this.#database.prepare('PRAGMA user_version').get() as { user_version: number };
    const there = this.#database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
    this.#there = new Set(there.map(({ name }) => name as string));
    if (this.#there.size > 0 && format !== FORMAT) {
      throw new Error(`${path} is no state file of this version of the audit; give another name, and it begins anew`);
    }
    if (this.#there.size === 0)
      this.#database.exec(`PRAGMA user_version = ${FORMAT}; PRAGMA application_id = ${randomInt(2 ** 31)}`);
    const { application_id: seed } = this.#database.prepare('PRAGMA application_id').get() as {
      application_id: number;
    };
    this.#seed = seed;
  }

  /** Whether its pages hang together. @throws StateUnreadable */
  check(): void {
    const [found] = readable(() => this.#database.prepare('PRAGMA quick_check(1)').all()) as { quick_check: string }[];
    if (found?.quick_check !== 'ok') throw new StateUnreadable(String(found?.quick_check));
  }

  /** Lets go of it without writing anything. */
  abandon(): void {
    this.#database.close();
  }

  kept<T>(table: string, size: TableSize = 'large'): Kept<T> {
    const file = new TableInFile(this.#database, table, this.#there.has(table));
    const made = readable(() => new FileTable<T>(file, size, this.#seed, this.bounds));
    this.#tables.push(made);
    return made;
  }

  /** Values of large tables that are in memory. */
  get valuesHeld(): number {
    return this.#tables.reduce((sum, table) => sum + table.valuesHeld, 0);
  }

  settle(): void {
    if (this.#tables.reduce((sum, { changes }) => sum + changes, 0) >= this.bounds.changesMax) this.write();
  }

  /** @throws StateNotKept where what is left to write has no room */
  close(): void {
    try {
      if (!this.#isUnnamed) this.write();
    } finally {
      this.#database.close();
    }
  }

  /** Everything so far, at once. @throws StateNotKept where there is no room for it */
  write(): void {
    readable(() => {
      this.#database.exec('BEGIN');
      try {
        for (const table of this.#tables) table.write();
        this.#database.exec('COMMIT');
      } catch (error) {
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw error;
      }
    });
  }
}

class FileTable<T> implements Kept<T> {
  readonly #cached = new Map<string, T | undefined>();
  readonly #changed = new Set<string>();
  readonly #isSmall: boolean;
  readonly #weight: number;
  readonly #cachedMax: number;
  /** Names in the file; of a small table there is no need of it. */
  #seen: SeenNames | undefined;

  constructor(
    private readonly file: TableInFile,
    size: TableSize,
    private readonly seed: number,
    bounds: StateBounds,
  ) {
    this.#isSmall = size === 'small';
    this.#weight = size === 'bulky' ? BULK : 1;
    this.#cachedMax = Math.ceil(bounds.cachedMax / this.#weight);
    if (this.#isSmall) for (const [key, value] of this.#rows()) this.#cached.set(key, value);
    this.#seen = this.#allSeen();
  }

  get valuesHeld(): number {
    return this.#isSmall ? 0 : this.#cached.size;
  }

  get changes(): number {
    return this.#changed.size * this.#weight;
  }

  /** Asked seldom: what is not written yet has to be looked up. */
  get size(): number {
    if (this.#isSmall) return this.#cached.size;
    let { count } = this.file;
    for (const name of this.#changed) {
      const number = numberOf(name, this.seed);
      const mayBeThere = this.#seen?.mayHave(number) === true;
      const before = mayBeThere && readable(() => this.file.read(number, name)) !== undefined;
      const after = this.#cached.get(name) !== undefined;
      count += Number(after) - Number(before);
    }
    return count;
  }

  get(name: string): T | undefined {
    const cached = this.#cached.get(name);
    if (cached !== undefined || this.#isSmall || this.#cached.has(name)) return cached;
    if (this.#seen === undefined) return undefined;
    const number = numberOf(name, this.seed);
    if (!this.#seen.mayHave(number)) return undefined;
    const value = readable(() => {
      const found = this.file.read(number, name);
      return found === undefined ? undefined : decode<T>(found);
    });
    if (this.#cached.size >= this.#cachedMax) this.#forgetUnchanged();
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
    if (this.#isSmall) this.#cached.delete(name);
    else this.#cached.set(name, undefined);
    this.#changed.add(name);
    return true;
  }

  *[Symbol.iterator](): Iterator<[string, T]> {
    if (!this.#isSmall) {
      for (const [name, value] of this.#rows()) if (!this.#changed.has(name)) yield [name, value];
    }
    for (const [name, value] of this.#cached) {
      if (value !== undefined && (this.#isSmall || this.#changed.has(name))) yield [name, value];
    }
  }

  write(): void {
    if (this.#changed.size > 0 && this.#seen?.hasRoomFor(this.#changed.size) !== true) this.#seen = this.#allSeen();
    for (const name of this.#changed) this.#writeOne(name, numberOf(name, this.seed), this.#cached.get(name));
    this.#changed.clear();
    if (!this.#isSmall && this.#cached.size >= this.#cachedMax) this.#cached.clear();
  }

  /** Most names are new, and most lots are gone before they ever came into the file. */
  #writeOne(name: string, number: number, value: T | undefined): void {
    const mayBeThere = this.#isSmall || this.#seen?.mayHave(number) === true;
    if (value === undefined) {
      if (mayBeThere) this.file.remove(number, name);
      return;
    }
    const encoded = this.#isSmall ? serialize(value) : encode(value);
    if (mayBeThere && this.file.replace(number, name, encoded)) return;
    this.file.add(number, name, encoded);
    if (!this.#isSmall) this.#seen?.add(number);
  }

  /** With room for what is about to be written; undefined while there are none, and of a small table. */
  #allSeen(): SeenNames | undefined {
    const count = this.#isSmall ? 0 : this.file.count + this.#changed.size;
    if (count === 0) return undefined;
    const seen = new SeenNames(count);
    for (const number of this.file.numbers()) seen.add(number);
    return seen;
  }

  #forgetUnchanged(): void {
    for (const name of this.#cached.keys()) if (!this.#changed.has(name)) this.#cached.delete(name);
  }

  *#rows(): Iterable<[string, T]> {
    const rows = this.file.rows()[Symbol.iterator]();
    for (;;) {
      const next = readable(() => {
        const next = rows.next();
        return next.done === true ? undefined : ([next.value.name, decode<T>(next.value.value)] as [string, T]);
      });
      if (next === undefined) return;
      yield next;
    }
  }
}

const SQLITE_CORRUPT = 11;
const SQLITE_NOT_A_DATABASE = 26;

/** A full disk passes; a damaged page, or a value that does not decode, stays. @throws StateUnreadable, StateNotKept */
function readable<T>(access: () => T): T {
  try {
    return access();
  } catch (error) {
    const { errcode } = error as { errcode?: number };
    const passes = errcode !== undefined && ![SQLITE_CORRUPT, SQLITE_NOT_A_DATABASE].includes(errcode & 0xff);
    if (error instanceof StateUnreadable || error instanceof StateNotKept) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw passes ? new StateNotKept(message, { cause: error }) : new StateUnreadable(message, { cause: error });
  }
}

/** Most of what there is are receipts, which are JSON, points, and texts, which begin with a quotation mark here; v8's own format takes three times as long. */
function encode(value: unknown): Encoded {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string' && value.isWellFormed() && !value.includes('\0')) return `"${value}`;
  const text = typeof value === 'object' && value !== null ? textOfRow(value) : undefined;
  if (text !== undefined) return text;
  const isJson = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isJson && !Object.values(value).some((field) => typeof field === 'bigint')
    ? JSON.stringify(value)
    : serialize(value);
}

function decode<T>(value: Encoded): T {
  if (typeof value !== 'string') return deserialize(value) as T;
  if (value.startsWith('"')) return value.slice(1) as T;
  return (value.startsWith('{') ? JSON.parse(value) : BigInt(value)) as T;
}

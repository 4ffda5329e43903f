/**
 * What an audit remembers, in a file of its own: the next audit goes on where this one ended, and the memory that it takes
 * does not grow with the ledger, but for two octets of each name. Where nobody goes on from it, sums of points are held in memory besides.
 */
import { randomInt } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { FileTable, readable, type StateBounds } from './file-table.js';
import { HeldNames } from './held-names.js';
import { HeldSums } from './held-sums.js';
import { type Kept, StateUnreadable, type Store, type TableSize } from './store.js';
import { TableInFile } from './table-in-file.js';

export type { StateBounds };

/** Changes when what is kept in a file is read otherwise. */
const FORMAT = 10;
const BOUNDS: StateBounds = { changesMax: 20_000, cachedMax: 50_000 };
/** Nobody goes on from it, so that it is written when there is too much of it. */
const UNNAMED_BOUNDS: StateBounds = { changesMax: 100_000, cachedMax: 150_000, forgetsBulky: true, sumsMax: 2_000_000 };
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
  readonly #names: HeldNames;
  #failed: Error | undefined;

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
    if (!this.#isUnnamed) makeForOwner(path);
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
    this.#names = new HeldNames(seed, bounds.sumsMax ?? 0);
  }

  /** Whether its pages hang together. @throws StateUnreadable */
  check(): void {
    const [found] = readable(() => this.#database.prepare('PRAGMA quick_check(1)').all()) as { quick_check: string }[];
    // What is wrong stands in its last line, behind the database's name.
    if (found?.quick_check !== 'ok') throw new StateUnreadable(String(found?.quick_check.split('\n').at(-1)));
  }

  /** Lets go of it without writing anything. */
  abandon(): void {
    this.#database.close();
  }

  kept<T>(table: string, size: TableSize = 'large'): Kept<T> {
    const file = new TableInFile(this.#database, table, this.#there.has(table));
    const made = readable(() => new FileTable<T>(file, size, this.#seed, this.bounds));
    this.#tables.push(made);
    if (size !== 'sums' || !this.#isUnnamed) return made;
    return new HeldSums(this.#names, made as Kept<unknown> as Kept<bigint>) as Kept<unknown> as Kept<T>;
  }

  /** Values of large tables that are in memory. */
  get valuesHeld(): number {
    return this.#tables.reduce((sum, table) => sum + table.valuesHeld, 0);
  }

  settle(): void {
    if (this.#tables.reduce((sum, { changes }) => sum + changes, 0) < this.bounds.changesMax) return;
    // Nobody goes on from what has no name, so that what is changed again and again can wait.
    const most = this.#tables.filter(({ changes }) => changes >= this.bounds.changesMax / 4);
    this.#writeAll(this.#isUnnamed && most.length > 0 ? most : this.#tables);
  }

  /** @throws StateNotKept where what is left to write has no room */
  close(): void {
    try {
      if (!this.#isUnnamed && this.#failed === undefined) this.write();
    } finally {
      this.#database.close();
    }
  }

  /** Everything so far, at once. @throws StateNotKept where there is no room for it */
  write(): void {
    this.#writeAll(this.#tables);
  }

  #writeAll(tables: readonly FileTable<unknown>[]): void {
    readable(() => {
      if (this.#failed !== undefined) throw this.#failed;
      this.#database.exec('BEGIN');
      try {
        for (const table of tables) table.write();
        this.#database.exec('COMMIT');
      } catch (error) {
        // Of the tables nobody knows any more what of them is in the file: it stays as it was.
        this.#failed = error as Error;
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw error;
      }
    });
  }
}

/** What stands in a new one is the consortium's, whatever its folder; the log beside it is made as it is. One that is there stays as it is. */
function makeForOwner(path: string): void {
  try {
    closeSync(openSync(path, 'ax', 0o600));
  } catch {
    // It is there, or SQLite says why it cannot be.
  }
}

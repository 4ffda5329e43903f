/**
 * The gateway's one SQLite file.
 *
 * Everything that must survive a power cut is written with `synchronous = FULL`, or without and then waited for with
 * `sync`, which does what FULL does beside the event loop; what can be read again from the ledger (the projection) is
 * written without a sync of its own, because SQLite's log keeps the order: after a power cut the projection is at most a
 * few blocks behind its own checkpoint's successor, never torn.
 */
import { chmodSync, closeSync, existsSync, fdatasync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';

const syncData = promisify(fdatasync);

export type Durability = 'synced' | 'rebuildable';

/** SQL that brings a file from the version before to this one. Entries are only ever added. */
export interface TableVersion {
  readonly version: number;
  readonly sql: string;
}

/** SQLite gives its log and its index the mode of the file. */
function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  for (const file of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(file)) chmodSync(file, 0o600);
}

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const damageCodes = [11, 26];

/** The file is not what SQLite wrote. */
export class DatabaseDamaged extends Error {
  override readonly name = 'DatabaseDamaged';

  constructor(path: string) {
    super(
      `${path} is damaged: remove it together with ${path}-wal and ${path}-shm (all that matters is read again from ` +
        'the ledger), or put all three back from a backup.',
    );
  }
}

export class Database {
  readonly sqlite: DatabaseSync;
  #durability: Durability = 'synced';
  /** SQLite's write-ahead log: the file stays the same one as long as the database is open. */
  #log: number | undefined;

  /** Opens the file, creating and migrating it as needed; `:memory:` is for tests. */
  constructor(
    private readonly path: string,
    /** Of all that keep something in the file; those of one version are independent of each other. */
    tables: readonly TableVersion[],
  ) {
    if (path !== ':memory:') makePrivate(path);
    this.sqlite = new DatabaseSync(path);
    this.#open(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA foreign_keys = ON;
      PRAGMA busy_timeout = 5000;
      PRAGMA cache_size = -48000;
      PRAGMA wal_autocheckpoint = 16000;
      PRAGMA temp_store = MEMORY;
    `);
    this.#migrate(tables);
  }

  /** @throws DatabaseDamaged when it is no database, or its pages do not hang together */
  #open(settings: string): void {
    try {
      this.sqlite.exec(settings);
      const { quick_check: found } = this.sqlite.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
      if (found !== 'ok') throw new DatabaseDamaged(this.path);
    } catch (error) {
      this.sqlite.close();
      const { errcode } = error as { errcode?: number };
      throw errcode !== undefined && damageCodes.includes(errcode & 0xff) ? new DatabaseDamaged(this.path) : error;
    }
  }

  /** Runs `work` in one transaction; all of it or, when it throws, nothing. Never nested. */
  transaction<T>(durability: Durability, work: () => T): T {
    this.#demand(durability);
    this.sqlite.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.sqlite.exec('COMMIT');
      return result;
    } catch (error) {
      this.sqlite.exec('ROLLBACK');
      throw error;
    }
  }

  /**
   * Resolves when all transactions so far are on disk. A transaction is durable once its part of the log is; a
   * checkpoint moves the log's content into the database only after syncing it.
   */
  async sync(): Promise<void> {
    if (this.path === ':memory:') return;
    this.#log ??= openSync(`${this.path}-wal`, 'r+');
    await syncData(this.#log);
  }

  close(): void {
    if (this.#log !== undefined) closeSync(this.#log);
    this.#log = undefined;
    if (this.sqlite.isOpen) this.sqlite.close();
  }

  #demand(durability: Durability): void {
    if (durability === this.#durability) return;
    this.sqlite.exec(`PRAGMA synchronous = ${durability === 'synced' ? 'FULL' : 'NORMAL'}`);
    this.#durability = durability;
  }

  #migrate(tables: readonly TableVersion[]): void {
    const { user_version: version } = this.sqlite.prepare('PRAGMA user_version').get() as { user_version: number };
    const newest = Math.max(...tables.map((table) => table.version));
    if (version > newest) {
      throw new Error(`The database is of a newer version (${version}) than this gateway knows (${newest}).`);
    }
    for (let next = version + 1; next <= newest; next++) {
      this.transaction('synced', () => {
        for (const table of tables) if (table.version === next) this.sqlite.exec(table.sql);
        this.sqlite.exec(`PRAGMA user_version = ${next}`);
      });
    }
  }
}

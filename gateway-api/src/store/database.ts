/**
 * The gateway's one SQLite file.
 *
 * Everything that must survive a power cut is written with `synchronous = FULL`, or without and then waited for with
 * `sync`, which does what FULL does beside the event loop; what can be read again from the ledger (the projection) is
 * written without a sync of its own, because SQLite's log keeps the order: after a power cut the projection is at most a
 * few blocks behind its own checkpoint's successor, never torn.
 */
import { chmodSync, closeSync, existsSync, fdatasync, mkdirSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { MovesLog, StartMover } from './move-log.js';
import { isCheckedAtOnce } from './check-file.js';
import { isDamage, pagesHangTogether } from './damage.js';
import { StorageHealth, troubleOf } from './storage-health.js';

const syncData = (file: number): Promise<void> =>
  new Promise((resolve, reject) => fdatasync(file, (error) => (error ? reject(error) : resolve())));

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

/** From so long a log on transactions move it themselves: then nobody else does. */
const PAGES_UNMOVED_MAX = 64_000;

/**
 * A log that was longer once, as beside a reader that took its time, is cut to this when it begins anew. Those that come while a large ledger is read are
 * shorter: to cut one takes the event loop some 50 ms.
 */
const LOG_BYTES_KEPT = 160 * 1024 * 1024;

/** As much as blocks bring at once. */
const TRIAL = Buffer.alloc(1024 * 1024, 1);

/** A file of the path is there for a moment, and by no name. @throws what the system says of a disk that has no room */
function requireRoom(path: string): void {
  const file = openSync(path, 'w', 0o600);
  try {
    unlinkSync(path);
    for (let written = 0; written < TRIAL.length;) written += writeSync(file, TRIAL, written);
  } finally {
    closeSync(file);
  }
}

const SQLITE_BUSY = 5;
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
  readonly health = new StorageHealth();
  #done = 0;
  readonly #onUndone: (() => void)[] = [];
  #begin: StatementSync | undefined;
  #undo: StatementSync | undefined;
  #end: StatementSync | undefined;
  #durability: Durability = 'synced';
  /** SQLite's write-ahead log: the file stays the same one as long as the database is open. */
  #log: number | undefined;
  /** A sync failed: what stands in the log may be lost to the disk, and with it whatever is behind it. */
  #mustCheckpoint = false;

  readonly #mover: MovesLog | undefined;
  #looking: StatementSync | undefined;
  /** Moves nothing. */
  readonly #logPages = (): number => {
    this.#looking ??= this.sqlite.prepare('PRAGMA wal_checkpoint(NOOP)');
    return (this.#looking.get() as { log: number }).log;
  };

  /** Opens the file, creating and migrating it as needed; `:memory:` is for tests. */
  constructor(
    private readonly path: string,
    /** Of all that keep something in the file; those of one version are independent of each other. */
    tables: readonly TableVersion[],
    /** Without it a transaction now and then moves the log into the file. */
    start?: StartMover,
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
      PRAGMA journal_size_limit = ${LOG_BYTES_KEPT};
      PRAGMA temp_store = MEMORY;
    `);
    this.#migrate(tables);
    // From here on nobody waits inside SQLite, where everything else would wait too.
    this.sqlite.exec('PRAGMA busy_timeout = 0');
    this.#lookForRoom();
    if (start === undefined || path === ':memory:') return;
    this.#mover = start(path);
    this.sqlite.exec(`PRAGMA wal_autocheckpoint = ${PAGES_UNMOVED_MAX}`);
  }

  /** @throws DatabaseDamaged when it is no database, or its pages do not hang together */
  #open(settings: string): void {
    try {
      this.sqlite.exec(settings);
      if (isCheckedAtOnce(this.path) && !pagesHangTogether(this.sqlite)) throw new DatabaseDamaged(this.path);
    } catch (error) {
      this.sqlite.close();
      throw isDamage(error) ? new DatabaseDamaged(this.path) : error;
    }
  }

  /** Runs `work` in one transaction; all of it or, when it throws, nothing. Never nested. */
  transaction<T>(durability: Durability, work: () => T): T {
    if (durability === 'synced') this.#mend();
    this.#demand(durability);
    this.sqlite.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.sqlite.exec('COMMIT');
      this.#done += 1;
      this.#mover?.written(this.#logPages);
      return result;
    } catch (error) {
      // A disk that is full or fails has ended the transaction already.
      this.#tellUndone(() => this.sqlite.isTransaction && this.sqlite.exec('ROLLBACK'));
      throw error;
    }
  }

  /** Inside a transaction: all of `work` or, when it throws, nothing of it. */
  part<T>(work: () => T): T {
    this.#begin ??= this.sqlite.prepare('SAVEPOINT part');
    this.#undo ??= this.sqlite.prepare('ROLLBACK TO part');
    this.#end ??= this.sqlite.prepare('RELEASE part');
    this.#begin.run();
    try {
      return work();
    } catch (error) {
      // A disk that is full or fails has ended the transaction already.
      this.#tellUndone(() => this.sqlite.isTransaction && this.#undo!.run());
      throw error;
    } finally {
      if (this.sqlite.isTransaction) this.#end.run();
    }
  }

  /** So many transactions were committed since it was opened. */
  get done(): number {
    return this.#done;
  }

  /**
   * The listener is called whenever a transaction, or a part of one, has left nothing, before anybody else goes on: whoever keeps in
   * memory what stands in the file forgets there what was written. It does no more than that, and throws nothing.
   */
  onUndone(listener: () => void): void {
    this.#onUndone.push(listener);
  }

  #tellUndone(undo: () => unknown): void {
    try {
      undo();
    } finally {
      for (const listener of this.#onUndone) listener();
    }
  }

  /** To be awaited before a transaction by who can: what is left of the log is being moved. */
  get finishing(): Promise<void> | undefined {
    return this.#mover?.finishing;
  }

  /** Before it is closed. */
  async stopMoving(): Promise<void> {
    await this.#mover?.stop();
  }

  /** At the start nothing may be written for long: whoever asks is told all the same that there is no room for a block. */
  #lookForRoom(): void {
    try {
      if (this.path !== ':memory:') requireRoom(`${this.path}-trial`);
    } catch (error) {
      this.health.failed(troubleOf(error) ?? 'failing');
    }
  }

  /** Whether what is written is kept now; after the disk was full, also whether a block would find room. Tells {@link health}. */
  try(): void {
    try {
      if (this.health.trouble === 'full' && this.path !== ':memory:') requireRoom(`${this.path}-trial`);
      this.transaction('synced', () => this.sqlite.exec(`PRAGMA user_version = ${this.#version}`));
      this.health.well();
    } catch (error) {
      this.health.failed(troubleOf(error) ?? 'failing');
    }
  }

  /**
   * Resolves when all transactions so far are on disk. A transaction is durable once its part of the log is; a
   * checkpoint moves the log's content into the database only after syncing it.
   */
  async sync(): Promise<void> {
    if (this.path === ':memory:') return;
    if (this.#mustCheckpoint) return this.#mend();
    this.#log ??= openSync(`${this.path}-wal`, 'r+');
    try {
      await syncData(this.#log);
    } catch (error) {
      // The system may have dropped what it could not write, and would say nothing of it at the next sync.
      this.#mustCheckpoint = true;
      throw error;
    }
  }

  /** After a failed sync: all that the log has is written anew, into the database, and the log begins again. */
  #mend(): void {
    if (!this.#mustCheckpoint) return;
    this.#demand('synced');
    const { busy } = this.sqlite.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
    if (busy !== 0) throw Object.assign(new Error('the log is in use'), { errcode: SQLITE_BUSY });
    this.#mustCheckpoint = false;
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

  get #version(): number {
    return (this.sqlite.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  }

  #migrate(tables: readonly TableVersion[]): void {
    const version = this.#version;
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

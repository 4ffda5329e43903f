/**
 * Sessions of people, and which sign-ins were completed lately, in a file of their own beside the database. What a browser has is a
 * random number; here is its hash, so that the file opens nothing. Lost, it costs people another sign-in.
 */
import { hash, randomBytes } from 'node:crypto';
import type { Role } from '@commonpoint/catalogue';
import { Database, type TableVersion } from '../store/database.js';

const ID_BYTES = 32;

const tables: readonly TableVersion[] = [
  {
    version: 1,
    sql: `
    CREATE TABLE sessions (id_hash TEXT PRIMARY KEY, value TEXT NOT NULL, ends_at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE begun (id_hash TEXT PRIMARY KEY, value TEXT NOT NULL, ends_at INTEGER NOT NULL) WITHOUT ROWID;
    `,
  },
  {
    version: 2,
    sql: `
    DROP TABLE begun;
    CREATE TABLE completed (id_hash TEXT PRIMARY KEY, ends_at INTEGER NOT NULL) WITHOUT ROWID;
    `,
  },
];

export interface Session {
  readonly client: string;
  readonly role: Role;
  /** When the person last showed who it is, in milliseconds. */
  readonly authenticatedAt: number;
}

export class Sessions {
  readonly #database: Database;
  readonly #statements;

  constructor(path: string) {
    this.#database = new Database(path, tables);
    const { sqlite } = this.#database;
    this.#statements = {
      put: sqlite.prepare('INSERT INTO sessions (id_hash, value, ends_at) VALUES (?, ?, ?)'),
      get: sqlite.prepare('SELECT value FROM sessions WHERE id_hash = ? AND ends_at > ?'),
      remove: sqlite.prepare('DELETE FROM sessions WHERE id_hash = ?'),
      forget: sqlite.prepare('DELETE FROM sessions WHERE ends_at <= ?'),
      complete: sqlite.prepare('INSERT OR IGNORE INTO completed (id_hash, ends_at) VALUES (?, ?)'),
      forgetCompleted: sqlite.prepare('DELETE FROM completed WHERE ends_at <= ?'),
    };
  }

  /**
   * Opens the session that a sign-in led to.
   *
   * @param signIn what is its own, and until when it could be completed, in milliseconds
   * @returns what the browser is given; undefined where that sign-in was completed before
   */
  complete(signIn: { readonly id: string; readonly endsAt: number }, session: Session, hours: number) {
    const { complete, forgetCompleted } = this.#statements;
    return this.#database.transaction('rebuildable', () => {
      forgetCompleted.run(Date.now());
      if (complete.run(nameOf(signIn.id), signIn.endsAt).changes === 0) return undefined;
      return this.#put(session, hours);
    });
  }

  /** @returns what the browser is given */
  open(session: Session, hours: number): string {
    return this.#database.transaction('rebuildable', () => this.#put(session, hours));
  }

  find(id: string): Session | undefined {
    const row = this.#statements.get.get(nameOf(id), Date.now()) as { value: string } | undefined;
    return row === undefined ? undefined : (JSON.parse(row.value) as Session);
  }

  end(id: string): void {
    this.#statements.remove.run(nameOf(id));
  }

  close(): void {
    this.#database.close();
  }

  #put(session: Session, hours: number): string {
    const id = randomBytes(ID_BYTES).toString('base64url');
    const { put, forget } = this.#statements;
    forget.run(Date.now());
    put.run(nameOf(id), JSON.stringify(session), Date.now() + hours * 3_600_000);
    return id;
  }
}

const nameOf = (id: string): string => hash('sha256', id);

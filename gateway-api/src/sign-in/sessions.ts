/**
 * Sessions of people, and sign-ins that have begun, in a file of their own beside the database. What a browser has is a random
 * number; here is its hash, so that the file opens nothing. Lost, it costs people another sign-in.
 */
import { hash, randomBytes } from 'node:crypto';
import type { Role } from '@commonpoint/catalogue';
import { Database, type TableVersion } from '../store/database.js';

const ID_BYTES = 32;
/** How long somebody may take to sign in. */
const BEGUN_MS = 10 * 60_000;
/** Sign-ins that are under way; anybody may begin one. */
const BEGUN_MAX = 1_000;

const tables: readonly TableVersion[] = [
  {
    version: 1,
    sql: `
    CREATE TABLE sessions (id_hash TEXT PRIMARY KEY, value TEXT NOT NULL, ends_at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE begun (id_hash TEXT PRIMARY KEY, value TEXT NOT NULL, ends_at INTEGER NOT NULL) WITHOUT ROWID;
    `,
  },
];

export interface Session {
  readonly client: string;
  readonly role: Role;
  /** When the person last showed who it is, in milliseconds. */
  readonly authenticatedAt: number;
}

/** What a sign-in that has begun has to come back with. */
export interface BegunSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  /** The person has to show who it is, also if it did so lately. */
  readonly anew: boolean;
}

export class Sessions {
  readonly #database: Database;
  readonly #of;

  constructor(path: string) {
    this.#database = new Database(path, tables);
    const { sqlite } = this.#database;
    const statements = (table: 'sessions' | 'begun') => ({
      put: sqlite.prepare(`INSERT INTO ${table} (id_hash, value, ends_at) VALUES (?, ?, ?)`),
      get: sqlite.prepare(`SELECT value FROM ${table} WHERE id_hash = ? AND ends_at > ?`),
      remove: sqlite.prepare(`DELETE FROM ${table} WHERE id_hash = ?`),
      forget: sqlite.prepare(`DELETE FROM ${table} WHERE ends_at <= ?`),
      count: sqlite.prepare(`SELECT count(*) AS count FROM ${table}`),
    });
    this.#of = { sessions: statements('sessions'), begun: statements('begun') };
  }

  /** @returns what the browser is given */
  open(session: Session, hours: number): string {
    return this.#put('sessions', session, hours * 3_600_000);
  }

  find(id: string): Session | undefined {
    return this.#get('sessions', id) as Session | undefined;
  }

  end(id: string): void {
    this.#of.sessions.remove.run(nameOf(id));
  }

  /** Undefined if there are too many already. */
  begin(begun: BegunSignIn): string | undefined {
    const { forget, count } = this.#of.begun;
    forget.run(Date.now());
    if ((count.get() as { count: number }).count >= BEGUN_MAX) return undefined;
    return this.#put('begun', begun, BEGUN_MS);
  }

  /** Once. */
  takeBegun(id: string): BegunSignIn | undefined {
    const found = this.#get('begun', id) as BegunSignIn | undefined;
    this.#of.begun.remove.run(nameOf(id));
    return found;
  }

  close(): void {
    this.#database.close();
  }

  #put(table: 'sessions' | 'begun', value: object, ms: number): string {
    const id = randomBytes(ID_BYTES).toString('base64url');
    const { put, forget } = this.#of[table];
    this.#database.transaction('rebuildable', () => {
      forget.run(Date.now());
      put.run(nameOf(id), JSON.stringify(value), Date.now() + ms);
    });
    return id;
  }

  #get(table: 'sessions' | 'begun', id: string): unknown {
    const row = this.#of[table].get.get(nameOf(id), Date.now()) as { value: string } | undefined;
    return row === undefined ? undefined : JSON.parse(row.value);
  }
}

const nameOf = (id: string): string => hash('sha256', id);

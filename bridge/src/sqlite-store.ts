/** The outbox in SQLite: for a demonstration, and for small programmes on one machine. */
import { DatabaseSync } from 'node:sqlite';
import {
  type Change,
  LeaseTaken,
  type LegacyEntry,
  type LegacyStore,
  LegacyTrouble,
  type Moved,
  valuesOf,
  withPlaces,
} from './legacy-store.js';
import { ended, type Direction, type OutboxRow, type State } from './outbox-row.js';

export interface SqliteOptions {
  readonly path: string;
  readonly table: string;
  readonly debit: string;
  readonly credit: string;
  readonly lease: boolean;
}

const outboxSql = (table: string): string => `CREATE TABLE IF NOT EXISTS ${table} (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  direction    TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  member       TEXT NOT NULL CHECK (member <> ''),
  points       INTEGER NOT NULL CHECK (points > 0 AND points <= 999999999999999999),
  requested_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ')),
  state        TEXT NOT NULL DEFAULT 'requested',
  taken        TEXT,
  seal         TEXT,
  code         TEXT,
  detail       TEXT,
  changed_at   TEXT
)`;

const columns =
  'CAST(id AS TEXT) AS id, direction, member, CAST(points AS TEXT) AS points, requested_at, state, taken, seal, code, detail, changed_at';

type Row = Readonly<Record<string, string | null>>;

const rowOf = (row: Row): OutboxRow => ({
  id: row['id']!,
  direction: row['direction'] as Direction,
  member: row['member']!,
  points: row['points']!,
  requestedAt: new Date(row['requested_at']!),
  state: row['state'] as State,
  taken: row['taken'] ?? undefined,
  seal: row['seal'] ?? undefined,
  code: row['code'] ?? undefined,
  detail: row['detail'] ?? undefined,
  changedAt: typeof row['changed_at'] === 'string' ? new Date(row['changed_at']) : undefined,
});

/** SQLITE_CONSTRAINT and SQLITE_MISMATCH, by their lowest byte: these say no to a row alone. */
const isRefusal = (error: unknown): boolean => [19, 20].includes(((error as { errcode?: number }).errcode ?? 0) & 0xff);

export class SqliteStore implements LegacyStore {
  readonly #sqlite: DatabaseSync;
  readonly #lease: DatabaseSync | undefined;

  /** @throws LeaseTaken, LegacyTrouble */
  constructor(private readonly options: SqliteOptions) {
    this.#lease = options.lease ? takeLease(options.path) : undefined;
    this.#sqlite = new DatabaseSync(options.path, { timeout: 5_000 });
    this.#sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  }

  async prepare(): Promise<void> {
    await this.#asked(() => this.#sqlite.exec(outboxSql(this.options.table)));
  }

  pending(limit: number): Promise<OutboxRow[]> {
    const open = ended.map((state) => `'${state}'`).join(', ');
    return this.#rows(`WHERE state NOT IN (${open}) ORDER BY state = 'requested', ${this.options.table}.id LIMIT ?`, [
      limit,
    ]);
  }

  page(after: string | undefined, limit: number): Promise<OutboxRow[]> {
    const { table } = this.options;
    return this.#rows(`WHERE ${table}.id > CAST(? AS INTEGER) ORDER BY ${table}.id LIMIT ?`, [after ?? '0', limit]);
  }

  move(row: OutboxRow, change: Change, entry?: LegacyEntry): Promise<Moved> {
    const { state, taken = row.taken, seal = row.seal, code = row.code, detail = row.detail } = change;
    return this.#transaction(() => {
      const { changes } = this.#sqlite
        .prepare(
          `UPDATE ${this.options.table} SET state = ?, taken = ?, seal = ?, code = ?, detail = ?, changed_at = strftime('%Y-%m-%dT%H:%M:%fZ')
           WHERE id = CAST(? AS INTEGER) AND state = ? AND seal IS ? AND taken IS ?
             AND (state <> 'requested' OR (direction = ? AND member = ? AND points = CAST(? AS INTEGER)))`,
        )
        .run(
          ...[state, taken ?? null, seal ?? null, code ?? null, detail ?? null],
          ...[row.id, row.state, row.seal ?? null, row.taken ?? null, row.direction, row.member, row.points],
        );
      if (Number(changes) !== 1) return 'changed';
      const refused = entry && this.#enter(entry);
      return refused === undefined ? 'moved' : { refused };
    });
  }

  async wouldRefuse(entry: LegacyEntry): Promise<string | undefined> {
    const result = await this.#transaction(() => ({ refused: this.#enter(entry) ?? '' }));
    return typeof result === 'object' && result.refused !== '' ? result.refused : undefined;
  }

  close(): Promise<void> {
    this.#sqlite.close();
    this.#lease?.close();
    return Promise.resolve();
  }

  #enter(entry: LegacyEntry): string | undefined {
    const { sql, names } = withPlaces(this.options[entry.kind], (number) => `?${number}`);
    try {
      const changes = Number(this.#sqlite.prepare(sql).run(...valuesOf(entry, names)).changes);
      if (changes === 1) return undefined;
      return changes === 0 ? `its ${entry.kind} changes no row` : `its ${entry.kind} would change ${changes} rows`;
    } catch (error) {
      if (isRefusal(error)) return (error as Error).message;
      throw error;
    }
  }

  #transaction(work: () => Moved): Promise<Moved> {
    return this.#asked(() => {
      this.#sqlite.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.#sqlite.exec(result === 'moved' ? 'COMMIT' : 'ROLLBACK');
        return result;
      } catch (error) {
        if (this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK');
        throw error;
      }
    });
  }

  #rows(condition: string, values: (string | number)[]): Promise<OutboxRow[]> {
    const sql = `SELECT ${columns} FROM ${this.options.table} ${condition}`;
    return this.#asked(() => (this.#sqlite.prepare(sql).all(...values) as Row[]).map(rowOf));
  }

  async #asked<T>(ask: () => T): Promise<T> {
    try {
      return ask();
    } catch (error) {
      throw new LegacyTrouble(`the legacy database: ${(error as Error).message}`, { cause: error });
    }
  }
}

/** Another file, locked as long as this process lives: the legacy application goes on writing beside. */
function takeLease(path: string): DatabaseSync {
  const lease = new DatabaseSync(`${path}.bridge`, { timeout: 0 });
  try {
    lease.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return lease;
  } catch (error) {
    lease.close();
    throw new LeaseTaken(`another bridge is at work on ${path}`, { cause: error });
  }
}

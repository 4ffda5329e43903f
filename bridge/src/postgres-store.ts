/** The outbox in PostgreSQL. One connection does everything and holds the lease: whoever has lost it can change no row. */
import pg from 'pg';
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

export interface PostgresOptions {
  readonly url: string;
  readonly table: string;
  readonly debit: string;
  readonly credit: string;
  readonly statementTimeoutMs: number;
  /** A report needs none. */
  readonly lease: boolean;
}

export const outboxSql = (table: string): string => `CREATE TABLE IF NOT EXISTS ${table} (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  direction    text NOT NULL CHECK (direction IN ('in', 'out')),
  member       text NOT NULL CHECK (member <> ''),
  points       bigint NOT NULL CHECK (points > 0 AND points <= 999999999999999999),
  requested_at timestamptz NOT NULL DEFAULT now(),
  -- What follows is the bridge's to write.
  state        text NOT NULL DEFAULT 'requested',
  taken        text,
  seal         text,
  code         text,
  detail       text,
  changed_at   timestamptz
);
CREATE INDEX IF NOT EXISTS ${table.replaceAll('.', '_')}_open ON ${table} (id) WHERE state NOT IN (${ended.map((state) => `'${state}'`).join(', ')});
`;

const columns = 'id, direction, member, points, requested_at, state, taken, seal, code, detail, changed_at';

interface Row {
  readonly id: string;
  readonly direction: Direction;
  readonly member: string;
  readonly points: string;
  readonly requested_at: Date;
  readonly state: State;
  readonly taken: string | null;
  readonly seal: string | null;
  readonly code: string | null;
  readonly detail: string | null;
  readonly changed_at: Date | null;
}

const rowOf = ({ requested_at, changed_at, taken, seal, code, detail, ...row }: Row): OutboxRow => ({
  ...row,
  requestedAt: requested_at,
  changedAt: changed_at ?? undefined,
  taken: taken ?? undefined,
  seal: seal ?? undefined,
  code: code ?? undefined,
  detail: detail ?? undefined,
});

/** Classes of SQLSTATE that say no to this row alone: data, constraints, and what a trigger raises. */
const isRefusal = (code: string | undefined): boolean => code !== undefined && /^(22|23|P0001)/.test(code);

/** An SQLSTATE that leaves the connection as it was: neither about the connection itself nor about a server that ends. */
const isOfStatement = (code = ''): boolean => /^[0-9A-Z]{5}$/.test(code) && !/^(08|57P|53)/.test(code);

export class PostgresStore implements LegacyStore {
  /** One transaction at a time. */
  #turn: Promise<unknown> = Promise.resolve();
  #failed: Error | undefined;

  private constructor(
    private readonly client: pg.Client,
    private readonly options: PostgresOptions,
  ) {
    client.on('error', (error) => (this.#failed = error));
  }

  /** @throws LeaseTaken, LegacyTrouble */
  static async open(options: PostgresOptions): Promise<PostgresStore> {
    const { url, table, statementTimeoutMs, lease } = options;
    const client = new pg.Client({
      connectionString: url,
      application_name: 'commonpoint-bridge',
      connectionTimeoutMillis: statementTimeoutMs,
      // What hangs between here and there is noticed as well.
      query_timeout: statementTimeoutMs + 1_000,
      keepAlive: true,
    });
    const store = new PostgresStore(client, options);
    try {
      await client.connect();
      await client.query(`SET statement_timeout = ${statementTimeoutMs}; SET lock_timeout = ${statementTimeoutMs};
        SET idle_in_transaction_session_timeout = ${statementTimeoutMs * 2}; SET synchronous_commit = on`);
      if (lease) {
        const { rows } = await client.query<{ mine: boolean }>(
          "SELECT pg_try_advisory_lock(hashtext('commonpoint-bridge'), hashtext($1)) AS mine",
          [table],
        );
        if (rows[0]?.mine !== true) throw new LeaseTaken(`another bridge is at work on ${table}`);
      }
      return store;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error instanceof LeaseTaken ? error : troubleOf(error);
    }
  }

  async prepare(): Promise<void> {
    await this.#asked(() => this.client.query(outboxSql(this.options.table)));
  }

  pending(limit: number): Promise<OutboxRow[]> {
    return this.#rows("WHERE state <> ALL($1) ORDER BY state = 'requested', id LIMIT $2", [ended, limit]);
  }

  page(after: string | undefined, limit: number): Promise<OutboxRow[]> {
    return this.#rows('WHERE id > $1 ORDER BY id LIMIT $2', [after ?? '0', limit]);
  }

  move(row: OutboxRow, change: Change, entry?: LegacyEntry): Promise<Moved> {
    const { state, taken = row.taken, seal = row.seal, code = row.code, detail = row.detail } = change;
    return this.#transaction(async () => {
      const { rowCount } = await this.client.query(
        `UPDATE ${this.options.table} SET state = $1, taken = $2, seal = $3, code = $4, detail = $5, changed_at = now()
         WHERE id = $6 AND state = $7 AND seal IS NOT DISTINCT FROM $8 AND taken IS NOT DISTINCT FROM $9
           AND ($7 <> 'requested' OR (direction = $10 AND member = $11 AND points = $12))`,
        [
          ...[state, taken, seal, code, detail],
          ...[row.id, row.state, row.seal, row.taken, row.direction, row.member, row.points],
        ],
      );
      if (rowCount !== 1) return 'changed';
      const refused = entry && (await this.#enter(entry));
      return refused === undefined ? 'moved' : { refused };
    });
  }

  async wouldRefuse(entry: LegacyEntry): Promise<string | undefined> {
    const result = await this.#transaction(async () => ({ refused: (await this.#enter(entry)) ?? '' }));
    return typeof result === 'object' && result.refused !== '' ? result.refused : undefined;
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.client.end().catch(() => undefined);
  }

  /** @returns why the legacy programme does not take it; the transaction is over then */
  async #enter(entry: LegacyEntry): Promise<string | undefined> {
    const { sql, names } = withPlaces(this.options[entry.kind], (number) => `$${number}`);
    try {
      const { rowCount } = await this.client.query(sql, valuesOf(entry, names));
      if (rowCount === 1) return undefined;
      return rowCount === 0 ? `its ${entry.kind} changes no row` : `its ${entry.kind} would change ${rowCount} rows`;
    } catch (error) {
      if (isRefusal((error as { code?: string }).code)) return (error as Error).message;
      throw error;
    }
  }

  /** Commits what was `moved`, and nothing else. */
  #transaction(work: () => Promise<Moved>): Promise<Moved> {
    return this.#asked(async () => {
      await this.client.query('BEGIN');
      try {
        const result = await work();
        await this.client.query(result === 'moved' ? 'COMMIT' : 'ROLLBACK');
        return result;
      } catch (error) {
        await this.client.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    });
  }

  async #rows(condition: string, values: unknown[]): Promise<OutboxRow[]> {
    const { rows } = await this.#asked(() =>
      this.client.query<Row>(`SELECT ${columns} FROM ${this.options.table} ${condition}`, values),
    );
    return rows.map(rowOf);
  }

  /** In turn. After a failure that may have cost the connection nothing more is asked of it. */
  #asked<T>(ask: () => Promise<T>): Promise<T> {
    const asked = this.#turn.then(async () => {
      if (this.#failed !== undefined) throw troubleOf(this.#failed);
      try {
        return await ask();
      } catch (error) {
        if (!isOfStatement((error as { code?: string }).code)) this.#failed = error as Error;
        throw troubleOf(error);
      }
    });
    this.#turn = asked.catch(() => undefined);
    return asked;
  }
}

function troubleOf(error: unknown): LegacyTrouble {
  const { message, code } = error as { message?: string; code?: string };
  return new LegacyTrouble(
    `the legacy database: ${message ?? String(error)}${code === undefined ? '' : ` (${code})`}`,
    {
      cause: error,
    },
  );
}

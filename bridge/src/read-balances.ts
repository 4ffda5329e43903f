/** Reads a legacy programme's balances by a query, and what has crossed the bridge by then, as of one moment. */
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { BridgeConfig } from './config.js';
import { LegacyTrouble } from './legacy-store.js';

export type Values = Readonly<Record<string, string | null>>;

export interface Moment {
  /** Rows of the query, some thousand at a time. */
  readonly balances: AsyncIterable<readonly Values[]>;
  /** By member, what the bridge has added to the legacy balance in all. */
  crossed(): Promise<ReadonlyMap<string, bigint>>;
}

const FETCHED_ROWS = 5_000;

/** A row that is `debited` has left the legacy balance, one that is `captured` has not come to it yet. */
const crossedSql = (
  table: string,
): string => `SELECT member, CAST(sum(CASE WHEN direction = 'in' THEN -points ELSE points END) AS text) AS points
  FROM ${table} WHERE (direction = 'in' AND state IN ('debited', 'done')) OR (direction = 'out' AND state = 'done') GROUP BY member`;

const mapOf = (rows: readonly Values[]): Map<string, bigint> =>
  new Map(rows.map(({ member, points }) => [member ?? '', BigInt(points ?? 0)]));

/** @throws LegacyTrouble */
export async function atOneMoment<T>(
  { legacy, legacyUrl }: BridgeConfig,
  query: string,
  read: (moment: Moment) => Promise<T>,
): Promise<T> {
  const table = legacy.outbox;
  return legacy.kind === 'sqlite' ? inSqlite(legacyUrl, query, table, read) : inPostgres(legacyUrl, query, table, read);
}

async function inPostgres<T>(
  connectionString: string,
  query: string,
  table: string,
  read: (moment: Moment) => Promise<T>,
): Promise<T> {
  // As PostgreSQL spells them: a day stays a day, wherever this runs.
  const types = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig;
  const client = new pg.Client({ connectionString, application_name: 'commonpoint-bridge-export', types });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`DECLARE balances NO SCROLL CURSOR FOR ${query}`);
    return await read({
      balances: fetched(client),
      crossed: async () => mapOf((await client.query(crossedSql(table))).rows),
    });
  } catch (error) {
    if (error instanceof pg.DatabaseError || (error as { code?: string }).code !== undefined)
      throw new LegacyTrouble(`the legacy database: ${(error as Error).message}`, { cause: error });
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function* fetched(client: pg.Client): AsyncGenerator<readonly Values[]> {
  for (;;) {
    const { rows } = await client.query<Values>(`FETCH ${FETCHED_ROWS} FROM balances`);
    if (rows.length === 0) return;
    yield rows;
  }
}

async function inSqlite<T>(
  path: string,
  query: string,
  table: string,
  read: (moment: Moment) => Promise<T>,
): Promise<T> {
  let sqlite: DatabaseSync | undefined;
  try {
    sqlite = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    const prepare = sqlite.prepare.bind(sqlite);
    sqlite.exec('BEGIN');
    return await read({
      balances: iterated(prepare(query)),
      crossed: () => Promise.resolve(mapOf(prepare(crossedSql(table)).all() as Values[])),
    });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_SQLITE_ERROR')
      throw new LegacyTrouble(`the legacy database: ${(error as Error).message}`, { cause: error });
    throw error;
  } finally {
    sqlite?.close();
  }
}

async function* iterated(statement: ReturnType<DatabaseSync['prepare']>): AsyncGenerator<readonly Values[]> {
  statement.setReadBigInts(true);
  let some: Values[] = [];
  for (const row of statement.iterate()) {
    some.push(
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)])),
    );
    if (some.length < FETCHED_ROWS) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

/** A legacy programme in a real PostgreSQL, as other applications see it. */
import { PostgresStore } from '../../bridge/src/postgres-store.js';
import type { Postgres } from '../support/postgres.js';
import { legacySql, statements } from './bridge-world.js';

export class PostgresLegacy {
  constructor(
    readonly server: Postgres,
    readonly database: string,
  ) {}

  /** A database of its own. */
  static async make(server: Postgres, database: string): Promise<PostgresLegacy> {
    await server.query(`CREATE DATABASE ${database}`);
    const legacy = new PostgresLegacy(server, database);
    await legacy.query(legacySql);
    const store = await legacy.open(false);
    await store.prepare();
    await store.close();
    return legacy;
  }

  get url(): string {
    return this.server.url(this.database);
  }

  open(lease = true, statementTimeoutMs = 5_000): Promise<PostgresStore> {
    return PostgresStore.open({ url: this.url, table: 'commonpoint_outbox', ...statements, lease, statementTimeoutMs });
  }

  query(sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    return this.server.query(sql, values, this.database);
  }

  async card(number: string, stamps: number): Promise<void> {
    await this.query('INSERT INTO card VALUES ($1, $2)', [number, stamps]);
  }

  async stampsOf(number: string): Promise<number> {
    return (await this.query('SELECT stamps FROM card WHERE number = $1', [number]))[0]!['stamps'] as number;
  }

  async ask(direction: 'in' | 'out', member: string, points: number): Promise<string> {
    const sql = 'INSERT INTO commonpoint_outbox (direction, member, points) VALUES ($1, $2, $3) RETURNING id';
    return (await this.query(sql, [direction, member, points]))[0]!['id'] as string;
  }

  async stateOf(row: string): Promise<string> {
    const [found] = await this.query('SELECT state, code FROM commonpoint_outbox WHERE id = $1', [row]);
    return [found!['state'], found!['code']].filter((part): part is string => part !== null).join(' ');
  }
}

/** The ledger's rows as blocks brought them, in tables of the gateway's own file. Synchronous; nothing here calls Fabric. */
import { dayOf, type QuotaLane } from '@commonpoint/catalogue';
import type { Database } from '../store/database.js';

/** Makes queries of a database: a subject's `reads.ts` exports one. */
export type Queries<T> = (database: Database) => T;

export class Projection {
  readonly #made = new Map<Queries<unknown>, unknown>();
  readonly #checkpoint;
  readonly #passedOver;
  readonly #listeners: (() => void)[] = [];

  constructor(private readonly database: Database) {
    this.#checkpoint = database.sqlite.prepare('SELECT block FROM checkpoint WHERE id = 1');
    this.#passedOver = database.sqlite.prepare('SELECT passed_over FROM checkpoint WHERE id = 1');
  }

  /** The last block whose effects are included; -1 is none. */
  lastBlock(): number {
    return (this.#checkpoint.get() as { block: number }).block;
  }

  /** For whoever has nothing to do before something changes: called after a block's effects are in the tables. */
  onBlock(listener: () => void): void {
    this.#listeners.push(listener);
  }

  blockCame(): void {
    for (const listener of this.#listeners) listener();
  }

  /** How much of valid blocks made no sense, so that the tables went on without it. */
  passedOver(): number {
    return (this.#passedOver.get() as { passed_over: number }).passed_over;
  }

  /** A subject's queries, prepared when they are first asked for. */
  of<T>(queries: Queries<T>): T {
    if (!this.#made.has(queries)) this.#made.set(queries, queries(this.database));
    return this.#made.get(queries) as T;
  }
}

/** The calendar day (UTC) on which a lot that expires is spendable for the last time. */
export function today(now = Date.now()): string {
  return dayOf(new Date(now).toISOString());
}

/** How statements are made: with numbers, or where sums may be large with bigints. */
export const preparing = ({ sqlite }: Database) => ({
  prepare: (sql: string) => sqlite.prepare(sql),
  exact: (sql: string) => {
    const statement = sqlite.prepare(sql);
    statement.setReadBigInts(true);
    return statement;
  },
});

/** Of rows that are kept as the ledger has them, in the column `value`. */
export const parsed = <T>(row: unknown): T | undefined =>
  row === undefined ? undefined : (JSON.parse((row as { value: string }).value) as T);
export const allParsed = <T>(rows: readonly unknown[]): T[] =>
  rows.map((row) => JSON.parse((row as { value: string }).value) as T);

export const toLane = (row: Record<string, unknown>): QuotaLane => ({
  lane: Number(row['lane']),
  granted: String(row['granted']),
  used: String(row['used']),
});

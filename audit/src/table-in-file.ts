/** A table of a state file, as SQLite has it. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** A value as it stands there. */
export type Encoded = string | Uint8Array;

/**
 * Values stand in the file in the order in which they came, and are found by a number that is made of their name: what is
 * sorted by names itself is written all over with every few thousand of them.
 *
 * A table is made with its first row, and what is asked of it is compiled when it is asked for: of a hundred of them most stay empty,
 * and whoever opens the file waits for all.
 */
export class TableInFile {
  readonly #name: string;
  readonly #compiled = new Map<string, StatementSync>();

  constructor(
    private readonly database: DatabaseSync,
    private readonly table: string,
    private isThere: boolean,
  ) {
    this.#name = `"${table}"`;
  }

  get count(): number {
    return this.isThere ? (this.#asked('SELECT count(*) AS count FROM').get() as { count: number }).count : 0;
  }

  rows(): Iterable<{ readonly name: string; readonly value: Encoded }> {
    return this.isThere
      ? (this.#asked('SELECT name, value FROM').iterate() as Iterable<{ name: string; value: Encoded }>)
      : [];
  }

  *numbers(): Iterable<number> {
    if (!this.isThere) return;
    for (const { number } of this.#asked('SELECT number FROM').iterate()) yield number as number;
  }

  read(number: number, name: string): Encoded | undefined {
    if (!this.isThere) return undefined;
    const found = this.#asked('SELECT value FROM', 'WHERE number = ? AND name = ?').get(number, name);
    return found?.['value'] as Encoded | undefined;
  }

  /** False if there was none to replace. */
  replace(number: number, name: string, value: Encoded): boolean {
    if (!this.isThere) return false;
    return this.#asked('UPDATE', 'SET value = ? WHERE number = ? AND name = ?').run(value, number, name).changes > 0;
  }

  add(number: number, name: string, value: Encoded): void {
    if (!this.isThere) this.#make();
    this.#asked('INSERT INTO', '(number, name, value) VALUES (?, ?, ?)').run(number, name, value);
  }

  remove(number: number, name: string): void {
    if (this.isThere) this.#asked('DELETE FROM', 'WHERE number = ? AND name = ?').run(number, name);
  }

  #make(): void {
    this.database.exec(
      `CREATE TABLE ${this.#name} (number INTEGER NOT NULL, name TEXT NOT NULL, value ANY NOT NULL) STRICT;
       CREATE INDEX "${this.table} by number" ON ${this.#name} (number)`,
    );
    this.isThere = true;
  }

  #asked(before: string, after = ''): StatementSync {
    let statement = this.#compiled.get(before);
    if (statement === undefined) {
      statement = this.database.prepare(`${before} ${this.#name} ${after}`);
      this.#compiled.set(before, statement);
    }
    return statement;
  }
}

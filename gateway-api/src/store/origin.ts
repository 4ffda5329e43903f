/**
 * What the gateway's file was made with. Its rows are about one ledger, one organisation and one set of pseudonyms; with
 * others they would be read wrongly without anybody noticing, so a start with others is refused.
 */
import type { Database, TableVersion } from './database.js';

export const originTables: readonly TableVersion[] = [
  {
    version: 8,
    sql: `
    CREATE TABLE origin (
      name  TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) WITHOUT ROWID;
    `,
  },
];

/** Things were put together that do not belong together. The message is one sentence for whoever did it. */
export class Misassembled extends Error {
  override readonly name = 'Misassembled';
}

export type OriginName = 'organization' | 'pseudonym-key' | 'pseudonym-tree' | 'spending-code-key' | 'first-block';

export class Origin {
  readonly #select;
  readonly #insert;

  constructor(database: Database) {
    this.#select = database.sqlite.prepare('SELECT value FROM origin WHERE name = ?');
    this.#insert = database.sqlite.prepare('INSERT OR IGNORE INTO origin (name, value) VALUES (?, ?)');
  }

  /** Whether the file may have been made with it: it was, or nothing is known. */
  mayBe(name: OriginName, value: string): boolean {
    const found = this.value(name);
    return found === undefined || found === value;
  }

  value(name: OriginName): string | undefined {
    return (this.#select.get(name) as { value: string } | undefined)?.value;
  }

  /** Once. */
  remember(name: OriginName, value: string): void {
    this.#insert.run(name, value);
  }
}

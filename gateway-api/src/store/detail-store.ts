/**
 * Details of operations (a basket, lines of a receipt), which stay with the organisation, in a file of their own: unlike the
 * gateway's, it cannot be read again from the ledger. Each detail is a leaf of a tree; what is anchored on the ledger is its root.
 */
import { hash, randomBytes } from 'node:crypto';
import { canonicalJson, detailLeafText, LEAF_PREFIX, type DetailLeaf } from '@commonpoint/catalogue';
import { Failure } from '../channel/failures.js';
import { Database, type TableVersion } from './database.js';
import { StoredTree, treeTable } from './stored-tree.js';

/** The file of a gateway whose own one lies there. */
export const detailsPathBeside = (databasePath: string): string =>
  databasePath === ':memory:' ? databasePath : databasePath.replace(/(\.db)?$/, '-details.db');

const SALT_BYTES = 16;
const NAME_BYTES = 6;

export const detailTables: readonly TableVersion[] = [
  {
    version: 1,
    sql: `
    CREATE TABLE details (
      seq          INTEGER PRIMARY KEY,   -- in the order in which they came
      operation_id TEXT NOT NULL UNIQUE,
      leaf         INTEGER,               -- its place in the tree; absent until its operation is on the ledger
      content      TEXT                   -- what the leaf is of, with its salt; absent once it was erased
    );
    CREATE INDEX details_waiting ON details (seq) WHERE leaf IS NULL;
    ${treeTable('detail_tree')}
    CREATE TABLE detail_log (name TEXT NOT NULL);
    `,
  },
];

export type GivenDetail = Pick<DetailLeaf, 'operationId' | 'schema' | 'detail'>;

export interface StoredDetail {
  readonly leaf: number | null;
  /** Absent once it was erased. */
  readonly content: string | null;
}

/** Of what is erased no copy is left on a page that is free. */
const wholly = 'PRAGMA secure_delete = ON';

export class DetailStore {
  readonly tree: StoredTree;
  /** Under which the details are anchored: a file that begins anew is another log. */
  readonly log: string;
  readonly #database: Database;
  readonly #insert;
  readonly #find;
  readonly #waiting;
  readonly #place;
  readonly #empty;
  readonly #remove;

  constructor(
    path: string,
    private readonly mspId: string,
  ) {
    this.#database = new Database(path, detailTables);
    const { sqlite } = this.#database;
    sqlite.exec(wholly);
    const named = sqlite.prepare('SELECT name FROM detail_log').get() as { name: string } | undefined;
    this.log = named?.name ?? `details-${randomBytes(NAME_BYTES).toString('hex')}`;
    if (named === undefined) {
      this.#database.transaction('synced', () =>
        sqlite.prepare('INSERT INTO detail_log (name) VALUES (?)').run(this.log),
      );
    }
    this.#insert = sqlite.prepare('INSERT INTO details (operation_id, content) VALUES (?, ?)');
    this.#find = sqlite.prepare('SELECT leaf, content FROM details WHERE operation_id = ?');
    this.#waiting = sqlite.prepare(
      'SELECT seq, operation_id, content FROM details WHERE leaf IS NULL AND seq > ? ORDER BY seq LIMIT ?',
    );
    this.#place = sqlite.prepare('UPDATE details SET leaf = ? WHERE seq = ?');
    this.#empty = sqlite.prepare('UPDATE details SET content = NULL WHERE operation_id = ?');
    this.#remove = sqlite.prepare('DELETE FROM details WHERE operation_id = ? AND leaf IS NULL');
    this.tree = new StoredTree(sqlite, 'detail_tree');
  }

  find(operationId: string): StoredDetail | undefined {
    return this.#find.get(operationId) as unknown as StoredDetail | undefined;
  }

  /**
   * Keeps all of them, on disk, or none. The same again changes nothing.
   * @throws Failure DETAIL_EXISTS, DETAIL_ERASED
   */
  keep(given: readonly GivenDetail[]): void {
    this.#database.transaction('synced', () => {
      for (const { operationId, schema, detail } of given) {
        const found = this.find(operationId);
        if (found === undefined) {
          const salt = randomBytes(SALT_BYTES).toString('hex');
          this.#insert.run(operationId, detailLeafText({ mspId: this.mspId, operationId, schema, detail, salt }));
          continue;
        }
        if (found.content === null) throw new Failure('DETAIL_ERASED', `The detail of ${operationId} was erased.`);
        const kept = JSON.parse(found.content) as DetailLeaf;
        if (canonicalJson([kept.schema, kept.detail]) !== canonicalJson([schema, detail]))
          throw new Failure('DETAIL_EXISTS', `${operationId} has another detail already.`);
      }
    });
  }

  /** Makes leaves of those that wait and whose operation is on the ledger. @returns how many */
  seal(isOnLedger: (operationId: string) => boolean, countMax: number): number {
    let sealed = 0;
    for (let after = 0; sealed < countMax;) {
      const rows = this.#waiting.all(after, countMax) as unknown as readonly {
        readonly seq: number;
        readonly operation_id: string;
        readonly content: string;
      }[];
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.seq;
      const due = rows.filter((row) => isOnLedger(row.operation_id));
      if (due.length > 0) this.#seal(due);
      sealed += due.length;
    }
    return sealed;
  }

  #seal(rows: readonly { readonly seq: number; readonly content: string }[]): void {
    try {
      // On disk before anybody hears of it: what is anchored cannot be taken back.
      this.#database.transaction('synced', () => {
        rows.forEach(({ seq }, at) => this.#place.run(this.tree.size + at, seq));
        this.tree.append(rows.map(({ content }) => detailLeafHash(content)));
      });
    } catch (error) {
      this.tree.reload();
      throw error;
    }
  }

  /** Forgets content and salt; the leaf stays. @throws Failure DETAIL_UNKNOWN */
  erase(operationId: string): void {
    if (this.find(operationId) === undefined) throw new Failure('DETAIL_UNKNOWN', `Nothing is kept of ${operationId}.`);
    this.#database.transaction('synced', () => {
      this.#remove.run(operationId);
      this.#empty.run(operationId);
    });
    // What SQLite's log still has of it goes too.
    this.#database.sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  close(): void {
    this.#database.close();
  }
}

export function detailLeafHash(content: string): Buffer {
  return hash('sha256', Buffer.concat([Buffer.of(LEAF_PREFIX), Buffer.from(content)]), 'buffer');
}

/**
 * Details of operations (a basket, lines of a receipt), which stay with the organisation, in a file of their own: unlike the
 * gateway's, it cannot be read again from the ledger. Each detail is a leaf of a tree; what is anchored on the ledger is its root.
 */
import { hash, randomBytes } from 'node:crypto';
import { canonicalJson, detailLeafText, LEAF_PREFIX, type DetailLeaf } from '@commonpoint/catalogue';
import { Failure } from '../channel/failures.js';
import { Database, type TableVersion } from './database.js';
import { GroupCommit } from './group-commit.js';
import type { StorageHealth } from './storage-health.js';
import { StoredTree, treeTable } from './stored-tree.js';

/** The file of a gateway whose own one lies there. */
export const detailsPathBeside = (databasePath: string): string =>
  databasePath === ':memory:' ? databasePath : databasePath.replace(/(\.db)?$/, '-details.db');

/** As JSON. */
export const DETAIL_BYTES_MAX = 8 * 1024;
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

/** What is left to do for a detail that waits: its operation is on the ledger, may come, or was refused for good. */
export type AwaitedOperation = 'posted' | 'open' | 'refused';

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
  readonly #commits: GroupCommit;
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
    this.#commits = new GroupCommit(this.#database);
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
    this.tree = new StoredTree(this.#database, 'detail_tree');
  }

  /** Whether its file takes what is written. */
  get health(): StorageHealth {
    return this.#database.health;
  }

  /** Tells {@link health} whether a small write is kept now. */
  try(): void {
    this.#database.try();
  }

  find(operationId: string): StoredDetail | undefined {
    return this.#find.get(operationId) as unknown as StoredDetail | undefined;
  }

  /**
   * Keeps all of them, on disk, or none. The same again changes nothing. Of `written`, which came with operations, those that
   * were erased are passed over: repeating the operation brings nothing back.
   * @returns the ids of the operations whose details are new
   * @throws Failure DETAIL_EXISTS, DETAIL_ERASED, STORAGE_UNAVAILABLE
   */
  async keep(given: readonly GivenDetail[], written = false): Promise<string[]> {
    const kept = await this.#commits.run(() => {
      const fresh = new Map<string, GivenDetail>();
      for (const each of given) {
        const before = fresh.get(each.operationId);
        const refusal =
          before === undefined ? this.#refusalOf(each) : isSame(before, each) ? undefined : 'DETAIL_EXISTS';
        if (refusal === 'DETAIL_EXISTS' || (refusal !== undefined && !written)) return { refusal, each };
        if (refusal === undefined && this.find(each.operationId) === undefined) fresh.set(each.operationId, each);
      }
      for (const { operationId, schema, detail } of fresh.values()) {
        const salt = randomBytes(SALT_BYTES).toString('hex');
        this.#insert.run(operationId, detailLeafText({ mspId: this.mspId, operationId, schema, detail, salt }));
      }
      return [...fresh.keys()];
    });
    if (Array.isArray(kept)) return kept;
    const { refusal, each } = kept;
    if (refusal === 'DETAIL_ERASED') throw new Failure(refusal, `The detail of ${each.operationId} was erased.`);
    throw new Failure(refusal, `${each.operationId} has another detail already.`);
  }

  /** Why it is not kept; undefined also where it is there already. */
  #refusalOf(given: GivenDetail): 'DETAIL_EXISTS' | 'DETAIL_ERASED' | undefined {
    const found = this.find(given.operationId);
    if (found === undefined) return undefined;
    if (found.content === null) return 'DETAIL_ERASED';
    return isSame(JSON.parse(found.content) as DetailLeaf, given) ? undefined : 'DETAIL_EXISTS';
  }

  /** Those of which something else is kept already. */
  differing(given: readonly GivenDetail[]): ReadonlySet<string> {
    const differing = given.filter((each) => this.#refusalOf(each) === 'DETAIL_EXISTS');
    return new Set(differing.map(({ operationId }) => operationId));
  }

  /** Those that are kept and no leaf yet. */
  waiting(operationIds: readonly string[]): string[] {
    return operationIds.filter((operationId) => this.find(operationId)?.leaf === null);
  }

  /** Forgets those that wait; what is a leaf stays. */
  async forgetWaiting(operationIds: readonly string[]): Promise<void> {
    if (operationIds.length === 0) return;
    await this.#commits.run(() => operationIds.forEach((operationId) => this.#remove.run(operationId)));
  }

  /** Makes leaves of those that wait and whose operation is on the ledger, and forgets those whose was refused. @returns how many leaves */
  seal(stateOf: (operationId: string) => AwaitedOperation, countMax: number): number {
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
      const states = rows.map(({ operation_id: id }) => stateOf(id));
      const due = rows.filter((_row, at) => states[at] === 'posted');
      const refused = rows.filter((_row, at) => states[at] === 'refused');
      if (due.length > 0) this.#seal(due);
      this.#database.transaction('rebuildable', () => refused.forEach(({ operation_id: id }) => this.#remove.run(id)));
      sealed += due.length;
    }
    return sealed;
  }

  #seal(rows: readonly { readonly seq: number; readonly content: string }[]): void {
    // On disk before anybody hears of it: what is anchored cannot be taken back.
    this.#database.transaction('synced', () => {
      rows.forEach(({ seq }, at) => this.#place.run(this.tree.size + at, seq));
      this.tree.append(rows.map(({ content }) => detailLeafHash(content)));
    });
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
    this.#commits.flush();
    this.#database.close();
  }
}

export const fitsDetail = (detail: object): boolean => Buffer.byteLength(JSON.stringify(detail)) <= DETAIL_BYTES_MAX;

/** A leaf is a text, and of a fraction there are several. */
export function hasOneSpelling(detail: object): boolean {
  try {
    canonicalJson(detail);
    return true;
  } catch {
    return false;
  }
}

const isSame = (one: Pick<GivenDetail, 'schema' | 'detail'>, other: Pick<GivenDetail, 'schema' | 'detail'>): boolean =>
  canonicalJson([one.schema, one.detail]) === canonicalJson([other.schema, other.detail]);

export function detailLeafHash(content: string): Buffer {
  return hash('sha256', Buffer.concat([Buffer.of(LEAF_PREFIX), Buffer.from(content)]), 'buffer');
}

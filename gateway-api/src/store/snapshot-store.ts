/**
 * Snapshots of legacy programmes, in a file of their own: unlike the gateway's, it cannot be read again from the ledger. It has
 * the members' references, the salts and the leaves that claims and proofs are made of.
 */
import type { LeafStatus, MigrationLeaf, SumNode } from '@commonpoint/catalogue';
import { Database } from './database.js';
import { snapshotTables } from './snapshot-tables.js';
import { SumProofs } from './sum-proofs.js';

/** The file of a gateway whose own one lies there. */
export const migrationsPathBeside = (databasePath: string): string =>
  databasePath === ':memory:' ? databasePath : databasePath.replace(/(\.db)?$/, '-migrations.db');

export type SnapshotState = 'reading' | 'read' | 'claiming' | 'claimed' | 'returning' | 'returned';

/** What the snapshot comes to, as it is proposed. */
export interface SnapshotFigures {
  readonly programId: string;
  readonly size: number;
  readonly root: string;
  readonly total: string;
  readonly byStatus: readonly { readonly status: LeafStatus; readonly count: number; readonly amount: string }[];
  readonly snapshotHash: string;
}

export interface Snapshot {
  readonly seq: number;
  readonly migrationId: string;
  readonly state: SnapshotState;
  readonly figures: SnapshotFigures;
}

export interface NewLeaf {
  readonly leaf: MigrationLeaf;
  readonly reference: string;
  readonly hash: Buffer;
  readonly sum: bigint;
}

export interface RefusedClaim {
  readonly index: number;
  readonly code: string;
  readonly detail: string;
}

const HASH_BYTES = 32;
const NODE_BYTES = HASH_BYTES + 8;
/** What tells the balances of one account apart: points of one expiry and maturity are the same points. */
export const nameOfLeaf = ({ accountId, expiresOn, maturesOn = '' }: MigrationLeaf): string =>
  [accountId, expiresOn, maturesOn].join(' ');

export class SnapshotStore {
  readonly #database: Database;
  readonly #statements;
  readonly #proofs = new Map<number, SumProofs>();

  constructor(path: string) {
    this.#database = new Database(path, snapshotTables);
    const { sqlite } = this.#database;
    sqlite.exec('PRAGMA secure_delete = ON');
    const exact = (sql: string) => {
      const statement = sqlite.prepare(sql);
      statement.setReadBigInts(true);
      return statement;
    };
    this.#statements = {
      insert: sqlite.prepare(`INSERT INTO snapshots (migration_id, state) VALUES (?, 'reading')`),
      find: sqlite.prepare('SELECT seq, migration_id, state, figures FROM snapshots WHERE migration_id = ?'),
      all: sqlite.prepare('SELECT seq, migration_id, state, figures FROM snapshots ORDER BY seq'),
      tiles: sqlite.prepare('SELECT tiles FROM snapshots WHERE seq = ?'),
      finish: sqlite.prepare(`UPDATE snapshots SET state = 'read', figures = ?, tiles = ? WHERE seq = ?`),
      setState: sqlite.prepare('UPDATE snapshots SET state = ? WHERE seq = ?'),
      put: sqlite.prepare(
        'INSERT INTO leaves (snapshot, place, name, status, reference, content, hash, sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      ),
      taken: sqlite.prepare('SELECT place FROM leaves WHERE snapshot = ? AND name = ?'),
      nodes: exact('SELECT hash, sum FROM leaves WHERE snapshot = ? AND place >= ? AND place < ? ORDER BY place'),
      contents: sqlite.prepare(
        'SELECT content FROM leaves WHERE snapshot = ? AND place >= ? AND place < ? ORDER BY place',
      ),
      leaf: sqlite.prepare('SELECT content, reference FROM leaves WHERE snapshot = ? AND place = ?'),
      ofAccount: sqlite.prepare(
        'SELECT place FROM leaves WHERE snapshot = ? AND name >= ? AND name < ? ORDER BY place',
      ),
      forget: sqlite.prepare(`UPDATE leaves SET reference = '' WHERE snapshot = ? AND name >= ? AND name < ?`),
      removeLeaves: sqlite.prepare('DELETE FROM leaves WHERE snapshot = ?'),
      removeStretches: sqlite.prepare('DELETE FROM stretches_done WHERE snapshot = ?'),
      removeRefused: sqlite.prepare('DELETE FROM claims_refused WHERE snapshot = ?'),
      remove: sqlite.prepare('DELETE FROM snapshots WHERE seq = ?'),
      done: sqlite.prepare('SELECT place FROM stretches_done WHERE snapshot = ? AND what = ?'),
      mark: sqlite.prepare('INSERT OR IGNORE INTO stretches_done (snapshot, what, place) VALUES (?, ?, ?)'),
      refused: sqlite.prepare(
        'SELECT place, code, detail FROM claims_refused WHERE snapshot = ? AND place > ? ORDER BY place LIMIT ?',
      ),
      refusedCount: sqlite.prepare('SELECT count(*) AS count FROM claims_refused WHERE snapshot = ?'),
      refuse: sqlite.prepare(
        'INSERT OR REPLACE INTO claims_refused (snapshot, place, code, detail) VALUES (?, ?, ?, ?)',
      ),
      unrefuse: sqlite.prepare('DELETE FROM claims_refused WHERE snapshot = ? AND place >= ? AND place < ?'),
    };
    // What an earlier run did not finish reading.
    for (const { seq, state } of this.all()) if (state === 'reading') this.remove(seq);
  }

  find(migrationId: string): Snapshot | undefined {
    const row = this.#statements.find.get(migrationId);
    return row && toSnapshot(row);
  }

  all(): Snapshot[] {
    return this.#statements.all.all().map(toSnapshot);
  }

  /** Begins one; undefined if there is one with this id. */
  begin(migrationId: string): number | undefined {
    if (this.find(migrationId) !== undefined) return undefined;
    return Number(
      this.#database.transaction('rebuildable', () => this.#statements.insert.run(migrationId)).lastInsertRowid,
    );
  }

  /** @returns the places of leaves that have the name of an earlier one, which are not kept */
  append(seq: number, leaves: readonly NewLeaf[]): number[] {
    const twice: number[] = [];
    this.#database.transaction('rebuildable', () => {
      for (const { leaf, reference, hash, sum } of leaves) {
        const name = nameOfLeaf(leaf);
        if (this.#statements.taken.get(seq, name) !== undefined) {
          twice.push(leaf.index);
          continue;
        }
        const content = JSON.stringify(leaf);
        this.#statements.put.run(seq, leaf.index, name, leaf.status, reference, content, hash, sum);
      }
    });
    return twice;
  }

  finish(seq: number, figures: SnapshotFigures, tiles: readonly SumNode[]): void {
    const bytes = Buffer.alloc(tiles.length * NODE_BYTES);
    tiles.forEach(({ hash, sum }, n) => {
      bytes.set(hash, n * NODE_BYTES);
      bytes.writeBigUInt64BE(sum, n * NODE_BYTES + HASH_BYTES);
    });
    this.#database.transaction('synced', () => this.#statements.finish.run(JSON.stringify(figures), bytes, seq));
  }

  remove(seq: number): void {
    const { removeLeaves, removeStretches, removeRefused, remove } = this.#statements;
    this.#database.transaction('synced', () => {
      for (const statement of [removeLeaves, removeStretches, removeRefused, remove]) statement.run(seq);
    });
    this.#proofs.delete(seq);
  }

  setState(seq: number, state: SnapshotState): void {
    this.#database.transaction('synced', () => this.#statements.setState.run(state, seq));
  }

  /** What nodes stand beside leaves. */
  proofs({ seq, figures: { size } }: Snapshot): SumProofs {
    const known = this.#proofs.get(seq);
    if (known !== undefined) return known;
    const { tiles } = this.#statements.tiles.get(seq) as unknown as { tiles: Uint8Array };
    const bytes = Buffer.from(tiles);
    const nodes: SumNode[] = [];
    for (let at = 0; at < bytes.length; at += NODE_BYTES)
      nodes.push({
        hash: bytes.subarray(at, at + HASH_BYTES),
        sum: bytes.readBigUInt64BE(at + HASH_BYTES),
      });
    const proofs = new SumProofs(nodes, size, (from, to) => this.nodes(seq, from, to));
    this.#proofs.set(seq, proofs);
    return proofs;
  }

  nodes(seq: number, from: number, to: number): SumNode[] {
    return this.#statements.nodes.all(seq, from, to) as unknown as SumNode[];
  }

  leaves(seq: number, from: number, to: number): MigrationLeaf[] {
    const rows = this.#statements.contents.all(seq, from, to) as unknown as { content: string }[];
    return rows.map(({ content }) => JSON.parse(content) as MigrationLeaf);
  }

  leaf(seq: number, index: number): { readonly leaf: MigrationLeaf; readonly reference: string } | undefined {
    const row = this.#statements.leaf.get(seq, index) as unknown as { content: string; reference: string } | undefined;
    return row && { leaf: JSON.parse(row.content) as MigrationLeaf, reference: row.reference };
  }

  /** The places of an account's balances. */
  ofAccount(seq: number, accountId: string): number[] {
    const rows = this.#statements.ofAccount.all(seq, `${accountId} `, `${accountId}!`);
    return rows.map(({ place }) => place as number);
  }

  /** Forgets what the members of these accounts were called; their leaves stay, and tell nothing without that. */
  forget(accountIds: readonly string[]): void {
    const snapshots = this.all();
    if (snapshots.length === 0) return;
    this.#database.transaction('synced', () => {
      for (const { seq } of snapshots)
        for (const accountId of accountIds) this.#statements.forget.run(seq, `${accountId} `, `${accountId}!`);
    });
    // What SQLite's log still has of it goes too.
    this.#database.sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  /** The first places of stretches that are done. */
  done(seq: number, what: 'claimed' | 'returned'): Set<number> {
    return new Set(this.#statements.done.all(seq, what).map(({ place }) => place as number));
  }

  /** A stretch is done but for these claims. */
  mark(
    seq: number,
    what: 'claimed' | 'returned',
    [from, to]: readonly [number, number],
    refused: readonly RefusedClaim[],
  ): void {
    this.#database.transaction('rebuildable', () => {
      this.#statements.unrefuse.run(seq, from, to);
      for (const { index, code, detail } of refused) this.#statements.refuse.run(seq, index, code, detail);
      if (what === 'returned' || refused.length === 0) this.#statements.mark.run(seq, what, from);
    });
  }

  refused(seq: number, after: number, limit: number): RefusedClaim[] {
    return this.#statements.refused.all(seq, after, limit).map(({ place, code, detail }) => ({
      index: place as number,
      code: code as string,
      detail: detail as string,
    }));
  }

  refusedCount(seq: number): number {
    return (this.#statements.refusedCount.get(seq) as { count: number }).count;
  }

  close(): void {
    this.#database.close();
  }
}

function toSnapshot(row: Record<string, unknown>): Snapshot {
  return {
    seq: row['seq'] as number,
    migrationId: row['migration_id'] as string,
    state: row['state'] as SnapshotState,
    figures: JSON.parse(row['figures'] as string) as SnapshotFigures,
  };
}

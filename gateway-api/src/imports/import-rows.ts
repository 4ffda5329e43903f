/** Imports and their rejected rows, in the gateway's file. */
import type { Role } from '@commonpoint/catalogue';
import type { ImportParameters, ImportProgress, RejectedRow } from './import-progress.js';
import type { Database, TableVersion } from '../store/database.js';

export const importTables: readonly TableVersion[] = [
  {
    version: 1,
    sql: `
    CREATE TABLE imports (
      seq             INTEGER PRIMARY KEY,
      import_id       TEXT NOT NULL UNIQUE,
      role            TEXT NOT NULL,
      parameters      TEXT NOT NULL,     -- JSON of ImportParameters
      sha256          TEXT NOT NULL,
      bytes           INTEGER NOT NULL,
      rows_expected   INTEGER NOT NULL,  -- lines counted while the file came in
      state           TEXT NOT NULL CHECK (state IN ('running', 'completed', 'failed')),
      -- How far the file is done, without gaps: all rows up to here are counted below.
      rows_total      INTEGER NOT NULL DEFAULT 0,
      rows_posted     INTEGER NOT NULL DEFAULT 0,
      rows_rejected   INTEGER NOT NULL DEFAULT 0,
      rows_skipped    INTEGER NOT NULL DEFAULT 0,
      rows_existing   INTEGER NOT NULL DEFAULT 0,
      points_issued   TEXT NOT NULL DEFAULT '0',
      code            TEXT,
      detail          TEXT,
      created_at      TEXT NOT NULL,
      completed_at    TEXT
    );
    CREATE TABLE import_rejections (
      import_seq INTEGER NOT NULL REFERENCES imports (seq),
      line       INTEGER NOT NULL,
      code       TEXT NOT NULL,
      reason     TEXT NOT NULL,
      PRIMARY KEY (import_seq, line, code)
    ) WITHOUT ROWID;
    `,
  },
];

export interface ImportRow {
  readonly seq: number;
  readonly importId: string;
  readonly role: Role;
  readonly view: ImportProgress;
}

export interface NewImport {
  readonly importId: string;
  readonly role: Role;
  readonly parameters: ImportParameters;
  readonly sha256: string;
  readonly bytes: number;
  readonly rowsExpected: number;
}

/** What a stretch of the file came to. */
export interface Progress {
  readonly rows: number;
  readonly posted: number;
  readonly skipped: number;
  readonly existing: number;
  readonly points: bigint;
  readonly rejected: readonly RejectedRow[];
}

export type ImportRows = ReturnType<typeof createImportRows>;

/** Methods that write are meant to be called inside a transaction of the database. */
export function createImportRows({ sqlite }: Database) {
  const insert = sqlite.prepare(
    `INSERT INTO imports (import_id, role, parameters, sha256, bytes, rows_expected, state, created_at)
     VALUES (?, ?, ?, ?, ?, ?, 'running', ?)`,
  );
  const select = sqlite.prepare('SELECT * FROM imports WHERE import_id = ?');
  const selectRunning = sqlite.prepare(`SELECT * FROM imports WHERE state = 'running' ORDER BY seq`);
  const selectPage = sqlite.prepare('SELECT * FROM imports WHERE seq < ? ORDER BY seq DESC LIMIT ?');
  const selectPoints = sqlite.prepare('SELECT points_issued FROM imports WHERE seq = ?');
  const advance = sqlite.prepare(
    `UPDATE imports SET rows_total = rows_total + ?, rows_posted = rows_posted + ?, rows_rejected = rows_rejected + ?,
     rows_skipped = rows_skipped + ?, rows_existing = rows_existing + ?, points_issued = ? WHERE seq = ?`,
  );
  const finish = sqlite.prepare('UPDATE imports SET state = ?, code = ?, detail = ?, completed_at = ? WHERE seq = ?');
  const insertRejection = sqlite.prepare(
    'INSERT OR IGNORE INTO import_rejections (import_seq, line, code, reason) VALUES (?, ?, ?, ?)',
  );
  const selectRejections = sqlite.prepare(
    'SELECT line, code, reason FROM import_rejections WHERE import_seq = ? AND line > ? ORDER BY line LIMIT ?',
  );

  return {
    insert({ importId, role, parameters, sha256, bytes, rowsExpected }: NewImport): void {
      const now = new Date().toISOString();
      insert.run(importId, role, JSON.stringify(parameters), sha256, bytes, rowsExpected, now);
    },
    find(importId: string): ImportRow | undefined {
      const row = select.get(importId);
      return row && toImport(row);
    },
    running: (): ImportRow[] => selectRunning.all().map(toImport),
    /** Newest first. */
    page: (beforeSeq: number, limit: number): ImportRow[] => selectPage.all(beforeSeq, limit).map(toImport),
    /** Moves the mark up to which the file is done. */
    advance(seq: number, { rows, posted, skipped, existing, points, rejected }: Progress): void {
      const before = BigInt((selectPoints.get(seq) as { points_issued: string }).points_issued);
      advance.run(rows, posted, rejected.length, skipped, existing, String(before + points), seq);
      for (const { line, code, reason } of rejected) insertRejection.run(seq, line, code, reason);
    },
    finish(seq: number, state: 'completed' | 'failed', code?: string, detail?: string): void {
      finish.run(state, code ?? null, detail ?? null, new Date().toISOString(), seq);
    },
    rejections: (seq: number, afterLine: number, limit: number) =>
      selectRejections.all(seq, afterLine, limit) as unknown as RejectedRow[],
  };
}

function toImport(row: Record<string, unknown>): ImportRow {
  const parameters = JSON.parse(row['parameters'] as string) as ImportParameters;
  const text = (name: string): string | undefined => (row[name] as string | null) ?? undefined;
  const count = (name: string): number => row[name] as number;
  const state = row['state'] as ImportProgress['state'];
  const rowsDone = count('rows_total');
  return {
    seq: count('seq'),
    importId: row['import_id'] as string,
    role: row['role'] as Role,
    view: {
      ...parameters,
      importId: row['import_id'] as string,
      state,
      sha256: row['sha256'] as string,
      bytes: count('bytes'),
      // Until the end is reached, what was counted while the file came in.
      rowsTotal: state === 'running' ? Math.max(rowsDone, count('rows_expected')) : rowsDone,
      rowsPosted: count('rows_posted'),
      rowsRejected: count('rows_rejected'),
      rowsSkipped: count('rows_skipped'),
      rowsExisting: count('rows_existing'),
      pointsIssued: row['points_issued'] as string,
      createdAt: row['created_at'] as string,
      completedAt: text('completed_at'),
      code: text('code') as ImportProgress['code'],
      detail: text('detail'),
    },
  };
}

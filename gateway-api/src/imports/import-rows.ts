/** Imports and their rejected rows, in the gateway's file. */
import type { Role } from '@commonpoint/catalogue';
import { defaultFormat } from './file-format.js';
import type { ImportParameters, ImportProgress, RejectedRow } from './import-progress.js';
import type { FileHead } from './columns.js';
import type { Warning } from './warnings.js';
import { RowSketch } from './row-sketch.js';
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
      rows_expected   INTEGER NOT NULL,  -- counted while the file came in
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
  {
    version: 9,
    sql: `
    ALTER TABLE imports ADD COLUMN head TEXT NOT NULL DEFAULT '{"header":[],"delimiter":",","hinted":false}';  -- JSON of FileHead
    -- The last block when it began: what is on the ledger up to there is another import's. NULL: not begun.
    ALTER TABLE imports ADD COLUMN begun_after INTEGER;
    UPDATE imports SET rows_posted = rows_posted - rows_existing;
    ALTER TABLE imports ADD COLUMN points_returned TEXT NOT NULL DEFAULT '0';
    -- What an import issued, by stretches: a common beginning and the rest of each operation's id, a line each.
    CREATE TABLE import_operations (
      import_seq INTEGER NOT NULL REFERENCES imports (seq),
      first_row  INTEGER NOT NULL,
      ids        TEXT NOT NULL,
      PRIMARY KEY (import_seq, first_row)
    );
    ALTER TABLE imports ADD COLUMN sketch BLOB;      -- a likeness of its rows, once they are posted
    ALTER TABLE imports ADD COLUMN warnings TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE import_rejections ADD COLUMN row TEXT NOT NULL DEFAULT '';
    `,
  },
  { version: 9, sql: 'ALTER TABLE imports ADD COLUMN times_taken_back INTEGER NOT NULL DEFAULT 0;' },
];

export interface ImportRow {
  readonly seq: number;
  readonly importId: string;
  readonly role: Role;
  readonly head: FileHead;
  readonly rowsExpected: number;
  readonly begunAfter: number | undefined;
  /** How often the same file had been taken back when this came. */
  readonly timesTakenBack: number;
  readonly view: ImportProgress;
}

/** What some consecutive rows of an import issued. */
export interface IssuedStretch {
  readonly firstRow: number;
  readonly ids: readonly string[];
}

/** An import that a later one is compared with. */
export interface EarlierImport {
  readonly importId: string;
  readonly sha256: string;
  readonly rows: number;
  readonly sketch: RowSketch;
}

/** A file is compared with so many earlier ones. */
const EARLIER_MAX = 400;

export interface NewImport {
  readonly importId: string;
  readonly role: Role;
  readonly parameters: ImportParameters;
  readonly sha256: string;
  readonly bytes: number;
  readonly head: FileHead;
  readonly rowsExpected: number;
}

/** What a stretch of the file came to. */
export interface Progress {
  readonly rows: number;
  readonly posted: number;
  readonly skipped: number;
  readonly existing: number;
  readonly points: bigint;
  readonly returned: bigint;
  /** The issuances among what is posted. */
  readonly issued: readonly string[];
  readonly rejected: readonly RejectedRow[];
}

export type ImportRows = ReturnType<typeof createImportRows>;

/** Methods that write are meant to be called inside a transaction of the database. */
export function createImportRows({ sqlite }: Database) {
  const insert = sqlite.prepare(
    `INSERT INTO imports (import_id, role, parameters, sha256, bytes, head, rows_expected, state, created_at, times_taken_back)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'running', ?, (
       SELECT COUNT(*) FROM import_reversals JOIN imports ON seq = import_seq WHERE sha256 = ? AND parameters ->> 'programId' = ?))`,
  );
  const select = sqlite.prepare('SELECT * FROM imports WHERE import_id = ?');
  const selectRunning = sqlite.prepare(`SELECT * FROM imports WHERE state = 'running' ORDER BY seq`);
  const selectPage = sqlite.prepare('SELECT * FROM imports WHERE seq < ? ORDER BY seq DESC LIMIT ?');
  const selectSums = sqlite.prepare('SELECT rows_total, points_issued, points_returned FROM imports WHERE seq = ?');
  const insertOperations = sqlite.prepare(
    'INSERT INTO import_operations (import_seq, first_row, ids) VALUES (?, ?, ?)',
  );
  const begin = sqlite.prepare('UPDATE imports SET begun_after = ? WHERE seq = ? AND begun_after IS NULL');
  const selectOperations = sqlite.prepare(
    'SELECT first_row, ids FROM import_operations WHERE import_seq = ? AND first_row > ? ORDER BY first_row LIMIT 1',
  );
  const advance = sqlite.prepare(
    `UPDATE imports SET rows_total = rows_total + ?, rows_posted = rows_posted + ?, rows_rejected = rows_rejected + ?,
     rows_skipped = rows_skipped + ?, rows_existing = rows_existing + ?, points_issued = ?, points_returned = ? WHERE seq = ?`,
  );
  const describe = sqlite.prepare('UPDATE imports SET sketch = ?, warnings = ? WHERE seq = ?');
  const selectEarlier = sqlite.prepare(
    // What was taken back is not posted any more, whichever import of the same file it came with.
    `SELECT import_id, sha256, sketch, rows_posted, rows_existing FROM imports
     WHERE parameters ->> 'programId' = ? AND seq < ? AND rows_posted + rows_existing > 0
     AND times_taken_back = (
       SELECT COUNT(*) FROM import_reversals JOIN imports AS taken ON taken.seq = import_seq
       WHERE taken.sha256 = imports.sha256 AND taken.parameters ->> 'programId' = imports.parameters ->> 'programId')
     ORDER BY seq DESC LIMIT ${EARLIER_MAX}`,
  );
  const finish = sqlite.prepare('UPDATE imports SET state = ?, code = ?, detail = ?, completed_at = ? WHERE seq = ?');
  const insertRejection = sqlite.prepare(
    'INSERT OR IGNORE INTO import_rejections (import_seq, line, code, reason, row) VALUES (?, ?, ?, ?, ?)',
  );
  const forgetAccount = sqlite.prepare('DELETE FROM import_rejections WHERE instr(reason, ?) > 0');
  const forget = sqlite.prepare(
    'DELETE FROM import_rejections WHERE import_seq IN (SELECT seq FROM imports WHERE completed_at < ?)',
  );
  const selectRejections = sqlite.prepare(
    'SELECT line, code, reason, row FROM import_rejections WHERE import_seq = ? AND line > ? ORDER BY line LIMIT ?',
  );

  return {
    insert({ importId, role, parameters, sha256, bytes, head, rowsExpected }: NewImport): void {
      const now = new Date().toISOString();
      const [asked, first] = [JSON.stringify(parameters), JSON.stringify(head)];
      insert.run(importId, role, asked, sha256, bytes, first, rowsExpected, now, sha256, parameters.programId);
    },
    find(importId: string): ImportRow | undefined {
      const row = select.get(importId);
      return row && toImport(row);
    },
    running: (): ImportRow[] => selectRunning.all().map(toImport),
    /** Newest first. */
    page: (beforeSeq: number, limit: number): ImportRow[] => selectPage.all(beforeSeq, limit).map(toImport),
    begin(seq: number, block: number): void {
      begin.run(block, seq);
    },
    /** Moves the mark up to which the file is done. */
    advance(seq: number, { rows, posted, skipped, existing, points, returned, issued, rejected }: Progress): void {
      const before = selectSums.get(seq) as { rows_total: number; points_issued: string; points_returned: string };
      const sums = [BigInt(before.points_issued) + points, BigInt(before.points_returned) + returned].map(String);
      advance.run(rows, posted, rejected.length, skipped, existing, ...sums, seq);
      if (issued.length > 0) insertOperations.run(seq, before.rows_total, packIds(issued));
      for (const { line, code, reason, row } of rejected) insertRejection.run(seq, line, code, reason, row);
    },
    /** The issuances that were posted, some at a time. */
    *issued(seq: number, afterRow = -1): Generator<IssuedStretch> {
      for (let row = afterRow; ;) {
        const found = selectOperations.get(seq, row) as { first_row: number; ids: string } | undefined;
        if (!found) return;
        yield { firstRow: found.first_row, ids: unpackIds(found.ids) };
        row = found.first_row;
      }
    },
    /** What is known once all rows were seen. */
    describe(seq: number, sketch: RowSketch, warnings: readonly Warning[]): void {
      describe.run(sketch.toBytes(), JSON.stringify(warnings), seq);
    },
    /** Earlier ones of the programme that have not been taken back, newest first. */
    earlier: (programId: string, beforeSeq: number): EarlierImport[] =>
      selectEarlier.all(programId, beforeSeq).map((row) => ({
        importId: row['import_id'] as string,
        sha256: row['sha256'] as string,
        rows: (row['rows_posted'] as number) + (row['rows_existing'] as number),
        sketch: RowSketch.from(row['sketch'] as Uint8Array | null),
      })),
    finish(seq: number, state: 'completed' | 'failed', code?: string, detail?: string): void {
      finish.run(state, code ?? null, detail ?? null, new Date().toISOString(), seq);
    },
    /** Rejected rows name members by the merchant's own references, so they are kept for a while only. */
    forgetBefore: (time: Date) => forget.run(time.toISOString()),
    /** Rejected rows hold members' references, and some say of which account. */
    forgetAccount: (accountId: string) => void forgetAccount.run(accountId),
    rejections: (seq: number, afterLine: number, limit: number) =>
      selectRejections.all(seq, afterLine, limit) as unknown as RejectedRow[],
  };
}

function toImport(row: Record<string, unknown>): ImportRow {
  // An import of before the format was said has none.
  const asked = JSON.parse(row['parameters'] as string) as Partial<ImportParameters>;
  const parameters = { format: defaultFormat, earnedOn: 'import', ...asked } as ImportParameters;
  const text = (name: string): string | undefined => (row[name] as string | null) ?? undefined;
  const count = (name: string): number => row[name] as number;
  const state = row['state'] as ImportProgress['state'];
  const rowsDone = count('rows_total');
  return {
    seq: count('seq'),
    importId: row['import_id'] as string,
    role: row['role'] as Role,
    head: JSON.parse(row['head'] as string) as FileHead,
    rowsExpected: count('rows_expected'),
    begunAfter: (row['begun_after'] as number | null) ?? undefined,
    timesTakenBack: count('times_taken_back'),
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
      pointsReturned: row['points_returned'] as string,
      warnings: JSON.parse(row['warnings'] as string) as Warning[],
      createdAt: row['created_at'] as string,
      completedAt: text('completed_at'),
      code: text('code') as ImportProgress['code'],
      detail: text('detail'),
    },
  };
}

/** Ids of one import begin alike. */
function packIds(ids: readonly string[]): string {
  const prefix = ids[0]!.slice(0, ids[0]!.lastIndexOf('-') + 1);
  return [prefix, ...ids.map((id) => id.slice(prefix.length))].join('\n');
}

function unpackIds(text: string): string[] {
  const [prefix = '', ...rests] = text.split('\n');
  return rests.map((rest) => prefix + rest);
}

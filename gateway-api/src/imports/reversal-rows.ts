/** Imports that are taken back, in the gateway's file. */
import type { Role } from '@commonpoint/catalogue';
import type { Database, TableVersion } from '../store/database.js';

export const reversalTables: readonly TableVersion[] = [
  {
    version: 9,
    sql: `
    CREATE TABLE import_reversals (
      import_seq   INTEGER PRIMARY KEY REFERENCES imports (seq),
      role         TEXT NOT NULL,
      state        TEXT NOT NULL CHECK (state IN ('running', 'completed')),
      row_done     INTEGER NOT NULL DEFAULT -1,  -- of import_operations
      reversed     INTEGER NOT NULL DEFAULT 0,
      refused      INTEGER NOT NULL DEFAULT 0,
      points       TEXT NOT NULL DEFAULT '0',
      shortfall    TEXT NOT NULL DEFAULT '0',
      refusals     TEXT NOT NULL DEFAULT '{}',   -- JSON: how many by code
      created_at   TEXT NOT NULL,
      completed_at TEXT
    );
    -- Purchases that were taken back with their import, by the id that they have the first time: when they come again, they are new.
    CREATE TABLE purchases_taken_back (
      operation_id TEXT PRIMARY KEY,
      times        INTEGER NOT NULL
    ) WITHOUT ROWID;
    `,
  },
];

export interface ReversalProgress {
  readonly state: 'running' | 'completed';
  /** Purchases of which nothing is left. */
  readonly rowsReversed: number;
  readonly rowsRefused: number;
  readonly pointsReversed: string;
  /** Points that were not there any more. */
  readonly shortfall: string;
  /** How many rows were refused, by code. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly createdAt: string;
  readonly completedAt?: string | undefined;
}

export interface ReversalRow {
  readonly role: Role;
  readonly rowDone: number;
  readonly progress: ReversalProgress;
}

/** What some stretches of an import came to when they were taken back. */
export interface TakenBack {
  readonly lastRow: number;
  readonly points: bigint;
  readonly shortfall: bigint;
  readonly operationIds: readonly string[];
  /** The codes of those that were refused. */
  readonly refusals: readonly string[];
}

export type ReversalRows = ReturnType<typeof createReversalRows>;

/** Methods that write are meant to be called inside a transaction of the database. */
export function createReversalRows({ sqlite }: Database) {
  const begin = sqlite.prepare(
    `INSERT INTO import_reversals (import_seq, role, state, created_at) VALUES (?, ?, 'running', ?)
     ON CONFLICT (import_seq) DO UPDATE SET role = excluded.role, state = 'running', row_done = -1, reversed = 0, refused = 0,
       points = '0', shortfall = '0', refusals = '{}', completed_at = NULL`,
  );
  const select = sqlite.prepare('SELECT * FROM import_reversals WHERE import_seq = ?');
  const selectRunning = sqlite.prepare(
    `SELECT import_id FROM import_reversals JOIN imports ON seq = import_seq WHERE import_reversals.state = 'running' ORDER BY seq`,
  );
  const advance = sqlite.prepare(
    `UPDATE import_reversals SET row_done = ?, reversed = ?, refused = ?, points = ?, shortfall = ?, refusals = ? WHERE import_seq = ?`,
  );
  const finish = sqlite.prepare(
    `UPDATE import_reversals SET state = 'completed', completed_at = ? WHERE import_seq = ?`,
  );
  const remember = sqlite.prepare(
    `INSERT INTO purchases_taken_back (operation_id, times) VALUES (?, ?)
     ON CONFLICT (operation_id) DO UPDATE SET times = MAX(times, excluded.times)`,
  );
  const selectTimes = sqlite.prepare('SELECT times FROM purchases_taken_back WHERE operation_id = ?');
  // Mostly there are none, and then nothing has to be looked up for each row.
  let isAny = sqlite.prepare('SELECT 1 FROM purchases_taken_back LIMIT 1').get() !== undefined;

  const find = (seq: number): ReversalRow | undefined => {
    const row = select.get(seq);
    return row && toReversal(row);
  };
  return {
    find,
    /** Begins it, or begins it again. */
    begin: (seq: number, role: Role): void => void begin.run(seq, role, new Date().toISOString()),
    /** The imports that are being taken back. */
    running: (): string[] => selectRunning.all().map((row) => row['import_id'] as string),
    advance(seq: number, { lastRow, points, shortfall, operationIds, refusals }: TakenBack): void {
      const { progress } = find(seq)!;
      const byCode: Record<string, number> = { ...progress.refusals };
      for (const code of refusals) byCode[code] = (byCode[code] ?? 0) + 1;
      advance.run(
        lastRow,
        progress.rowsReversed + operationIds.length,
        progress.rowsRefused + refusals.length,
        String(BigInt(progress.pointsReversed) + points),
        String(BigInt(progress.shortfall) + shortfall),
        JSON.stringify(byCode),
        seq,
      );
      for (const operationId of operationIds.filter((id) => id.startsWith('pu-'))) {
        const [first = '', times = '0'] = operationId.split('.');
        remember.run(first, Number(times) + 1);
        isAny = true;
      }
    },
    finish: (seq: number): void => void finish.run(new Date().toISOString(), seq),
    /** How often a purchase was taken back with its import, by the id that it has the first time. */
    timesTakenBack: (operationId: string): number =>
      isAny ? ((selectTimes.get(operationId)?.['times'] as number | undefined) ?? 0) : 0,
  };
}

function toReversal(row: Record<string, unknown>): ReversalRow {
  const [count, text] = [(name: string) => row[name] as number, (name: string) => row[name] as string];
  return {
    role: row['role'] as Role,
    rowDone: count('row_done'),
    progress: {
      state: row['state'] as ReversalProgress['state'],
      rowsReversed: count('reversed'),
      rowsRefused: count('refused'),
      pointsReversed: text('points'),
      shortfall: text('shortfall'),
      refusals: JSON.parse(text('refusals')) as ReversalProgress['refusals'],
      createdAt: text('created_at'),
      completedAt: (row['completed_at'] as string | null) ?? undefined,
    },
  };
}

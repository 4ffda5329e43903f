/**
 * Which receipts touched which account.
 *
 * Every account's lines lie elsewhere in the table, so that keeping them up with every block would be the dearest part
 * of following the ledger, and few accounts' statements are ever read. So lines are written when no blocks come for a
 * while, and at the latest when a statement is asked for.
 */
import type { Database } from '../store/database.js';

/** Receipts taken at once when there is time: short enough not to be noticed. */
const RECEIPTS_AT_ONCE = 500;
/** So long no block came: there is time. */
const QUIET_MS = 2_000;

export class StatementLines {
  readonly #advance: (receiptsMax: number) => boolean;
  #timer: NodeJS.Timeout | undefined;

  constructor(database: Database) {
    const { sqlite } = database;
    const mark = sqlite.prepare('SELECT seq FROM statement_mark');
    const upTo = sqlite.prepare(
      'SELECT max(seq) AS seq FROM (SELECT seq FROM receipts WHERE seq > ? ORDER BY seq LIMIT ?)',
    );
    const addLines = sqlite.prepare(
      `INSERT OR IGNORE INTO statement_lines (account_id, seq)
       SELECT account_id, seq FROM receipts WHERE seq > $from AND seq <= $to
       UNION ALL
       SELECT to_account_id, seq FROM receipts WHERE seq > $from AND seq <= $to AND to_account_id IS NOT NULL`,
    );
    const setMark = sqlite.prepare('UPDATE statement_mark SET seq = ?');
    this.#advance = (receiptsMax) => {
      const { seq: from } = mark.get() as { seq: number };
      const { seq: to } = upTo.get(from, receiptsMax) as { seq: number | null };
      if (to === null) return false;
      database.transaction('rebuildable', () => {
        addLines.run({ from, to });
        setMark.run(to);
      });
      return true;
    };
  }

  /** Writes all lines that are missing. */
  catchUp(): void {
    while (this.#advance(20 * RECEIPTS_AT_ONCE));
  }

  /** A block came: there may be lines to write when it is quiet again. */
  postpone(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#work(), QUIET_MS).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #work(): void {
    if (this.#advance(RECEIPTS_AT_ONCE)) this.#timer = setTimeout(() => this.#work(), 10).unref();
  }
}

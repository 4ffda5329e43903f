/**
 * Which receipts touched which account.
 *
 * Every account's lines lie elsewhere in the table, so that keeping them up with every block would be the dearest part
 * of following the ledger, and few accounts' statements are ever read. So lines are written when no blocks come for a
 * while, and at the latest when a statement is asked for.
 */
import type { Receipt } from '@commonpoint/catalogue';
import type { Database } from '../../store/database.js';

export interface AccountLine {
  readonly seq: number;
  readonly block: number;
  readonly receipt: Receipt;
}

/** Receipts taken at once when there is time: short enough not to be noticed. */
const RECEIPTS_AT_ONCE = 500;

export function accountLineQueries(database: Database) {
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
  const ofAccount = sqlite.prepare(
    `SELECT seq, block, value FROM statement_lines JOIN receipts USING (seq)
     WHERE statement_lines.account_id = $accountId AND seq < $beforeSeq
     AND ($programId IS NULL OR value ->> 'programId' = $programId OR value ->> 'targetProgramId' = $programId)
     AND ($from IS NULL OR substr(value ->> 'txTime', 1, 10) >= $from)
     AND ($to IS NULL OR substr(value ->> 'txTime', 1, 10) <= $to)
     ORDER BY seq DESC LIMIT $limit`,
  );

  const inOrder = sqlite.prepare(
    `SELECT seq, block, value FROM statement_lines JOIN receipts USING (seq)
     WHERE statement_lines.account_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
  );
  const toLine = (row: Record<string, unknown>): AccountLine => ({
    seq: row['seq'] as number,
    block: row['block'] as number,
    receipt: JSON.parse(row['value'] as string) as Receipt,
  });

  /** Writes lines that are missing, of some receipts; false if none is. */
  const advance = (receiptsMax = RECEIPTS_AT_ONCE): boolean => {
    const { seq: from } = mark.get() as { seq: number };
    const { seq: to } = upTo.get(from, receiptsMax) as { seq: number | null };
    if (to === null) return false;
    database.transaction('rebuildable', () => {
      addLines.run({ from, to });
      setMark.run(to);
    });
    return true;
  };
  return {
    advance,
    /** What touched the account within days, newest first, with all lines written that are missing. */
    lines(
      accountId: string,
      { programId, from, to }: { programId?: string | undefined; from?: string | undefined; to?: string | undefined },
      beforeSeq: number,
      limit: number,
    ): AccountLine[] {
      while (advance(20 * RECEIPTS_AT_ONCE));
      const filter = { programId: programId ?? null, from: from ?? null, to: to ?? null };
      return ofAccount.all({ accountId, beforeSeq, limit, ...filter }).map(toLine);
    },
    /** All that touched the account, oldest first. The ledger may go on between two of them. */
    *oldestFirst(accountId: string): Generator<AccountLine> {
      while (advance(20 * RECEIPTS_AT_ONCE));
      let after = -1;
      for (;;) {
        const page = inOrder.all(accountId, after, RECEIPTS_AT_ONCE).map(toLine);
        yield* page;
        if (page.length < RECEIPTS_AT_ONCE) return;
        after = page.at(-1)!.seq;
      }
    },
  };
}

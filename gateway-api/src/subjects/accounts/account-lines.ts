/**
 * Which receipts touched which account.
 *
 * Every account's lines lie elsewhere in the table, so that keeping them up with every block would be the dearest part
 * of following the ledger, and few accounts' statements are ever read. So lines are written when no blocks come for a
 * while, and at the latest when a statement is asked for.
 */
import { dayOf, type Receipt } from '@commonpoint/catalogue';
import type { Database } from '../../store/database.js';
import { turns } from '../../turns.js';

export interface AccountLine {
  readonly seq: number;
  readonly block: number;
  readonly receipt: Receipt;
}

/** What of an account's lines is wanted; the days are both included. */
export interface AskedLines {
  readonly programId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Receipts taken at once: short enough not to be noticed. */
const RECEIPTS_AT_ONCE = 500;
const LINES_AT_ONCE = 200;

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
  const newestFirst = sqlite.prepare(
    `SELECT seq, block, value FROM statement_lines JOIN receipts USING (seq)
     WHERE statement_lines.account_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
  );
  const oldestFirst = sqlite.prepare(
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
  const completed = async (): Promise<void> => {
    const turn = turns();
    while (advance()) await turn();
  };
  return {
    advance,
    /** What touched the account within days, newest first, with all lines written that are missing. */
    async lines(accountId: string, asked: AskedLines, beforeSeq: number, limit: number): Promise<AccountLine[]> {
      await completed();
      const turn = turns();
      const found: AccountLine[] = [];
      for (let before = beforeSeq; found.length < limit; await turn()) {
        const page = newestFirst.all(accountId, before, LINES_AT_ONCE).map(toLine);
        found.push(...page.filter((line) => isAsked(line, asked)));
        if (page.length < LINES_AT_ONCE) break;
        before = page.at(-1)!.seq;
      }
      return found.slice(0, limit);
    },
    /** All that touched the account, oldest first. The ledger may go on between two of them. */
    async *oldestFirst(accountId: string): AsyncGenerator<AccountLine> {
      await completed();
      const turn = turns();
      for (let after = -1; ; await turn()) {
        const page = oldestFirst.all(accountId, after, LINES_AT_ONCE).map(toLine);
        yield* page;
        if (page.length < LINES_AT_ONCE) return;
        after = page.at(-1)!.seq;
      }
    },
  };
}

function isAsked({ receipt }: AccountLine, { programId, from, to }: AskedLines): boolean {
  const day = dayOf(receipt.txTime);
  if ((from !== undefined && day < from) || (to !== undefined && day > to)) return false;
  return programId === undefined || [receipt.programId, receipt.targetProgramId].includes(programId);
}

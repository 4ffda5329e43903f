/**
 * Which receipts touched which account.
 *
 * Every account's lines lie elsewhere in the table, so that keeping them up with every block would be the dearest part
 * of following the ledger, and few accounts' statements are ever read. So lines are written when no blocks come for a
 * while, and at the latest when a statement is asked for.
 */
import { setImmediate as breath } from 'node:timers/promises';
import { dayOf, type Receipt } from '@commonpoint/catalogue';
import type { Database } from '../../store/database.js';
import { type BalanceChange, changesBy } from './account-balances.js';

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
  const missing = sqlite.prepare('SELECT seq, block, value FROM receipts WHERE seq > ? AND seq <= ? ORDER BY seq');
  const addLine = sqlite.prepare('INSERT OR IGNORE INTO statement_lines (account_id, seq, day) VALUES (?, ?, ?)');
  const addToDay = sqlite.prepare(
    `INSERT INTO account_days (account_id, day, program_id, balance, held) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET balance = balance + excluded.balance, held = held + excluded.held`,
  );
  const before = sqlite.prepare(
    `SELECT program_id, sum(balance) AS balance, sum(held) AS held FROM account_days
     WHERE account_id = ? AND day < ? GROUP BY program_id`,
  );
  before.setReadBigInts(true);
  const setMark = sqlite.prepare('UPDATE statement_mark SET seq = ?');
  const ofAccount = sqlite.prepare(
    `SELECT seq, block, value FROM statement_lines JOIN receipts USING (seq)
     WHERE statement_lines.account_id = $accountId AND seq < $beforeSeq
     AND ($programId IS NULL OR value ->> 'programId' = $programId OR value ->> 'targetProgramId' = $programId)
     AND ($from IS NULL OR day >= $from) AND ($to IS NULL OR day <= $to)
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

  const add = (line: AccountLine): void => {
    const { accountId, toAccountId = accountId, txTime } = line.receipt;
    for (const each of new Set([accountId, toAccountId])) {
      addLine.run(each, line.seq, dayOf(txTime));
      for (const { programId, balance, held } of changesBy(each, line))
        addToDay.run(each, dayOf(txTime), programId, balance, held);
    }
  };

  /** Writes lines that are missing, of some receipts; false if none is. */
  const advance = (receiptsMax = RECEIPTS_AT_ONCE): boolean => {
    const { seq: from } = mark.get() as { seq: number };
    const { seq: to } = upTo.get(from, receiptsMax) as { seq: number | null };
    if (to === null) return false;
    database.transaction('rebuildable', () => {
      for (const line of missing.all(from, to).map(toLine)) add(line);
      setMark.run(to);
    });
    return true;
  };
  return {
    advance,
    /** Writes all lines that are missing, while others have their turn. */
    async catchUp(): Promise<void> {
      while (advance(RECEIPTS_AT_ONCE)) await breath();
    },
    /** What touched the account within days, newest first, of the lines that are written. */
    lines(
      accountId: string,
      { programId, from, to }: { programId?: string | undefined; from?: string | undefined; to?: string | undefined },
      beforeSeq: number,
      limit: number,
    ): AccountLine[] {
      const filter = { programId: programId ?? null, from: from ?? null, to: to ?? null };
      return ofAccount.all({ accountId, beforeSeq, limit, ...filter }).map(toLine);
    },
    /** What came of all days before this one, by programme. */
    changesBefore: (accountId: string, day: string): BalanceChange[] =>
      before.all(accountId, day).map((row) => ({
        programId: row['program_id'] as string,
        balance: row['balance'] as bigint,
        held: row['held'] as bigint,
      })),
    /** All that touched the account, oldest first, while others have their turn. The ledger may go on between two of them. */
    async *oldestFirst(accountId: string): AsyncGenerator<AccountLine> {
      let after = -1;
      for (;;) {
        const page = inOrder.all(accountId, after, RECEIPTS_AT_ONCE).map(toLine);
        yield* page;
        if (page.length < RECEIPTS_AT_ONCE) return;
        after = page.at(-1)!.seq;
        await breath();
      }
    },
  };
}

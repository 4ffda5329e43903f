/**
 * Which receipts touched which account, and what came of each day.
 *
 * Every account's lines lie elsewhere in the table, so that keeping them up with every block would be the dearest part
 * of following the ledger, and few accounts' statements are ever read. So lines are written when no blocks come for a
 * while, some of them all the same where very many are missing, and at the latest when a statement is asked for.
 */
import { dayOf, type Receipt } from '@commonpoint/catalogue';
import type { Database } from '../../store/database.js';
import { turns } from '../../turns.js';
import { type BalanceChange, changesBy } from './account-balances.js';
import { exactSum, keepable, readSum, wholeSum } from '../../projection/large-sums.js';
import { receiptRows, type ReceiptRow } from '../../projection/receipt-rows.js';
import { accountNumbers, numbered } from './account-numbers.js';
import { dayNumber } from './packed-lots.js';
import { toldColumns, toldJoins, toldLine, toldLines, type ToldRow } from './told-lines.js';
import type { AccountLine } from './account-line.js';

/** What of an account's lines is wanted; the days are both included. */
export interface AskedLines {
  readonly programId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Receipts taken at once: short enough not to be noticed. */
const RECEIPTS_AT_ONCE = 500;
const LINES_AT_ONCE = 200;
/** Lines looked through at once for those of some days. */
const LINES_SEEN_AT_ONCE = 20_000;

export function accountLineQueries(database: Database) {
  const { sqlite } = database;
  const mark = sqlite.prepare('SELECT seq FROM statement_mark');
  const receipts = receiptRows(database);
  const numberOf = accountNumbers(database);
  const told = toldLines(database);
  const addLine = sqlite.prepare(
    'INSERT INTO statement_lines (account, seq, day, line, amount) VALUES (?, ?, ?, ?, ?)',
  );
  const addToDay = sqlite.prepare(
    `INSERT INTO account_sums (account_id, day, program_id, balance, held) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET balance = ${wholeSum('balance', 'excluded.balance')},
       held = ${wholeSum('held', 'excluded.held')}`,
  );
  const before = sqlite.prepare(
    `SELECT program_id, ${exactSum('balance')} AS balance, ${exactSum('held')} AS held FROM account_sums
     WHERE account_id = ? AND day < ? GROUP BY program_id`,
  );
  const setMark = sqlite.prepare('UPDATE statement_mark SET seq = ?');
  const oldestSeen = sqlite.prepare(
    `SELECT min(seq) AS seq FROM
     (SELECT seq FROM statement_lines WHERE account = ${numbered('?')} AND seq < ? ORDER BY seq DESC LIMIT ${LINES_SEEN_AT_ONCE})`,
  );
  const newestFirst = sqlite.prepare(
    `SELECT ${toldColumns} FROM statement_lines AS lines ${toldJoins}
     WHERE account = ${numbered('$accountId')} AND lines.seq < $before AND lines.seq >= $oldest
       AND ($from IS NULL OR day >= $from) AND ($to IS NULL OR day <= $to)
     ORDER BY lines.seq DESC LIMIT $most`,
  );
  const oldestFirst = sqlite.prepare(
    `SELECT ${toldColumns} FROM statement_lines AS lines ${toldJoins}
     WHERE account = ${numbered('?')} AND lines.seq > ? ORDER BY lines.seq LIMIT ?`,
  );
  const linesOf = (accountId: string, rows: readonly unknown[]): AccountLine[] =>
    (rows as readonly ToldRow[]).map((row) => toldLine(accountId, row) ?? receipts.at(row.seq)!);

  const add = (sums: Map<string, BalanceChange>, line: ReceiptRow, keep: ReturnType<typeof told.begin>): void => {
    const { accountId, toAccountId = accountId, txTime } = line.receipt;
    const day = dayOf(txTime);
    const own = keep(line);
    for (const each of new Set([accountId, toAccountId])) {
      addLine.run(numberOf.kept(each), line.seq, dayNumber(day), ...own);
      for (const { programId, balance, held } of changesBy(each, line)) {
        const name = `${each} ${day} ${programId}`;
        const sum = sums.get(name);
        sums.set(name, { programId, balance: balance + (sum?.balance ?? 0n), held: held + (sum?.held ?? 0n) });
      }
    }
  };

  /** Writes lines that are missing, of some receipts; false if none is. */
  const advance = (receiptsMax = RECEIPTS_AT_ONCE): boolean => {
    const { seq: from } = mark.get() as { seq: number };
    const missing = receipts.after(from, receiptsMax);
    const to = missing.at(-1)?.seq;
    if (to === undefined) return false;
    database.transaction('rebuildable', () => {
      const sums = new Map<string, BalanceChange>();
      const keep = told.begin();
      for (const line of missing) add(sums, line, keep);
      for (const [name, { programId, balance, held }] of sums) {
        const [accountId = '', day = ''] = name.split(' ');
        addToDay.run(accountId, day, programId, keepable(balance), keepable(held));
      }
      setMark.run(to);
    });
    return true;
  };
  let completing: Promise<void> | undefined;
  const complete = async (): Promise<void> => {
    const turn = turns();
    while (advance()) await turn();
  };
  /** However many wait for it, it is done once. */
  const completed = (): Promise<void> =>
    (completing ??= complete().finally(() => {
      completing = undefined;
    }));
  return {
    advance,
    /** Whether so many receipts or more wait to be written as lines. */
    isBehind: (count: number): boolean => receipts.areMoreAfter((mark.get() as { seq: number }).seq, count),
    /** What touched the account within days, newest first, with all lines written that are missing. */
    async lines(accountId: string, asked: AskedLines, beforeSeq: number, limit: number): Promise<AccountLine[]> {
      await completed();
      const turn = turns();
      const days = { from: bound(asked.from), to: bound(asked.to) };
      const found: AccountLine[] = [];
      for (let before = beforeSeq; found.length < limit; await turn()) {
        const { seq: oldest } = oldestSeen.get(accountId, before) as { seq: number | null };
        if (oldest === null) break;
        // Of one programme there may be few among many; otherwise all are wanted.
        const most = asked.programId === undefined ? Math.min(limit - found.length, LINES_AT_ONCE) : LINES_AT_ONCE;
        const page = linesOf(accountId, newestFirst.all({ accountId, before, oldest, most, ...days }));
        found.push(...page.filter(({ receipt }) => isOf(receipt, asked.programId)));
        before = page.length < most ? oldest : page.at(-1)!.seq;
      }
      return found.slice(0, limit);
    },
    /** What came of all days before this one, by programme; with all lines written that are missing. */
    async changesBefore(accountId: string, day: string): Promise<BalanceChange[]> {
      await completed();
      return before.all(accountId, day).map((row) => ({
        programId: row['program_id'] as string,
        balance: readSum(row['balance'] as string),
        held: readSum(row['held'] as string),
      }));
    },
    /** All that touched the account, oldest first. The ledger may go on between two of them. */
    async *oldestFirst(accountId: string): AsyncGenerator<AccountLine> {
      await completed();
      const turn = turns();
      for (let after = -1; ; await turn()) {
        const page = linesOf(accountId, oldestFirst.all(accountId, after, LINES_AT_ONCE));
        yield* page;
        if (page.length < LINES_AT_ONCE) return;
        after = page.at(-1)!.seq;
      }
    },
  };
}

const bound = (day: string | undefined): number | null => (day === undefined ? null : dayNumber(day));

function isOf(receipt: Receipt, programId: string | undefined): boolean {
  return programId === undefined || [receipt.programId, receipt.targetProgramId].includes(programId);
}

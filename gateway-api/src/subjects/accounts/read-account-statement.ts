/** `GET /v1/accounts/{accountId}/statement` and `/balances/as-of`: always from the projection. */
import { day, dayOf, programId as programIdSchema, roles } from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import { decodeCursor } from '../../channel/pages.js';
import type { Gateway } from '../../gateway.js';
import { CSV_TYPE, csvLine } from '../../http/csv-text.js';
import { answerPage, toPage } from '../../http/list-route.js';
import { route } from '../../http/route.js';
import { exampleAccountId, exampleOperationId, exampleTime, exampleTxId } from '../examples.js';
import { accountPath, blockDigits, dayRange, inOrderOfDays, pageOfProgram, wrongOrderOfDays } from '../parameters.js';
import { balancesUntil, RunningBalances } from './account-balances.js';
import { toPositionedEntries } from './account-entries.js';
import { accountLineQueries, type AskedLines } from './account-lines.js';
import { accountQueries } from './reads.js';
import { accountStatementView, pastBalancesView } from './views.js';

const exampleBalance = { programId: 'harbor', balance: '120', held: '0' };

export const readAccountStatement = route({
  operationId: 'readStatement',
  method: 'get',
  path: '/v1/accounts/{accountId}/statement',
  tag: 'Accounts',
  summary: 'What happened to an account, newest first; as CSV all of it, oldest first, with running balances.',
  description:
    'With `from` or `to` (days in UTC, both included), what happened within these days, and the balances before and after them. As CSV the opening and the closing balance of each programme are lines of their own.',
  roles,
  params: accountPath,
  query: pageOfProgram.extend(dayRange).refine(inOrderOfDays, wrongOrderOfDays),
  replies: { 200: { description: 'A page; as CSV the whole statement.', schema: accountStatementView, csv: true } },
  errors: ['ACCOUNT_UNKNOWN', 'CURSOR_INVALID'],
  example: {
    params: { accountId: exampleAccountId },
    query: { from: '2026-11-01', to: '2026-11-30' },
    replies: {
      200: {
        accountId: exampleAccountId,
        opening: [],
        closing: [exampleBalance],
        entries: [
          {
            operationId: exampleOperationId,
            mspId: 'HarborMSP',
            kind: 'issue',
            programId: 'harbor',
            change: '120',
            txId: exampleTxId,
            txTime: exampleTime,
            blockNumber: 42,
          },
        ],
        asOfBlock: 42,
      },
    },
  },
  handle: async (context, { projection }) => {
    const { accountId } = context.params;
    const { limit = 100, cursor, ...asked } = context.query;
    projection.of(accountQueries).requireAccount(accountId);
    const lines = projection.of(accountLineQueries);
    if (context.prefersCsv) return { status: 200, text: { type: CSV_TYPE, content: asCsv(accountId, lines, asked) } };
    const before = decodeCursor(cursor, z.int(), Number.MAX_SAFE_INTEGER);
    const found = await lines.lines(accountId, asked, Math.floor(before / 2) + 1, limit + 2);
    const entries = found
      .flatMap((row) => toPositionedEntries(accountId, row))
      .filter(({ position, entry }) => position < before && (!asked.programId || entry.programId === asked.programId))
      .slice(0, limit + 1);
    const { items, ...page } = toPage(entries, limit, ({ position }) => position, projection.lastBlock());
    const balances = asked.from === undefined && asked.to === undefined ? {} : await bothEnds(accountId, lines, asked);
    const answered = { ...page, items: items.map(({ entry }) => entry) };
    return answerPage(context, 'entries', answered, { accountId, ...balances });
  },
});

type Lines = Pick<ReturnType<typeof accountLineQueries>, 'oldestFirst' | 'changesBefore'>;

/** What there was before the first day and after the last one. */
async function bothEnds(accountId: string, lines: Lines, { programId, from, to }: AskedLines) {
  const [opening, closing] = await Promise.all([openingOf(accountId, lines, from), closingOf(accountId, lines, to)]);
  return { opening: opening.balances(programId), closing: closing.balances(programId) };
}

const openingOf = async (accountId: string, lines: Lines, from = ''): Promise<RunningBalances> =>
  new RunningBalances(accountId, await lines.changesBefore(accountId, from));

/** Behind a day comes whatever begins with it and goes on. */
const closingOf = async (accountId: string, lines: Lines, to = '9999-12-31'): Promise<RunningBalances> =>
  new RunningBalances(accountId, await lines.changesBefore(accountId, `${to}~`));

const columns = ['time', 'kind', 'programId', 'change', 'balance', 'operationId', 'mspId', 'counterpartAccountId'];
const moreColumns = ['acceptor', 'campaign', 'reverses', 'holdId', 'txId', 'blockNumber'];

/**
 * Days are those of the transactions' own times, which blocks need not have in order: what is late is told in its place. What comes
 * meanwhile and belongs before the first day is not told of.
 */
async function* asCsv(accountId: string, lines: Lines, { programId, from, to }: AskedLines): AsyncGenerator<string> {
  yield csvLine([...columns, ...moreColumns]);
  const balances = await openingOf(accountId, lines, from);
  for (const { programId: of, balance } of balances.balances(programId))
    yield csvLine([from, 'opening', of, '', balance]);
  for await (const line of lines.oldestFirst(accountId)) {
    const day = dayOf(line.receipt.txTime);
    if ((from !== undefined && day < from) || (to !== undefined && day > to)) continue;
    balances.add(line);
    for (const { entry } of toPositionedEntries(accountId, line).toReversed()) {
      if (programId !== undefined && entry.programId !== programId) continue;
      const { txTime, kind, change, operationId, mspId, counterpartAccountId, txId, blockNumber } = entry;
      const first = [txTime, kind, entry.programId, change, balances.balanceOf(entry.programId)];
      const { acceptor, campaign, reverses, holdId } = entry;
      const more = [acceptor, campaign, reverses, holdId, txId, String(blockNumber)];
      yield csvLine([...first, operationId, mspId, counterpartAccountId, ...more]);
    }
  }
  for (const { programId: of, balance } of balances.balances(programId))
    yield csvLine([to, 'closing', of, '', balance]);
}

export const readPastBalances = route({
  operationId: 'readPastBalances',
  method: 'get',
  path: '/v1/accounts/{accountId}/balances/as-of',
  tag: 'Accounts',
  summary: 'What an account held at the end of a block or of a day.',
  description:
    '`balance` is what lay in lots, also what had ended and was not retired yet; `held` what was set aside. Of the two parameters one is given; a day is that of the transactions’ own times, in UTC.',
  roles,
  params: accountPath,
  query: z
    .strictObject({ block: blockDigits.optional(), day: day.optional(), programId: programIdSchema.optional() })
    .refine((query) => (query.block === undefined) !== (query.day === undefined), {
      path: ['block'],
      error: 'one of `block` and `day` is needed, and not both',
    }),
  replies: { 200: { description: 'The balances.', schema: pastBalancesView } },
  errors: ['ACCOUNT_UNKNOWN', 'BLOCK_AHEAD'],
  example: {
    params: { accountId: exampleAccountId },
    query: { day: '2026-11-30' },
    replies: { 200: { accountId: exampleAccountId, balances: [exampleBalance], asOfBlock: 42 } },
  },
  handle: async (context, { projection }: Gateway) => {
    const { accountId } = context.params;
    const { programId, ...until } = context.query;
    projection.of(accountQueries).requireAccount(accountId);
    const asOfBlock = projection.lastBlock();
    if (until.block !== undefined && until.block > asOfBlock)
      throw new Failure('BLOCK_AHEAD', `Block ${asOfBlock} is the last one that is here.`);
    const lines = projection.of(accountLineQueries);
    const balances =
      until.day === undefined
        ? await balancesUntil(accountId, lines.oldestFirst(accountId), until)
        : await closingOf(accountId, lines, until.day);
    const found = balances.balances(programId);
    return { status: 200, body: { accountId, balances: found, asOfBlock: until.block ?? asOfBlock } };
  },
});

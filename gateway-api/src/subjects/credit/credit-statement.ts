/** `GET /v1/programs/{programId}/credit/{mspId}/statement`: what became of a credit, change by change. */
import { decimalOf, mspId, programId } from '@commonpoint/catalogue';
import { z } from 'zod';
import { decodeCursor } from '../../channel/pages.js';
import { CSV_TYPE, csvLine } from '../../http/csv-text.js';
import { answerPage, toPage } from '../../http/list-route.js';
import { route } from '../../http/route.js';
import type { Projection } from '../../projection/projection.js';
import { exampleTime } from '../examples.js';
import { page } from '../parameters.js';
import { creditEntryQueries } from './credit-entries.js';
import { creditQueries } from './reads.js';
import { creditStatementView } from './views.js';

const ROWS_AT_ONCE = 500;
const params = { programId: 'harbor', mspId: 'CityParkMSP' };

export const readCreditStatement = route({
  operationId: 'readCreditStatement',
  method: 'get',
  path: '/v1/programs/{programId}/credit/{mspId}/statement',
  tag: 'Credit',
  summary: 'What drew on a credit and what came back, in points and in money, the newest first; as CSV all of it.',
  description:
    'What was drawn, and what came back of holds and reversals, is a line a block. Limits, prepayments and settled cycles have lines of their own. `used` is what is used after it: of the newest one what is used now. Money is at the clearing value of the cycle. Of what happened since the gateway was first started with it.',
  roles: ['admin', 'operator', 'auditor', 'regulator'],
  params: z.strictObject({ programId, mspId }),
  query: page,
  replies: { 200: { description: 'A page; as CSV all of it.', schema: creditStatementView, csv: true } },
  errors: ['CREDIT_UNKNOWN', 'CURSOR_INVALID'],
  example: {
    params,
    replies: {
      200: {
        ...params,
        entries: [
          {
            kind: 'settled' as const,
            change: '-42000',
            used: '0',
            cycle: '2026-11',
            prepaid: '20000',
            ...worth('-42000'),
          },
          {
            ...{ kind: 'prepaid' as const, change: '-20000', used: '42000', prepaymentId: 'transfer-2026-118' },
            ...{ at: exampleTime, ...worth('-20000') },
          },
          { kind: 'drawn' as const, change: '62000', used: '62000', at: exampleTime, ...worth('62000') },
          { kind: 'granted' as const, change: '0', used: '0', limit: '100000', at: exampleTime, blockNumber: 12 },
        ],
        asOfBlock: 42,
      },
    },
  },
  handle: (context, { projection, currency }) => {
    const { limit = 100, cursor } = context.query;
    const of = context.params;
    projection.of(creditQueries).credit(of.programId, of.mspId);
    if (context.prefersCsv)
      return { status: 200, text: { type: CSV_TYPE, content: asCsv(projection, of, currency()) } };
    const from = decodeCursor(cursor, z.int(), Number.MAX_SAFE_INTEGER);
    const rows = projection.of(creditEntryQueries).creditEntries(of, from, limit + 1);
    const { items, ...rest } = toPage(rows, limit, ({ position }) => position, projection.lastBlock());
    return answerPage(context, 'entries', { ...rest, items: items.map(({ entry }) => entry) }, of);
  },
});

function worth(change: string) {
  return { clearingValue: '900000', worth: String(BigInt(change) * 900_000n), blockNumber: 40 };
}

async function* asCsv(projection: Projection, of: typeof params, currency: string): AsyncGenerator<string> {
  yield csvLine(['block', 'time', 'kind', 'points', 'used', 'limit', 'worth', 'currency', 'cycle', 'prepayment']);
  for (let from = Number.MAX_SAFE_INTEGER; ;) {
    const rows = projection.of(creditEntryQueries).creditEntries(of, from, ROWS_AT_ONCE);
    for (const { entry } of rows) {
      const money = entry.worth === undefined ? [undefined, undefined] : [decimalOf(entry.worth, currency), currency];
      const first = [String(entry.blockNumber), entry.at, entry.kind, entry.change, entry.used, entry.limit];
      yield csvLine([...first, ...money, entry.cycle, entry.prepaymentId]);
    }
    if (rows.length < ROWS_AT_ONCE) return;
    from = rows.at(-1)!.position;
  }
}

/** `GET /v1/credit-lines/{mspId}/{lineId}/statement`: what is owed on a line, change by change. */
import { decimalOf } from '@commonpoint/catalogue';
import { z } from 'zod';
import { decodeCursor } from '../../channel/pages.js';
import { CSV_TYPE, csvLine } from '../../http/csv-text.js';
import { answerPage, toPage } from '../../http/list-route.js';
import { route } from '../../http/route.js';
import type { Projection } from '../../projection/projection.js';
import { exampleTime } from '../examples.js';
import { page } from '../parameters.js';
import { lineEntryQueries } from './line-entries.js';
import { linePath, path, tag } from './line-path.js';
import { lineQueries, type LinePosition } from './reads.js';
import { lineStatementView } from './views.js';

const ROWS_AT_ONCE = 500;
const params = { mspId: 'CityParkMSP', lineId: 'line-17' };

export const readLineStatement = route({
  operationId: 'readLineStatement',
  method: 'get',
  path: `${path}/statement`,
  tag,
  summary: 'What is owed on a credit line, change by change, the newest first; as CSV all of them.',
  description:
    'Money that was paid out and repaid, what was claimed for a merchant in default, the fee, pledges that were taken, and what the pledgee let go of. `owed` is debt and fee after the change: of the newest one what is owed now. Of what happened since the gateway was first started with it.',
  roles: ['admin', 'operator', 'auditor', 'regulator'],
  params: linePath,
  query: page,
  replies: { 200: { description: 'A page; as CSV all of them.', schema: lineStatementView, csv: true } },
  errors: ['LINE_UNKNOWN', 'CURSOR_INVALID'],
  example: {
    params,
    replies: {
      200: {
        ...params,
        entries: [
          {
            ...{ kind: 'taken' as const, change: '-11000000000', owed: '0', points: '12222' },
            ...{ operationId: 'take-1', at: exampleTime, blockNumber: 41 },
          },
          { kind: 'fee' as const, change: '1000000000', owed: '11000000000', blockNumber: 41 },
          {
            ...{ kind: 'draw' as const, change: '10000000000', owed: '10000000000', paymentId: 'draw-1' },
            ...{ reference: 'RF18 5390 0754 7034', at: exampleTime, blockNumber: 12 },
          },
        ],
        asOfBlock: 42,
      },
    },
  },
  handle: (context, { projection, currency }) => {
    const { limit = 100, cursor } = context.query;
    const of = context.params;
    projection.of(lineQueries).requireLine(of);
    if (context.prefersCsv)
      return { status: 200, text: { type: CSV_TYPE, content: asCsv(projection, of, currency()) } };
    const from = decodeCursor(cursor, z.int(), Number.MAX_SAFE_INTEGER);
    const rows = projection.of(lineEntryQueries).lineEntries(of, from, limit + 1);
    const { items, ...rest } = toPage(rows, limit, ({ position }) => position, projection.lastBlock());
    return answerPage(context, 'entries', { ...rest, items: items.map(({ entry }) => entry) }, of);
  },
});

async function* asCsv(projection: Projection, of: LinePosition, currency: string): AsyncGenerator<string> {
  yield csvLine(['block', 'time', 'kind', 'change', 'owed', 'currency', 'payment', 'reference', 'cycle', 'points']);
  for (let from = Number.MAX_SAFE_INTEGER; ;) {
    const rows = projection.of(lineEntryQueries).lineEntries(of, from, ROWS_AT_ONCE);
    for (const { entry } of rows) {
      const money = [entry.change, entry.owed].map((each) => decimalOf(each, currency));
      const first = [String(entry.blockNumber), entry.at, entry.kind, ...money, currency];
      yield csvLine([...first, entry.paymentId, entry.reference, entry.cycle, entry.points]);
    }
    if (rows.length < ROWS_AT_ONCE) return;
    from = rows.at(-1)!.position;
  }
}

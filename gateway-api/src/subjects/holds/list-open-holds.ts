/** `GET /v1/holds`: open holds that an organisation posted or may capture, whosever the points are. */
import { type Hold, mspId } from '@commonpoint/catalogue';
import { z } from 'zod';
import { decodeCursor } from '../../channel/pages.js';
import { answerPage, toPage } from '../../http/list-route.js';
import { route } from '../../http/route.js';
import { exampleAccountId, exampleOperationId } from '../examples.js';
import { page } from '../parameters.js';
import { holdQueries } from './reads.js';
import { openHoldsView } from './views.js';

const position = z.tuple([z.string(), z.string(), z.string(), z.string()]);
const beginning: z.infer<typeof position> = ['', '', '', ''];
const exampleHold: Hold = {
  mspId: 'HarborMSP',
  holdId: exampleOperationId,
  programId: 'harbor',
  accountId: exampleAccountId,
  amount: '50',
  beneficiary: 'CityParkMSP',
  expiresAt: '2026-11-23T10:30:00.000Z',
  status: 'open',
};

export const listOpenHolds = route({
  operationId: 'listOpenHolds',
  method: 'get',
  path: '/v1/holds',
  tag: 'Holds',
  summary: 'Open holds that an organisation posted or may capture, by account, a page at a time.',
  roles: ['admin', 'operator', 'auditor', 'delegate'],
  query: page.extend({ mspId: mspId.optional().meta({ description: 'The organisation; the own one if absent.' }) }),
  replies: { 200: { description: 'A page.', schema: openHoldsView } },
  errors: ['CURSOR_INVALID'],
  example: {
    query: { mspId: 'CityParkMSP' },
    replies: { 200: { holds: [exampleHold], asOfBlock: 42 } },
  },
  handle: (context, { projection, mspId: own }) => {
    const { limit = 100, cursor, mspId: of = own } = context.query;
    const after = decodeCursor(cursor, position, beginning);
    const found = projection.of(holdQueries).openHoldsOf(of, after, limit + 1);
    const at = (each: (typeof found)[number]): z.infer<typeof position> => [
      each.accountId,
      each.programId,
      each.mspId,
      each.holdId,
    ];
    return answerPage(context, 'holds', toPage(found, limit, at, projection.lastBlock()));
  },
});

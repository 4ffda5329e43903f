/** `GET /v1/accounts/{accountId}/statement`: always from the projection. */
import { roles } from '@commonpoint/catalogue';
import { z } from 'zod';
import { decodeCursor } from '../../channel/pages.js';
import { answerPage, toPage } from '../../http/list-route.js';
import { route } from '../../http/route.js';
import { exampleAccountId, exampleOperationId, exampleTime, exampleTxId } from '../examples.js';
import { accountPath, pageOfProgram } from '../parameters.js';
import { accountQueries } from './reads.js';
import { toPositionedEntries } from './account-entries.js';
import { accountLineQueries } from './account-lines.js';
import { accountStatementView } from './views.js';

export const readAccountStatement = route({
  operationId: 'readStatement',
  method: 'get',
  path: '/v1/accounts/{accountId}/statement',
  tag: 'Accounts',
  summary: 'What happened to an account, newest first.',
  roles,
  params: accountPath,
  query: pageOfProgram,
  replies: { 200: { description: 'A page.', schema: accountStatementView } },
  errors: ['ACCOUNT_UNKNOWN', 'CURSOR_INVALID'],
  example: {
    params: { accountId: exampleAccountId },
    replies: {
      200: {
        accountId: exampleAccountId,
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
  handle: (context, { projection }) => {
    const { accountId } = context.params;
    const { programId, limit = 100, cursor } = context.query;
    projection.of(accountQueries).requireAccount(accountId);
    const before = decodeCursor(cursor, z.int(), Number.MAX_SAFE_INTEGER);
    const entries = projection
      .of(accountLineQueries)
      .lines(accountId, programId, Math.floor(before / 2) + 1, limit + 2)
      .flatMap((row) => toPositionedEntries(accountId, row))
      .filter(({ position, entry }) => position < before && (!programId || entry.programId === programId))
      .slice(0, limit + 1);
    const { items, ...page } = toPage(entries, limit, ({ position }) => position, projection.lastBlock());
    return answerPage(context, 'entries', { ...page, items: items.map(({ entry }) => entry) }, { accountId });
  },
});

/** `GET /v1/operations/{operationId}` */
import { getReceipt, mspId, operationId } from '@commonpoint/catalogue';
import { z } from 'zod';
import type { Caller } from '../../caller.js';
import { Failure } from '../../channel/failures.js';
import { readErrors, readRoute } from '../../http/read-route.js';
import { route } from '../../http/route.js';
import { committedExample, exampleAccountId, exampleOperationId } from '../examples.js';
import type { OperationResult } from '../../writes/results.js';
import { operationPath } from '../parameters.js';
import { memberOperationView, operationView } from './views.js';
import { findOperation } from './find-operation.js';
import { operationBody } from './operation-body.js';
import { receiptQueries } from './reads.js';

/** What a cashier and a bridge are not shown of others: who asked for it, and what they said of it. What crosses a bridge is a bridge's too. */
function shownTo({ role, clientId }: Caller, { asked, ...result }: OperationResult): OperationResult {
  const isShown = (role !== 'cashier' && role !== 'bridge') || asked?.clientId === clientId;
  const isCrossing = role === 'bridge' && result.receipt?.bridgeId !== undefined;
  return isShown || isCrossing ? { ...result, asked } : result;
}

export const readOperation = route({
  operationId: 'readOperation',
  method: 'get',
  path: '/v1/operations/{operationId}',
  tag: 'Operations',
  summary: 'What became of an operation of this organisation.',
  description:
    '`accepted` and `submitted` are on their way; `committed` and `rejected` are final; `unknown` was handed over and will become one of the two.',
  roles: getReceipt.roles,
  entries: [getReceipt],
  params: operationPath,
  replies: { 200: { description: 'The operation.', schema: operationView } },
  errors: readErrors,
  example: {
    params: { operationId: exampleOperationId },
    replies: { 200: committedExample('issue', { programId: 'harbor', accountId: exampleAccountId, amount: '120' }) },
  },
  handle: async ({ caller, params: { operationId } }, gateway) => ({
    status: 200,
    body: operationBody(shownTo(caller, await findOperation(gateway, caller, operationId))),
  }),
});

export const readMemberOperation = readRoute(getReceipt, '/v1/operations/{mspId}/{operationId}', {
  operationId: 'readMemberOperation',
  tag: 'Operations',
  summary: 'An operation that took effect, of any member, as the ledger shows it to all.',
  params: z.strictObject({ mspId, operationId }),
  view: memberOperationView,
  shows: 'The operation.',
  errors: ['OPERATION_UNKNOWN'],
  example: {
    params: { mspId: 'HarborMSP', operationId: exampleOperationId },
    replies: {
      200: {
        ...committedExample('issue', { programId: 'harbor', accountId: exampleAccountId, amount: '120' }),
        asOfBlock: 42,
      },
    },
  },
  here: ({ projection }, asked) => {
    const found = projection.of(receiptQueries).receipt(asked.mspId, asked.operationId);
    if (found === undefined)
      throw new Failure(
        'OPERATION_UNKNOWN',
        `${asked.mspId} has posted no operation with the id ${asked.operationId}.`,
      );
    return found.receipt;
  },
  body: (receipt) => {
    const { id, kind, txId } = receipt;
    return operationBody({ operationId: id, state: 'committed', kind, txId, receipt });
  },
});

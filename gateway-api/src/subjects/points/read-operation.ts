/** `GET /v1/operations/{operationId}` */
import { getReceipt } from '@commonpoint/catalogue';
import type { Caller } from '../../caller.js';
import { readErrors } from '../../http/read-route.js';
import { route } from '../../http/route.js';
import { committedExample, exampleAccountId, exampleOperationId } from '../examples.js';
import type { OperationResult } from '../../writes/results.js';
import { operationPath } from '../parameters.js';
import { operationView } from './views.js';
import { findOperation } from './find-operation.js';
import { operationBody } from './operation-body.js';

/** What a cashier is not shown of others: who asked for it, and what they said of it. */
function shownTo({ role, clientId }: Caller, { asked, ...result }: OperationResult): OperationResult {
  return role === 'cashier' && asked?.clientId !== clientId ? result : { ...result, asked };
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

/** `GET /v1/operations/{operationId}` */
import { route } from '../http/route.js';
import { committedExample, exampleAccountId, exampleOperationId } from './examples.js';
import { operationPath } from './parameters.js';
import { operationView } from './representations.js';
import { operationBody } from './single-operation.js';

export const readOperation = route({
  operationId: 'readOperation',
  method: 'get',
  path: '/v1/operations/{operationId}',
  tag: 'Operations',
  summary: 'What became of an operation of this organisation.',
  description:
    '`accepted` and `submitted` are on their way; `committed` and `rejected` are final; `unknown` was handed over and will become one of the two.',
  roles: ['admin', 'operator', 'cashier', 'auditor'],
  transactions: ['getReceipt'],
  params: operationPath,
  replies: { 200: { description: 'The operation.', schema: operationView } },
  errors: ['PEER_UNAVAILABLE', 'LEDGER_TIMEOUT', 'PEER_REPLY_INVALID'],
  example: {
    params: { operationId: exampleOperationId },
    replies: { 200: committedExample('issue', { programId: 'harbor', accountId: exampleAccountId, amount: '120' }) },
  },
  handle: async (ask, gateway) => ({
    status: 200,
    body: operationBody(await gateway.writes.operation(ask.caller, ask.params.operationId)),
  }),
});

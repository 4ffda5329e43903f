/** `POST /v1/reversals` */
import { operationRoles, postPoints, reverse } from '@commonpoint/catalogue';
import { route } from '../../http/route.js';
import { committedExample, exampleAccountId, exampleOperationId } from '../examples.js';
import { operationErrors, operationReplies, postOperation } from './single-operation.js';

export const reverseOperation = route({
  operationId: 'reverseOperation',
  method: 'post',
  path: '/v1/reversals',
  tag: 'Operations',
  summary: 'Undoes one earlier operation of this organisation, once.',
  description:
    'A reversed redemption gives the points back with their expiries. A reversed issuance takes back what is left of it and reports the rest as `shortfall`.',
  roles: operationRoles.reverse,
  entries: [postPoints],
  body: reverse.omit({ id: true, kind: true, linked: true }),
  replies: operationReplies,
  errors: [
    ...operationErrors,
    'OPERATION_UNKNOWN',
    'NOT_REVERSIBLE',
    'ALREADY_REVERSED',
    'PROGRAM_SUSPENDED',
    'NOT_CUSTODIAN',
    'ACCOUNT_FROZEN',
    'ACCOUNT_CLOSED',
    'INSUFFICIENT_POINTS',
  ],
  example: {
    body: { operationId: exampleOperationId },
    replies: {
      201: committedExample('reverse', {
        programId: 'harbor',
        accountId: exampleAccountId,
        amount: '100',
        shortfall: '20',
        reverses: exampleOperationId,
      }),
    },
  },
  handle: (context, gateway) => postOperation(context, gateway, { kind: 'reverse', ...context.body }),
});

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
  summary: 'Undoes an earlier operation, wholly or in part.',
  description:
    'What was spent at a merchant is taken back by that merchant alone, which names in `operationMspId` who had posted it; anything else by the organisation that posted it. `amount` takes back a part, any number of times and in all never more than the operation was of; all that is left of it if absent. A reversed redemption gives the points back with their expiries, the newest first. A reversed transfer takes the very points that were sent, or is refused. A reversed issuance takes back what is left of it and reports the rest as `shortfall`.',
  roles: operationRoles.reverse,
  entries: [postPoints],
  body: reverse.omit({ id: true, kind: true, linked: true }),
  replies: operationReplies,
  errors: [
    ...operationErrors,
    'OPERATION_UNKNOWN',
    'NOT_REVERSIBLE',
    'ALREADY_REVERSED',
    'REVERSAL_NOT_YOURS',
    'REVERSAL_EXCEEDED',
    'CYCLE_CLOSED',
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

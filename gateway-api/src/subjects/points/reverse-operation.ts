/** `POST /v1/reversals` */
import { reverse } from '@commonpoint/catalogue';
import { committedExample, exampleAccountId, exampleOperationId } from '../examples.js';
import { operationRoute } from './operation-route.js';

export const reverseOperation = operationRoute('reverse', '/v1/reversals', {
  operationId: 'reverseOperation',
  summary: 'Undoes an earlier operation, wholly or in part.',
  description:
    'What was spent at a merchant is taken back by that merchant alone, which names in `operationMspId` who had posted it; anything else by the organisation that posted it. `amount` takes back a part, any number of times and in all never more than the operation was of; all that is left of it if absent. A reversed redemption gives the points back with their expiries, the newest first. A reversed transfer takes the very points that were sent, or is refused. A reversed issuance takes back what is left of it and reports the rest as `shortfall`. A cashier takes back what its own till posted, within the limit that the merchant set for its gateway (`cashierReversals`).',
  ownId: 'reversalId',
  within: { role: 'cashier', errors: ['REVERSAL_BEYOND_LIMIT', 'OPERATION_IN_FLIGHT'] },
  body: reverse.omit({ id: true, kind: true, linked: true }),
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
});

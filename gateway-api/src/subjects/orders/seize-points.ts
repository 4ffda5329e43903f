/** `POST /v1/orders/{orderId}/seize` */
import { orderId, seize } from '@commonpoint/catalogue';
import { z } from 'zod';
import { committedExample, exampleAccountId, otherAccountId } from '../examples.js';
import { operationRoute } from '../points/operation-route.js';

export const seizePoints = operationRoute('seize', '/v1/orders/{orderId}/seize', {
  operationId: 'seizePoints',
  tag: 'Orders',
  summary: 'Moves points to the account that an order names; any merchant may, and the custodian cannot stop it.',
  description:
    'Points keep their expiries, the soonest first. Without `amount` it is as much as there is and the order still wants. What an earlier order reserves stays.',
  params: z.strictObject({ orderId }),
  body: seize.pick({ amount: true }),
  bodyKind: 'optional-json',
  example: {
    params: { orderId: 'RegulatorMSP:2026-17' },
    body: {},
    replies: {
      201: committedExample('seize', {
        programId: 'harbor',
        accountId: exampleAccountId,
        toAccountId: otherAccountId,
        amount: '120',
      }),
    },
  },
});

/** `POST /v1/transfers` */
import { transfer } from '@commonpoint/catalogue';
import { committedExample, exampleAccountId, otherAccountId } from '../examples.js';
import { isSignedWhole, operationRoute, signed, signedWhole } from './operation-route.js';

const fields = { programId: 'harbor', toAccountId: otherAccountId, amount: '20' };

export const transferPoints = operationRoute('transfer', '/v1/transfers', {
  operationId: 'transferPoints',
  summary: 'Moves points from one account to another, if the programme’s rules allow it.',
  description: 'Without `inputs` the gateway chooses the lots, soonest expiry first. The lots keep their expiries.',
  body: transfer
    .omit({ id: true, kind: true, linked: true, authorization: true })
    .extend(signed)
    .refine(isSignedWhole, signedWhole),
  example: {
    body: { ...fields, fromAccountId: exampleAccountId },
    replies: { 201: committedExample('transfer', { ...fields, accountId: exampleAccountId }) },
  },
});

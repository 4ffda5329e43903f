/** `POST /v1/transfers` */
import { operationRoles, postPoints, transfer } from '@commonpoint/catalogue';
import { route } from '../../http/route.js';
import { committedExample, exampleAccountId, otherAccountId } from '../examples.js';
import {
  debitErrors,
  isSignedWhole,
  operationErrors,
  operationReplies,
  postOperation,
  signed,
  signedWhole,
} from './single-operation.js';

export const transferPoints = route({
  operationId: 'transferPoints',
  method: 'post',
  path: '/v1/transfers',
  tag: 'Operations',
  summary: 'Moves points from one account to another, if the programme’s rules allow it.',
  description: 'Without `inputs` the gateway chooses the lots, soonest expiry first. The lots keep their expiries.',
  roles: operationRoles.transfer,
  entries: [postPoints],
  body: transfer
    .omit({ id: true, kind: true, linked: true, authorization: true })
    .extend(signed)
    .refine(isSignedWhole, signedWhole),
  replies: operationReplies,
  errors: [...operationErrors, ...debitErrors, 'ACCOUNTS_EQUAL', 'TRANSFER_NOT_ALLOWED'],
  example: {
    body: { programId: 'harbor', fromAccountId: exampleAccountId, toAccountId: otherAccountId, amount: '20' },
    replies: {
      201: committedExample('transfer', {
        programId: 'harbor',
        accountId: exampleAccountId,
        toAccountId: otherAccountId,
        amount: '20',
      }),
    },
  },
  handle: (context, gateway) => {
    const { operationId, ...content } = context.body;
    return postOperation(context, gateway, { kind: 'transfer', ...content }, { operationId });
  },
});

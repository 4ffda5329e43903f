/** `POST /v1/expiries` */
import { expire, operationRoles, postPoints } from '@commonpoint/catalogue';
import { route } from '../../http/route.js';
import { committedExample, exampleAccountId } from '../examples.js';
import { operationErrors, operationReplies, postOperation } from './single-operation.js';

export const expirePoints = route({
  operationId: 'expirePoints',
  method: 'post',
  path: '/v1/expiries',
  tag: 'Operations',
  summary: 'Retires an account’s lots that are past their expiry.',
  roles: operationRoles.expire,
  entries: [postPoints],
  body: expire.omit({ id: true, kind: true, linked: true }),
  replies: operationReplies,
  errors: [
    ...operationErrors,
    'PROGRAM_UNKNOWN',
    'PROGRAM_SUSPENDED',
    'ACCOUNT_UNKNOWN',
    'NOT_CUSTODIAN',
    'INPUTS_INVALID',
    'LOT_SPENT',
    'NOTHING_TO_EXPIRE',
  ],
  example: {
    body: { programId: 'harbor', accountId: exampleAccountId },
    replies: { 201: committedExample('expire', { programId: 'harbor', accountId: exampleAccountId, amount: '5' }) },
  },
  handle: (context, gateway) => postOperation(context, gateway, { kind: 'expire', ...context.body }),
});

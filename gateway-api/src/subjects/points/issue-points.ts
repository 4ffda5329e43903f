/** `POST /v1/issuances` */
import { issue, operationRoles, postPoints } from '@commonpoint/catalogue';
import { route } from '../../http/route.js';
import { committedExample, exampleAccountId } from '../examples.js';
import { operationErrors, operationReplies, postOperation } from './single-operation.js';

export const issuePoints = route({
  operationId: 'issuePoints',
  method: 'post',
  path: '/v1/issuances',
  tag: 'Operations',
  summary: 'Issues points to an account, within the programme’s quota.',
  roles: operationRoles.issue,
  entries: [postPoints],
  body: issue.omit({ id: true, kind: true, linked: true, lanes: true }),
  replies: operationReplies,
  errors: [
    ...operationErrors,
    'PROGRAM_UNKNOWN',
    'NOT_ISSUER',
    'PROGRAM_SUSPENDED',
    'ACCOUNT_UNKNOWN',
    'ACCOUNT_FROZEN',
    'ACCOUNT_CLOSED',
    'QUOTA_EXHAUSTED',
  ],
  example: {
    body: { programId: 'harbor', accountId: exampleAccountId, amount: '120' },
    replies: { 201: committedExample('issue', { programId: 'harbor', accountId: exampleAccountId, amount: '120' }) },
  },
  handle: (context, gateway) => postOperation(context, gateway, { kind: 'issue', ...context.body }),
});

/** `POST /v1/issuances` */
import { issue } from '@commonpoint/catalogue';
import { committedExample, exampleAccountId } from '../examples.js';
import { operationRoute } from './operation-route.js';

const fields = { programId: 'harbor', accountId: exampleAccountId, amount: '120' };

export const issuePoints = operationRoute('issue', '/v1/issuances', {
  operationId: 'issuePoints',
  summary: 'Issues points to an account, within the programme’s quota.',
  body: issue.omit({ id: true, kind: true, linked: true, lanes: true, migration: true }),
  example: { body: fields, replies: { 201: committedExample('issue', fields) } },
});

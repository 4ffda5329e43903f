/** `POST /v1/expiries` */
import { expire } from '@commonpoint/catalogue';
import { committedExample, exampleAccountId } from '../examples.js';
import { operationRoute } from './operation-route.js';

const fields = { programId: 'harbor', accountId: exampleAccountId };

export const expirePoints = operationRoute('expire', '/v1/expiries', {
  operationId: 'expirePoints',
  summary: 'Retires an account’s lots that are past their expiry.',
  body: expire.omit({ id: true, kind: true, linked: true }),
  example: { body: fields, replies: { 201: committedExample('expire', { ...fields, amount: '5' }) } },
});

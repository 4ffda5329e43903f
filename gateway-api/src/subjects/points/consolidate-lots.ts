/** `POST /v1/consolidations` */
import { consolidate } from '@commonpoint/catalogue';
import { committedExample, exampleAccountId } from '../examples.js';
import { operationRoute } from './operation-route.js';

const fields = { programId: 'harbor', accountId: exampleAccountId };

export const consolidateLots = operationRoute('consolidate', '/v1/consolidations', {
  operationId: 'consolidateLots',
  summary: 'Makes one lot of an account’s lots that are alike; nobody has more or less by it.',
  description: 'The gateway does it by itself where an operation needs more lots than one transaction takes.',
  body: consolidate.omit({ id: true, kind: true, linked: true }),
  example: { body: fields, replies: { 201: committedExample('consolidate', { ...fields, amount: '0' }) } },
});

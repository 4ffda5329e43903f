/** `POST /v1/extensions` */
import { extend } from '@commonpoint/catalogue';
import { committedExample, exampleAccountId } from '../examples.js';
import { operationRoute } from './operation-route.js';

const fields = { programId: 'harbor', accountId: exampleAccountId };

export const extendPoints = operationRoute('extend', '/v1/extensions', {
  operationId: 'extendPoints',
  summary: 'Gives an account’s points that end soon, or ended a while ago, another expiry.',
  description:
    'For the programme’s issuer. It is about all points that expire up to `endingBy`; those that have ended only for as many days as the programme’s `reinstatementDays` say.',
  body: extend.omit({ id: true, kind: true, linked: true }),
  example: {
    body: { ...fields, endingBy: '2026-11-30', expiresOn: '2027-02-28' },
    replies: { 201: committedExample('extend', { ...fields, amount: '120' }) },
  },
});

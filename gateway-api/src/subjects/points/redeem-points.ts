/** `POST /v1/redemptions` */
import { redeem } from '@commonpoint/catalogue';
import { committedExample, exampleAccountId } from '../examples.js';
import { isSignedWhole, operationRoute, signed, signedWhole } from './operation-route.js';

const fields = { programId: 'harbor', accountId: exampleAccountId, amount: '50', acceptor: 'CityParkMSP' };

export const redeemPoints = operationRoute('redeem', '/v1/redemptions', {
  operationId: 'redeemPoints',
  summary: 'Spends points at a merchant.',
  description:
    'At the issuer the points retire. At another merchant, named by `acceptor`, they retire and the issuer owes that merchant for them.',
  body: redeem
    .omit({ id: true, kind: true, linked: true, authorization: true })
    .extend(signed)
    .refine(isSignedWhole, signedWhole),
  example: { body: fields, replies: { 201: committedExample('redeem', fields) } },
});

/** `POST /v1/redemptions` */
import { operationRoles, redeem } from '@commonpoint/catalogue';
import { route } from '../http/route.js';
import { committedExample, exampleAccountId } from './examples.js';
import {
  debitErrors,
  priceErrors,
  isSignedWhole,
  operationErrors,
  operationReplies,
  postOperation,
  signed,
  signedWhole,
} from './single-operation.js';

export const redeemPoints = route({
  operationId: 'redeemPoints',
  method: 'post',
  path: '/v1/redemptions',
  tag: 'Operations',
  summary: 'Spends points at a merchant.',
  description:
    'At the issuer the points retire. At another merchant, named by `acceptor`, they retire and the issuer owes that merchant for them.',
  roles: operationRoles.redeem,
  transactions: ['postPoints'],
  body: redeem
    .omit({ id: true, kind: true, linked: true, authorization: true })
    .extend(signed)
    .refine(isSignedWhole, signedWhole),
  replies: operationReplies,
  errors: [...operationErrors, ...debitErrors, ...priceErrors, 'ACCEPTOR_UNKNOWN'],
  example: {
    body: { programId: 'harbor', accountId: exampleAccountId, amount: '50', acceptor: 'CityParkMSP' },
    replies: {
      201: committedExample('redeem', {
        programId: 'harbor',
        accountId: exampleAccountId,
        acceptor: 'CityParkMSP',
        amount: '50',
      }),
    },
  },
  handle: (ask, gateway) => {
    const { operationId, ...content } = ask.body;
    return postOperation(ask, gateway, { kind: 'redeem', ...content }, { operationId });
  },
});

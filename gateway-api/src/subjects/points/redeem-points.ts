/** `POST /v1/redemptions` */
import { operationRoles, postPoints, redeem } from '@commonpoint/catalogue';
import { route } from '../../http/route.js';
import { committedExample, exampleAccountId } from '../examples.js';
import {
  debitErrors,
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
  entries: [postPoints],
  body: redeem
    .omit({ id: true, kind: true, linked: true, authorization: true })
    .extend(signed)
    .refine(isSignedWhole, signedWhole),
  replies: operationReplies,
  errors: [...operationErrors, ...debitErrors, 'ACCEPTOR_UNKNOWN'],
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
  handle: (context, gateway) => {
    const { operationId, ...content } = context.body;
    return postOperation(context, gateway, { kind: 'redeem', ...content }, { operationId });
  },
});

/** `POST /v1/exchanges` */
import { exchange, operationRoles } from '@commonpoint/catalogue';
import { operationIdOf } from '../http/idempotency.js';
import { route } from '../http/route.js';
import { committedExample, exampleAccountId } from './examples.js';
import { settled } from './holds.route.js';
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

const shape = exchange.shape;

export const exchangePoints = route({
  operationId: 'exchangePoints',
  method: 'post',
  path: '/v1/exchanges',
  tag: 'Operations',
  summary: 'Exchanges points of one programme for points of another one, at an agreed rate.',
  description:
    'Without `rateVersion` it is the newest version that is open when the key is first used. No more is taken than what is received costs; `minReceived` is the least that the member takes for it.',
  roles: operationRoles.exchange,
  transactions: ['postPoints', 'quoteRate'],
  body: exchange
    .omit({ id: true, kind: true, linked: true, lanes: true, authorization: true, rateVersion: true })
    .extend({ rateVersion: shape.rateVersion.optional(), ...signed })
    .refine(isSignedWhole, signedWhole)
    .refine((body) => body.authorization === undefined || body.rateVersion !== undefined, {
      path: ['rateVersion'],
      error: 'is required with authorization, which is over it',
    }),
  replies: operationReplies,
  errors: [
    ...operationErrors,
    ...debitErrors,
    ...priceErrors,
    'PEER_REPLY_INVALID',
    'RATE_UNKNOWN',
    'RATE_NOT_OPEN',
    'RATE_EXPIRED',
    'EXCHANGE_TOO_SMALL',
    'RECEIVED_TOO_LITTLE',
    'QUOTA_EXHAUSTED',
  ],
  example: {
    body: {
      programId: 'harbor',
      accountId: exampleAccountId,
      amount: '100',
      targetProgramId: 'greenmart',
      minReceived: '30',
    },
    replies: {
      201: {
        ...committedExample('exchange', { programId: 'harbor', accountId: exampleAccountId, amount: '100' }),
        targetProgramId: 'greenmart',
        rateVersion: 1,
        taken: '99',
        received: '33',
        remainder: '1',
      },
    },
  },
  handle: async (ask, gateway) => {
    const { operationId, ...content } = ask.body;
    const { programId: sourceProgramId, targetProgramId, amount } = content;
    const rateVersion =
      content.rateVersion ??
      (await settled(ask, gateway, async () => {
        const before = await gateway.writes.receiptBefore(operationIdOf(ask.scope, ask.idempotencyKey));
        if (before?.rateVersion !== undefined) return before.rateVersion;
        const read = { caller: ask.caller, consistency: 'ledger' } as const;
        return (await gateway.ledger.quote({ sourceProgramId, targetProgramId, amount }, read)).value.version;
      }));
    return postOperation(ask, gateway, { kind: 'exchange', ...content, rateVersion }, { operationId });
  },
});

/** `POST /v1/exchanges` */
import { exchange, quoteRate } from '@commonpoint/catalogue';
import { committedExample, exampleAccountId } from '../examples.js';
import { isSignedWhole, operationRoute, fixed, signed, signedWhole } from './operation-route.js';

const shape = exchange.shape;

export const exchangePoints = operationRoute('exchange', '/v1/exchanges', {
  operationId: 'exchangePoints',
  summary: 'Exchanges points of one programme for points of another one, at an agreed rate.',
  description:
    'Without `rateVersion` it is the newest version that is open when the key is first used. No more is taken than what is received costs; `minReceived` is the least that the member takes for it.',
  also: [quoteRate],
  body: exchange
    .omit({ id: true, kind: true, linked: true, lanes: true, authorization: true, rateVersion: true })
    .extend({ rateVersion: shape.rateVersion.optional(), ...signed })
    .refine(isSignedWhole, signedWhole)
    .refine((body) => body.authorization === undefined || body.rateVersion !== undefined, {
      path: ['rateVersion'],
      error: 'is required with authorization, which is over it',
    }),
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
  operation: async (context, gateway, id) => {
    const { operationId: _id, ...content } = context.body;
    const { programId: sourceProgramId, targetProgramId, amount } = content;
    const rateVersion =
      content.rateVersion ??
      (await fixed(context, gateway, async () => {
        const before = await gateway.receiptBefore(id);
        if (before?.rateVersion !== undefined) return before.rateVersion;
        const request = { sourceProgramId, targetProgramId, amount };
        return (await gateway.peer.evaluate(quoteRate, request, context.caller.role)).version;
      }));
    return { content: { kind: 'exchange', ...content, rateVersion } };
  },
});

/** `GET /v1/programs/{programId}/liability`: what a programme owes its members, by the audit's own reckoning. */
import { amount, programId, roles } from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import { route } from '../../http/route.js';
import { blockDigits, programPath } from '../parameters.js';
import { asOfBlock } from '../views.js';
import { liabilityQueries } from './liability-reckoning.js';
import { programQueries } from './reads.js';

const month = z.string().regex(/^\d{4}-\d{2}$/);
const age = z.int().min(0).meta({ description: 'In months.' });
const sums = {
  issued: amount,
  exchangedIn: amount,
  exchangedOut: amount,
  redeemed: amount,
  expired: amount,
  returned: amount,
  outstanding: amount.meta({ description: 'What is left, in lots and in holds.' }),
  pending: amount.meta({ description: 'What of that has yet to mature.' }),
  expectedRedemption: amount,
};
const liabilityView = z.strictObject({
  programId,
  month: month.optional().meta({ description: 'Of the latest operation until then; absent before the first.' }),
  cohorts: z.array(z.strictObject({ month, ...sums, redeemedByAge: z.array(z.strictObject({ age, points: amount })) })),
  totals: z.strictObject(sums),
  clawback: amount.meta({ description: 'What accounts owe back, because returned purchases had been spent.' }),
  method: z.strictObject({
    name: z.literal('chain-ladder'),
    factors: z.array(z.strictObject({ age, factor: z.string(), cohorts: z.int() })),
  }),
  asOfBlock,
});

const example = {
  issued: '1000',
  exchangedIn: '0',
  exchangedOut: '0',
  redeemed: '300',
  expired: '0',
  returned: '20',
  outstanding: '680',
  pending: '0',
  expectedRedemption: '120',
};

export const readLiability = route({
  operationId: 'readLiability',
  method: 'get',
  path: '/v1/programs/{programId}/liability',
  tag: 'Programmes',
  summary:
    'What a programme owes its members as of a block, by month of issue, and what of it is expected to be redeemed.',
  description:
    'Points of one account and expiry are the same points; those issued first are said to leave first. What is expected is found by the chain ladder: the growth of what was redeemed from one age to the next, over all months that have seen both, by whole calendar months; `factors` are what it used. `npm run audit -- --liability PROGRAM` comes to the same digits out of blocks. Of a block of the past it is reckoned from all receipts, for one question after the other; when ten are waited for, or three by one client, others are answered `QUEUE_FULL`.',
  roles,
  params: programPath,
  query: z.strictObject({ block: blockDigits.optional() }),
  replies: { 200: { description: 'The report.', schema: liabilityView } },
  errors: ['PROGRAM_UNKNOWN', 'BLOCK_AHEAD', 'QUEUE_FULL'],
  example: {
    params: { programId: 'harbor' },
    query: { block: '42' },
    replies: {
      200: {
        programId: 'harbor',
        month: '2026-11',
        cohorts: [{ month: '2026-10', ...example, redeemedByAge: [{ age: 0, points: '300' }] }],
        totals: example,
        clawback: '0',
        method: { name: 'chain-ladder', factors: [{ age: 0, factor: '1.400000', cohorts: 1 }] },
        asOfBlock: 42,
      },
    },
  },
  handle: async (context, { projection, transactions }) => {
    const { programId: ofProgram } = context.params;
    projection.of(programQueries).requireProgram(ofProgram);
    const last = projection.lastBlock();
    const { block } = context.query;
    if (block !== undefined && block > last)
      throw new Failure('BLOCK_AHEAD', `Block ${last} is the last one that is here.`);
    const isAwaited = (): boolean => context.isAwaited() && !transactions.isClosing();
    const asker = { clientId: context.caller.clientId, isAwaited };
    return { status: 200, body: await projection.of(liabilityQueries).report(ofProgram, block, asker) };
  },
});

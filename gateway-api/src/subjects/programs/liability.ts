/** `GET /v1/programs/{programId}/liability`: what a programme owes its members, by the audit's own reckoning. */
import { setImmediate as breath } from 'node:timers/promises';
import { daysGivenBackBy } from '@commonpoint/audit/days-given-back';
import type { OrderRow } from '@commonpoint/audit/ledger-rows';
import { liabilityReport } from '@commonpoint/audit/liability-report';
import { PointCohorts, type CohortReceipt } from '@commonpoint/audit/point-cohorts';
import { amount, programId, roles } from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import { route } from '../../http/route.js';
import { preparing } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';
import { receiptRows } from '../../projection/receipt-rows.js';
import { blockDigits, programPath } from '../parameters.js';
import { asOfBlock } from '../views.js';
import { programQueries } from './reads.js';

/** So many receipts are read before others have their turn. */
const RECEIPTS_AT_ONCE = 2_000;

export function liabilityQueries(database: Database) {
  const { prepare } = preparing(database);
  const lifted = prepare('SELECT value, lifted FROM orders WHERE lifted <= ? ORDER BY lifted, order_id');
  const receipts = receiptRows(database);
  return {
    receiptsAfter: (seq: number, until: number) =>
      receipts.after(seq, RECEIPTS_AT_ONCE).filter(({ block }) => block <= until) as readonly {
        seq: number;
        block: number;
        receipt: CohortReceipt;
      }[],
    /** What orders gave back of days until a block, the first ones at the front. */
    daysGivenBack: (block: number) =>
      lifted.all(block).flatMap((row) => {
        const given = daysGivenBackBy(JSON.parse(row['value'] as string) as OrderRow);
        return given === undefined ? [] : [{ block: row['lifted'] as number, given }];
      }),
  };
}

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
    'Points of one account and expiry are the same points; those issued first are said to leave first. What is expected is found by the chain ladder: the growth of what was redeemed from one age to the next, over all months that have seen both, by whole calendar months; `factors` are what it used. `npm run audit -- --liability PROGRAM` comes to the same digits out of blocks.',
  roles,
  params: programPath,
  query: z.strictObject({ block: blockDigits.optional() }),
  replies: { 200: { description: 'The report.', schema: liabilityView } },
  errors: ['PROGRAM_UNKNOWN', 'BLOCK_AHEAD'],
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
  handle: async (context, { projection }) => {
    const { programId: ofProgram } = context.params;
    projection.of(programQueries).requireProgram(ofProgram);
    const last = projection.lastBlock();
    const { block = last } = context.query;
    if (block > last) throw new Failure('BLOCK_AHEAD', `Block ${last} is the last one that is here.`);
    const { receiptsAfter, daysGivenBack } = projection.of(liabilityQueries);
    const cohorts = new PointCohorts(ofProgram);
    const waited = daysGivenBack(block);
    // A lifting reads all lots of its account: what its block did to them stands behind it.
    const giveBackUntil = (until: number): void => {
      while (waited[0] !== undefined && waited[0].block <= until) cohorts.giveBack(waited.shift()!.given);
    };
    for (let after = -1; ;) {
      const found = receiptsAfter(after, block);
      for (const { receipt, block: ofReceipt } of found) {
        giveBackUntil(ofReceipt);
        cohorts.add(receipt);
      }
      if (found.length < RECEIPTS_AT_ONCE) break;
      after = found.at(-1)!.seq;
      await breath();
    }
    giveBackUntil(block);
    return { status: 200, body: liabilityReport(ofProgram, cohorts, block) };
  },
});

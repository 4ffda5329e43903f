/** `/v1/settlements`: what both sides of a closed cycle say of its payment. */
import {
  agedSettlements as agedEntry,
  confirmSettlement as confirmEntry,
  cycle,
  decimalOf,
  disputeSettlement as disputeEntry,
  getSettlement,
  instructSettlement as instructEntry,
  listSettlements as listEntry,
  mspId,
  resolveSettlement as resolveEntry,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import { CSV_TYPE, csvText } from '../../http/csv-text.js';
import { listRoute } from '../../http/list-route.js';
import { readRoute } from '../../http/read-route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleTime, exampleTxId } from '../examples.js';
import { cursor, limit } from '../parameters.js';
import { settlementQueries } from './reads.js';
import { agedSettlementsView, settlementsView, settlementView, settlementWrittenView } from './views.js';

const params = { cycle: '2026-10', debtor: 'HarborMSP', creditor: 'CityParkMSP' };
const exampleSettlement = {
  ...params,
  currency: 'USD',
  amount: '45000000',
  status: 'due',
  dueSince: '2026-11-01',
} as const;

export const listSettlements = listRoute(listEntry, '/v1/settlements', {
  operationId: 'listSettlements',
  tag: 'Settlements',
  summary: 'Settlements by cycle, debtor and creditor.',
  description:
    'Amounts are whole units of the currency, told in millionths of the smallest one. As CSV: all that follow, not a page of them, and `amount` as it is paid, such as 45.00.',
  query: z.strictObject({ limit, cursor, cycle: cycle.optional() }),
  view: settlementsView,
  items: 'settlements',
  example: { query: { cycle: '2026-10' }, replies: { 200: { settlements: [exampleSettlement], asOfBlock: 42 } } },
  here: {
    position: z.strictObject({ cycle: z.string(), debtor: z.string(), creditor: z.string() }),
    first: { cycle: '', debtor: '', creditor: '' },
    rows: ({ projection }, of, after, count) => projection.of(settlementQueries).settlements(of.cycle, after, count),
    at: (row) => ({ cycle: row.cycle, debtor: row.debtor, creditor: row.creditor }),
  },
  csv: {
    columns: [
      'cycle',
      'debtor',
      'creditor',
      'amount',
      'currency',
      'amount_millionths',
      'status',
      'due_since',
      'reference',
    ],
    fields: ({ currency, amount, ...each }) => [
      each.cycle,
      each.debtor,
      each.creditor,
      decimalOf(amount, currency),
      currency,
      amount,
      each.status,
      each.dueSince,
      each.reference,
    ],
  },
});

const agedColumns = ['upTo30Days', 'upTo60Days', 'upTo90Days', 'over90Days', 'total', 'disputed'] as const;

export const agedSettlements = readRoute(agedEntry, '/v1/settlements/aged', {
  operationId: 'agedSettlements',
  tag: 'Settlements',
  summary: 'What is not confirmed, by pair and by the days since its cycle ended.',
  query: z.strictObject({ debtor: mspId.optional(), creditor: mspId.optional() }),
  view: agedSettlementsView,
  shows: 'By pair.',
  example: {
    query: { debtor: 'HarborMSP' },
    replies: {
      200: {
        asOf: '2026-11-23',
        pairs: [
          {
            debtor: 'HarborMSP',
            creditor: 'CityParkMSP',
            upTo30Days: '45000000',
            upTo60Days: '0',
            upTo90Days: '0',
            over90Days: '0',
            total: '45000000',
            disputed: '0',
          },
        ],
        asOfBlock: 42,
      },
    },
  },
  csv: ({ asOf, currency, pairs }) => {
    const rows = pairs.map((pair) => [
      asOf,
      pair.debtor,
      pair.creditor,
      currency,
      ...agedColumns.map((name) => pair[name]),
    ]);
    return { type: CSV_TYPE, content: csvText(['as_of', 'debtor', 'creditor', 'currency', ...agedColumns], rows) };
  },
});

const path = '/v1/settlements/{cycle}/{debtor}/{creditor}';
const about = { tag: 'Settlements', params: z.strictObject({ cycle, debtor: mspId, creditor: mspId }) };

export const readSettlement = readRoute(getSettlement, path, {
  ...about,
  operationId: 'readSettlement',
  summary: 'What one merchant owes another one for a cycle.',
  view: settlementView,
  shows: 'The settlement.',
  example: { params, replies: { 200: { ...exampleSettlement, asOfBlock: 42 } } },
  here: ({ projection }, of) => {
    const settlement = projection.of(settlementQueries).settlement(of);
    if (settlement) return settlement;
    const detail = `${of.debtor} owes ${of.creditor} nothing for ${of.cycle}, or it is not closed.`;
    throw new Failure('SETTLEMENT_UNKNOWN', detail);
  },
});

/** What the routes that say something of a settlement have in common. */
const saying = {
  ...about,
  view: settlementWrittenView,
  done: 'Recorded; the settlement.',
  content: (context: { readonly params: object; readonly body: unknown }) => ({
    ...context.params,
    said: context.body,
  }),
};
const exampleOf = (body: object | undefined, fields: object) => ({
  params,
  body,
  replies: { 200: { ...exampleSettlement, ...fields, state: 'committed', txId: exampleTxId } },
});

export const instructSettlement = writeRoute(instructEntry, `${path}/instruct`, {
  ...saying,
  operationId: 'instructSettlement',
  summary: 'The debtor says that it has paid, with a reference.',
  body: z.strictObject({ reference: instructEntry.request.shape.reference }),
  example: exampleOf(
    { reference: 'SEPA 2026-11-0042' },
    { status: 'instructed', reference: 'SEPA 2026-11-0042', instructedAt: exampleTime },
  ),
});

export const confirmSettlement = writeRoute(confirmEntry, `${path}/confirm`, {
  ...saying,
  operationId: 'confirmSettlement',
  summary: 'The creditor says that it has received the payment; with that the settlement is done.',
  example: exampleOf(undefined, { status: 'confirmed', confirmedAt: exampleTime }),
});

export const disputeSettlement = writeRoute(disputeEntry, `${path}/dispute`, {
  ...saying,
  operationId: 'disputeSettlement',
  summary: 'Either side disputes what is due or instructed, with a reason.',
  body: z.strictObject({ reason: disputeEntry.request.shape.reason }),
  example: exampleOf(
    { reason: 'two redemptions were refunded' },
    {
      status: 'disputed',
      dispute: { by: 'HarborMSP', reason: 'two redemptions were refunded', raisedAt: exampleTime },
    },
  ),
});

export const resolveSettlement = writeRoute(resolveEntry, `${path}/resolve`, {
  ...saying,
  operationId: 'resolveSettlement',
  summary: 'Whoever disputed says how it was resolved: due again, or, as the creditor may say, paid after all.',
  body: z.strictObject({ outcome: resolveEntry.request.shape.outcome, note: resolveEntry.request.shape.note }),
  example: exampleOf(
    { outcome: 'due', note: 'the refunds fall in the next cycle' },
    { resolution: { by: 'HarborMSP', note: 'the refunds fall in the next cycle', resolvedAt: exampleTime } },
  ),
});

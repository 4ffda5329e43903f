/** `/v1/settlements`: what both sides of a closed cycle say of its payment. */
import {
  confirmSettlement as confirmEntry,
  disputeSettlement as disputeEntry,
  instructSettlement as instructEntry,
  mspId,
  cycle,
  resolveSettlement as resolveEntry,
  type Settlement,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { CSV_TYPE, csvLine, csvText } from '../http/csv-text.js';
import { nextLink, pageOptions, route, type Ask } from '../http/route.js';
import type { Gateway, SettlementReference } from '../ports.js';
import type { WriteOptions, Written } from '../writes/results.js';
import { exampleTime, exampleTxId } from './examples.js';
import { cursor, limit, settlementPath } from './parameters.js';
import { agedSettlementsView, settlementsView, settlementView, settlementWrittenView } from './representations.js';
import { writeErrors, writeOnce } from './written.js';

const everyone = ['admin', 'operator', 'cashier', 'auditor'] as const;
const readErrors = ['PEER_UNAVAILABLE', 'LEDGER_TIMEOUT', 'PEER_REPLY_INVALID'] as const;

const examplePath = { cycle: '2026-10', debtor: 'HarborMSP', creditor: 'CityParkMSP' };
const exampleSettlement = { ...examplePath, amount: '45000000', status: 'due', dueSince: '2026-11-01' } as const;
const replies = {
  200: { description: 'Recorded; the settlement.', schema: settlementWrittenView },
  202: { description: 'Handed over, not committed yet.', schema: settlementWrittenView },
};
const written = (fields: object) => ({
  200: { ...exampleSettlement, ...fields, state: 'committed', txId: exampleTxId },
});
const base = '/v1/settlements/{cycle}/{debtor}/{creditor}';

const columns = ['cycle', 'debtor', 'creditor', 'amount_millionths', 'status', 'due_since', 'reference'] as const;
const fieldsOf = (each: Settlement) => [
  each.cycle,
  each.debtor,
  each.creditor,
  each.amount,
  each.status,
  each.dueSince,
  each.reference,
];

export const listSettlements = route({
  operationId: 'listSettlements',
  method: 'get',
  path: '/v1/settlements',
  tag: 'Settlements',
  summary: 'Settlements by cycle, debtor and creditor.',
  description: 'As CSV: all that follow, not a page of them.',
  roles: everyone,
  transactions: ['listSettlements'],
  query: z.strictObject({ limit, cursor, cycle: cycle.optional() }),
  replies: { 200: { description: 'A page.', schema: settlementsView, csv: true } },
  errors: [...readErrors, 'CURSOR_INVALID'],
  example: { query: { cycle: '2026-10' }, replies: { 200: { settlements: [exampleSettlement], asOfBlock: 42 } } },
  handle: async (ask, gateway) => {
    const options = { ...pageOptions(ask), cycle: ask.query.cycle };
    const first = await gateway.ledger.settlements(options);
    if (!ask.prefersCsv) {
      const { items, next, asOfBlock } = first;
      return {
        status: 200,
        headers: { ...nextLink(ask, next) },
        body: { settlements: items, nextCursor: next, asOfBlock },
      };
    }
    const lines = async function* (): AsyncGenerator<string> {
      yield csvLine(columns);
      for (let page = first; ;) {
        for (const each of page.items) yield csvLine(fieldsOf(each));
        if (page.next === undefined) return;
        page = await gateway.ledger.settlements({ ...options, cursor: page.next });
      }
    };
    return { status: 200, text: { type: CSV_TYPE, content: lines() } };
  },
});

const agedColumns = ['upTo30Days', 'upTo60Days', 'upTo90Days', 'over90Days', 'total', 'disputed'] as const;

export const agedSettlements = route({
  operationId: 'agedSettlements',
  method: 'get',
  path: '/v1/settlements/aged',
  tag: 'Settlements',
  summary: 'What is not confirmed, by pair and by the days since its cycle ended.',
  roles: everyone,
  transactions: ['agedSettlements'],
  query: z.strictObject({ debtor: mspId.optional(), creditor: mspId.optional() }),
  replies: { 200: { description: 'By pair.', schema: agedSettlementsView, csv: true } },
  errors: readErrors,
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
  handle: async (ask, gateway) => {
    const { value, asOfBlock } = await gateway.ledger.agedSettlements({ ...ask.read, ...ask.query });
    if (!ask.prefersCsv) return { status: 200, body: { ...value, asOfBlock } };
    const rows = value.pairs.map((pair) => [
      value.asOf,
      pair.debtor,
      pair.creditor,
      ...agedColumns.map((name) => pair[name]),
    ]);
    const header = ['as_of', 'debtor', 'creditor', ...agedColumns];
    return { status: 200, text: { type: CSV_TYPE, content: csvText(header, rows) } };
  },
});

export const readSettlement = route({
  operationId: 'readSettlement',
  method: 'get',
  path: base,
  tag: 'Settlements',
  summary: 'What one merchant owes another one for a cycle.',
  roles: everyone,
  transactions: ['getSettlement'],
  params: settlementPath,
  replies: { 200: { description: 'The settlement.', schema: settlementView } },
  errors: readErrors,
  example: { params: examplePath, replies: { 200: { ...exampleSettlement, asOfBlock: 42 } } },
  handle: async (ask, gateway) => {
    const { value, asOfBlock } = await gateway.ledger.settlement(ask.params, ask.read);
    return { status: 200, body: { ...value, asOfBlock } };
  },
});

/** What the routes that say something of a settlement have in common. */
const say = (
  ask: Ask<SettlementReference, unknown, unknown>,
  gateway: Gateway,
  write: (options: WriteOptions) => Promise<Written<Settlement>>,
) =>
  writeOnce(ask, gateway, {
    content: { ...ask.params, said: ask.body },
    write,
    body: (settlement) => ({ ...ask.params, ...settlement }),
    status: 200,
  });

export const instructSettlement = route({
  operationId: 'instructSettlement',
  method: 'post',
  path: `${base}/instruct`,
  tag: 'Settlements',
  summary: 'The debtor says that it has paid, with a reference.',
  roles: instructEntry.roles,
  transactions: ['instructSettlement'],
  params: settlementPath,
  body: z.strictObject({ reference: instructEntry.request.shape.reference }),
  replies,
  errors: writeErrors,
  example: {
    params: examplePath,
    body: { reference: 'SEPA 2026-11-0042' },
    replies: written({ status: 'instructed', reference: 'SEPA 2026-11-0042', instructedAt: exampleTime }),
  },
  handle: (ask, gateway) => {
    const request = { ...ask.params, ...ask.body };
    return say(ask, gateway, (options) =>
      gateway.writes.submitTransaction(ask.caller, instructEntry, request, options),
    );
  },
});

export const confirmSettlement = route({
  operationId: 'confirmSettlement',
  method: 'post',
  path: `${base}/confirm`,
  tag: 'Settlements',
  summary: 'The creditor says that it has received the payment; with that the settlement is done.',
  roles: confirmEntry.roles,
  transactions: ['confirmSettlement'],
  params: settlementPath,
  replies,
  errors: writeErrors,
  example: { params: examplePath, replies: written({ status: 'confirmed', confirmedAt: exampleTime }) },
  handle: (ask, gateway) =>
    say(ask, gateway, (options) => gateway.writes.submitTransaction(ask.caller, confirmEntry, ask.params, options)),
});

export const disputeSettlement = route({
  operationId: 'disputeSettlement',
  method: 'post',
  path: `${base}/dispute`,
  tag: 'Settlements',
  summary: 'Either side disputes what is due or instructed, with a reason.',
  roles: disputeEntry.roles,
  transactions: ['disputeSettlement'],
  params: settlementPath,
  body: z.strictObject({ reason: disputeEntry.request.shape.reason }),
  replies,
  errors: writeErrors,
  example: {
    params: examplePath,
    body: { reason: 'two redemptions were refunded' },
    replies: written({
      status: 'disputed',
      dispute: { by: 'HarborMSP', reason: 'two redemptions were refunded', raisedAt: exampleTime },
    }),
  },
  handle: (ask, gateway) => {
    const request = { ...ask.params, ...ask.body };
    return say(ask, gateway, (options) => gateway.writes.submitTransaction(ask.caller, disputeEntry, request, options));
  },
});

export const resolveSettlement = route({
  operationId: 'resolveSettlement',
  method: 'post',
  path: `${base}/resolve`,
  tag: 'Settlements',
  summary: 'Whoever disputed says how it was resolved: due again, or, as the creditor may say, paid after all.',
  roles: resolveEntry.roles,
  transactions: ['resolveSettlement'],
  params: settlementPath,
  body: z.strictObject({ outcome: resolveEntry.request.shape.outcome, note: resolveEntry.request.shape.note }),
  replies,
  errors: writeErrors,
  example: {
    params: examplePath,
    body: { outcome: 'due', note: 'the refunds fall in the next cycle' },
    replies: written({
      resolution: { by: 'HarborMSP', note: 'the refunds fall in the next cycle', resolvedAt: exampleTime },
    }),
  },
  handle: (ask, gateway) => {
    const request = { ...ask.params, ...ask.body };
    return say(ask, gateway, (options) => gateway.writes.submitTransaction(ask.caller, resolveEntry, request, options));
  },
});

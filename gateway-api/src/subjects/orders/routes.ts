/** `/v1/orders`: what authorities say of points that others keep or issue. */
import {
  getOrder,
  issueOrder as issueEntry,
  liftOrder as liftEntry,
  listOrders as listEntry,
  orderId,
  orderReason,
  ratifyOrder as ratifyEntry,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { operationIdOf } from '../../http/idempotency.js';
import { listRoute } from '../../http/list-route.js';
import { readRoute } from '../../http/read-route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleAccountId, exampleHash, exampleTime, exampleTxId } from '../examples.js';
import { page } from '../parameters.js';
import { orderQueries } from './reads.js';
import { orderView, orderWrittenView, ordersView } from './views.js';

const exampleOrder = {
  orderId: 'RegulatorMSP:op-4bd1c0a57e9f2836d41c5b7790aa3e1f2c8d6b05',
  scope: { kind: 'account', accountId: exampleAccountId },
  effect: { kind: 'stop-debits' },
  reasonHash: exampleHash,
  from: exampleTime,
  basis: 'regulator',
  issuedBy: 'RegulatorMSP',
  issuedAt: exampleTime,
  status: 'issued',
} as const;
const exampleWritten = { ...exampleOrder, state: 'committed', txId: exampleTxId };
const params = { orderId: exampleOrder.orderId };
const about = { tag: 'Orders', params: z.strictObject({ orderId }) };

const { scope, effect, from, until } = issueEntry.request.shape;
const body = z.strictObject({
  scope,
  effect,
  reason: orderReason.shape.reason.meta({ description: 'Its salted hash goes to the ledger; it itself does not.' }),
  from,
  until,
});

export const issueOrder = writeRoute(issueEntry, '/v1/orders', {
  operationId: 'issueOrder',
  tag: 'Orders',
  summary: 'Issues an order: a regulator’s, or a merchant’s as an emergency, which lapses after 72 hours.',
  description:
    '`stop-debits`: nothing leaves. `stop-credits`: nothing comes in. `reserve`: so much stays, also of what comes in later. `seize`: so much stays until it is moved to another account. A merchant’s emergency order is about accounts that it keeps or points that it issues, and seizes nothing.',
  body,
  view: orderWrittenView,
  made: 'Issued; the order.',
  example: {
    body: { scope: exampleOrder.scope, effect: exampleOrder.effect, reason: 'case 2026-17' },
    replies: { 201: exampleWritten },
  },
  request: ({ body: { reason, ...conditions }, scope: of, idempotencyKey }, { mspId, secrets }) => {
    const id = `${mspId}:${operationIdOf(of, idempotencyKey)}`;
    return { orderId: id, ...conditions, reasonHash: secrets.saltedReason({ orderId: id, reason }).hash };
  },
  content: ({ body: { reason, ...conditions } }, { secrets }) => ({
    ...conditions,
    reason: secrets.confidentialDigest(reason),
  }),
  show: (value, context, { mspId }) => ({
    orderId: `${mspId}:${operationIdOf(context.scope, context.idempotencyKey)}`,
    ...value,
  }),
  location: (context, { mspId }) => `/v1/orders/${mspId}:${operationIdOf(context.scope, context.idempotencyKey)}`,
});

export const liftOrder = writeRoute(liftEntry, '/v1/orders/{orderId}/lift', {
  ...about,
  operationId: 'liftOrder',
  summary: 'Lifts an order; whoever issued it, or ratified it, and nobody else.',
  view: orderWrittenView,
  done: 'Lifted; the order.',
  example: {
    params,
    replies: { 200: { ...exampleWritten, status: 'lifted', liftedAt: exampleTime, liftedBy: 'RegulatorMSP' } },
  },
});

export const ratifyOrder = writeRoute(ratifyEntry, '/v1/orders/{orderId}/ratify', {
  ...about,
  operationId: 'ratifyOrder',
  summary: 'A regulator takes over a merchant’s emergency order, which then does not lapse.',
  body: z.strictObject({ until }),
  bodyKind: 'optional-json',
  view: orderWrittenView,
  done: 'Ratified; the order.',
  example: {
    params: { orderId: 'HarborMSP:op-4bd1c0a57e9f2836d41c5b7790aa3e1f2c8d6b05' },
    body: {},
    replies: {
      200: {
        ...exampleWritten,
        orderId: 'HarborMSP:op-4bd1c0a57e9f2836d41c5b7790aa3e1f2c8d6b05',
        basis: 'emergency',
        issuedBy: 'HarborMSP',
        ratifiedAt: exampleTime,
        ratifiedBy: 'RegulatorMSP',
      },
    },
  },
});

export const readOrder = readRoute(getOrder, '/v1/orders/{orderId}', {
  ...about,
  operationId: 'readOrder',
  summary: 'One order.',
  view: orderView,
  shows: 'The order.',
  example: { params, replies: { 200: { ...exampleOrder, asOfBlock: 42 } } },
  here: ({ projection }, request) => projection.of(orderQueries).requireOrder(request.orderId),
});

export const listOrders = listRoute(listEntry, '/v1/orders', {
  operationId: 'listOrders',
  tag: 'Orders',
  summary: 'All orders by id, lifted ones too. Those on an account stand in the account’s `standing`.',
  query: page,
  view: ordersView,
  items: 'orders',
  example: { query: { limit: '20' }, replies: { 200: { orders: [exampleOrder], asOfBlock: 42 } } },
  here: {
    position: z.string(),
    first: '',
    rows: ({ projection }, _request, after, limit) => projection.of(orderQueries).orders(after, limit),
    at: (each) => each.orderId,
  },
});

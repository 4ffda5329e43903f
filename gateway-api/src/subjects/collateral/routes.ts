/** `/v1/credit-lines`: money that merchants lend on points that are pledged to them. */
import {
  accountId,
  allowLiquidation as allowEntry,
  closeCreditLine as closeEntry,
  confirmLinePayment as confirmEntry,
  disputeLinePayment as disputeEntry,
  drawOnLine as drawEntry,
  getCreditLine,
  giveNotice as noticeEntry,
  grantCreditLine as grantEntry,
  listCreditLines as listEntry,
  listLinePayments as paymentsEntry,
  mspId,
  operationId,
  repayLine as repayEntry,
  resolveLinePayment as resolveEntry,
  withdrawLinePayment as withdrawEntry,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { listRoute } from '../../http/list-route.js';
import { readRoute } from '../../http/read-route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleAccountId, exampleTime, exampleTxId } from '../examples.js';
import { cursor, limit, page } from '../parameters.js';
import { linePath, path, tag } from './line-path.js';
import { lineQueries } from './reads.js';
import { linePaymentsView, linePaymentWrittenView, linesView, lineView, lineWrittenView } from './views.js';

const paymentPath = z.strictObject({ ...linePath.shape, paymentId: operationId });
const params = { mspId: 'CityParkMSP', lineId: 'line-17' };
const ofPayment = { ...params, paymentId: 'draw-1' };
const done = { state: 'committed', txId: exampleTxId } as const;

const exampleTerms = {
  lineId: 'line-17',
  accountId: exampleAccountId,
  programId: 'harbor',
  limit: '50000000000',
  haircutPpm: 500_000,
  marginDays: 14,
  feePpm: 50_000,
  until: '2027-06-30',
};
const exampleLine = {
  mspId: 'CityParkMSP',
  ...exampleTerms,
  pledgesEndAt: '2027-08-13T00:00:00.000Z',
  grantedAt: exampleTime,
  status: 'open' as const,
  pledges: [{ mspId: 'HarborMSP', pledgeId: 'pledge-1', amount: '40000' }],
  drawing: '0',
  drawn: '10000000000',
};
const examplePayment = {
  ...ofPayment,
  kind: 'draw' as const,
  amount: '10000000000',
  status: 'instructed' as const,
  instructedAt: exampleTime,
};

export const grantCreditLine = writeRoute(grantEntry, '/v1/credit-lines', {
  tag,
  operationId: 'grantCreditLine',
  summary: 'Grants a credit line in money to an account, for points that are pledged to this organisation.',
  description:
    'All money is in millionths of the currency’s smallest unit, and whole units of it. The terms stay as they are granted. Members switch it on by a vote.',
  body: grantEntry.request,
  view: lineWrittenView,
  done: 'Granted; the line.',
  example: { body: exampleTerms, replies: { 200: { ...exampleLine, pledges: [], drawn: '0', ...done } } },
});

export const listCreditLines = listRoute(listEntry, '/v1/credit-lines', {
  tag,
  operationId: 'listCreditLines',
  summary: 'Credit lines by pledgee and id: all, those of a pledgee, or those of an account.',
  query: z.strictObject({ limit, cursor, mspId: mspId.optional(), accountId: accountId.optional() }),
  view: linesView,
  items: 'lines',
  example: { query: { accountId: exampleAccountId }, replies: { 200: { lines: [exampleLine], asOfBlock: 42 } } },
  here: {
    position: z.strictObject({ mspId: z.string(), lineId: z.string() }),
    first: { mspId: '', lineId: '' },
    rows: ({ projection }, of, after, count) => projection.of(lineQueries).lines(of, after, count),
    at: (row) => ({ mspId: row.mspId, lineId: row.lineId }),
  },
});

export const readCreditLine = readRoute(getCreditLine, path, {
  tag,
  operationId: 'readCreditLine',
  summary: 'One credit line, and what its pledges cover at the value of the present cycle.',
  params: linePath,
  view: lineView,
  shows: 'The line.',
  example: { params, replies: { 200: { ...exampleLine, cover: '16000000000', asOfBlock: 42 } } },
});

export const drawOnLine = writeRoute(drawEntry, `${path}/draws`, {
  tag,
  operationId: 'drawOnLine',
  summary: 'Asks for money on the line, as the account’s custodian.',
  description:
    'Of an account that carries a key its member signs `{"kind":"draw","id":paymentId,"lineMspId":mspId,"lineId":lineId,"amount":amount}` as an operation is signed.',
  params: linePath,
  body: drawEntry.request.omit({ mspId: true, lineId: true }),
  view: linePaymentWrittenView,
  done: 'Asked for; the payment.',
  example: {
    params,
    body: { paymentId: 'draw-1', amount: '10000000000' },
    replies: { 200: { ...examplePayment, ...done } },
  },
});

export const repayLine = writeRoute(repayEntry, `${path}/repayments`, {
  tag,
  operationId: 'repayLine',
  summary: 'Says that money was repaid: the custodian, for the pledgee to confirm, or the pledgee that has it.',
  params: linePath,
  body: repayEntry.request.omit({ mspId: true, lineId: true }),
  view: linePaymentWrittenView,
  done: 'Said; the payment.',
  example: {
    params,
    body: { paymentId: 'back-1', amount: '10000000000', reference: 'RF18 5390 0754 7034' },
    replies: {
      200: {
        ...examplePayment,
        ...{ paymentId: 'back-1', kind: 'repayment' as const, reference: 'RF18 5390 0754 7034' },
        ...done,
      },
    },
  },
});

export const listLinePayments = listRoute(paymentsEntry, `${path}/payments`, {
  tag,
  operationId: 'listLinePayments',
  summary: 'What is said of the money of a line, by id.',
  params: linePath,
  query: page,
  view: linePaymentsView,
  items: 'payments',
  example: { params, replies: { 200: { payments: [examplePayment], asOfBlock: 42 } } },
  here: {
    position: z.strictObject({ paymentId: z.string() }),
    first: { paymentId: '' },
    rows: ({ projection }, of, after, count) => {
      const queries = projection.of(lineQueries);
      queries.requireLine(of);
      return queries.linePayments(of, after.paymentId, count);
    },
    at: (row) => ({ paymentId: row.paymentId }),
  },
});

/** What the routes that say something of a payment have in common. */
const ofOnePayment = { tag, params: paymentPath, view: linePaymentWrittenView, done: 'Recorded; the payment.' };
const paid = { params: ofPayment, replies: { 200: { ...examplePayment, ...done } } };

export const confirmLinePayment = writeRoute(confirmEntry, `${path}/payments/{paymentId}/confirm`, {
  ...ofOnePayment,
  operationId: 'confirmLinePayment',
  summary: 'The pledgee has paid what was asked for, or has what was repaid.',
  body: confirmEntry.request.pick({ reference: true }),
  bodyKind: 'optional-json',
  example: { ...paid, body: { reference: 'RF18 5390 0754 7034' } },
});

export const withdrawLinePayment = writeRoute(withdrawEntry, `${path}/payments/{paymentId}/withdraw`, {
  ...ofOnePayment,
  operationId: 'withdrawLinePayment',
  summary: 'Takes back what was not confirmed; the pledgee a draw that is disputed, too.',
  example: paid,
});

export const disputeLinePayment = writeRoute(disputeEntry, `${path}/payments/{paymentId}/dispute`, {
  ...ofOnePayment,
  operationId: 'disputeLinePayment',
  summary: 'The custodian disputes a draw that never came, or a repayment that is not confirmed.',
  body: disputeEntry.request.pick({ reason: true }),
  example: { ...paid, body: { reason: 'the transfer never arrived' } },
});

export const resolveLinePayment = writeRoute(resolveEntry, `${path}/payments/{paymentId}/resolve`, {
  ...ofOnePayment,
  operationId: 'resolveLinePayment',
  summary: 'The custodian takes back a dispute.',
  example: paid,
});

/** What the routes that change a line's state have in common. */
const ofState = { tag, params: linePath, view: lineWrittenView, done: 'Done; the line.' };
const changed = { params, replies: { 200: { ...exampleLine, ...done } } };

export const giveNotice = writeRoute(noticeEntry, `${path}/notice`, {
  ...ofState,
  operationId: 'giveNotice',
  summary: 'The pledgee gives notice: the line falls short, or its term is over. Its waiting days begin.',
  example: changed,
});

export const allowLiquidation = writeRoute(allowEntry, `${path}/allow`, {
  ...ofState,
  operationId: 'allowLiquidation',
  summary: 'A regulator lets pledges be taken although the account is frozen, or a payment disputed.',
  example: changed,
});

export const closeCreditLine = writeRoute(closeEntry, `${path}/close`, {
  ...ofState,
  operationId: 'closeCreditLine',
  summary: 'Ends the line: the pledgee at any time, and lets go of what is drawn; the custodian once nothing is.',
  example: changed,
});

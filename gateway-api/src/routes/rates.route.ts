/** `/v1/rates`: what points of one programme buy of another one. */
import {
  acceptRate as acceptEntry,
  positiveAmount,
  programId,
  proposeRate as proposeEntry,
  setRateStatus,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { nextLink, pageOptions, route } from '../http/route.js';
import { exampleTime, exampleTxId } from './examples.js';
import { cursor, limit, ratePath, versionDigits } from './parameters.js';
import { quoteView, ratesView, rateView, rateWrittenView } from './representations.js';
import { writeErrors, writeOnce } from './written.js';

const everyone = ['admin', 'operator', 'cashier', 'auditor'] as const;
const readErrors = ['PEER_UNAVAILABLE', 'LEDGER_TIMEOUT', 'PEER_REPLY_INVALID'] as const;

const exampleReference = { sourceProgramId: 'harbor', targetProgramId: 'greenmart', version: 1 };
const examplePath = { ...exampleReference, version: '1' };
const exampleTerms = {
  ...exampleReference,
  numerator: '1',
  denominator: '3',
  validFrom: '2026-11-01T00:00:00.000Z',
  validUntil: '2027-01-01T00:00:00.000Z',
  quota: '100000',
  lanes: 4,
};
const exampleRate = {
  ...exampleTerms,
  sourceIssuer: 'HarborMSP',
  targetIssuer: 'GreenMartMSP',
  status: 'proposed',
  proposedBy: 'HarborMSP',
  proposedAt: exampleTime,
};
const replies = {
  200: { description: 'Done; the rate.', schema: rateWrittenView },
  202: { description: 'Handed over, not committed yet.', schema: rateWrittenView },
};

export const proposeRate = route({
  operationId: 'proposeRate',
  method: 'post',
  path: '/v1/rates',
  tag: 'Rates',
  summary: 'Proposes a rate between two programmes, one of which this organisation issues.',
  description: '`denominator` points of the source buy `numerator` of the target, rounded down to whole points.',
  roles: proposeEntry.roles,
  transactions: ['proposeRate'],
  body: proposeEntry.request,
  replies: { ...replies, 201: { description: 'Proposed.', schema: rateWrittenView } },
  errors: writeErrors,
  example: {
    body: exampleTerms,
    replies: { 201: { ...exampleRate, state: 'committed', txId: exampleTxId } },
  },
  handle: (ask, gateway) => {
    const { sourceProgramId, targetProgramId, version } = ask.body;
    return writeOnce(ask, gateway, {
      content: ask.body,
      write: (options) => gateway.writes.submitTransaction(ask.caller, proposeEntry, ask.body, options),
      body: (rate) => ({ sourceProgramId, targetProgramId, version, ...rate }),
      status: 201,
      location: `/v1/rates/${sourceProgramId}/${targetProgramId}/${version}`,
    });
  },
});

export const acceptRate = route({
  operationId: 'acceptRate',
  method: 'post',
  path: '/v1/rates/{sourceProgramId}/{targetProgramId}/{version}/accept',
  tag: 'Rates',
  summary: 'Accepts a rate that the other issuer proposed; its quota is carved out of the target programme’s.',
  roles: acceptEntry.roles,
  transactions: ['acceptRate'],
  params: ratePath,
  replies,
  errors: writeErrors,
  example: {
    params: examplePath,
    replies: { 200: { ...exampleRate, status: 'accepted', state: 'committed', txId: exampleTxId } },
  },
  handle: (ask, gateway) =>
    writeOnce(ask, gateway, {
      content: ask.params,
      write: (options) => gateway.writes.submitTransaction(ask.caller, acceptEntry, ask.params, options),
      body: (rate) => ({ ...ask.params, ...rate }),
      status: 200,
    }),
});

const statusRoute = (
  verb: 'suspend' | 'resume' | 'withdraw',
  status: 'suspended' | 'accepted' | 'withdrawn',
  summary: string,
) =>
  route({
    operationId: `${verb}Rate`,
    method: 'post',
    path: `/v1/rates/{sourceProgramId}/{targetProgramId}/{version}/${verb}`,
    tag: 'Rates',
    summary,
    roles: setRateStatus.roles,
    transactions: ['setRateStatus'],
    params: ratePath,
    replies,
    errors: writeErrors,
    example: {
      params: examplePath,
      replies: { 200: { ...exampleRate, status, state: 'committed', txId: exampleTxId } },
    },
    handle: (ask, gateway) => {
      const request = { ...ask.params, status };
      return writeOnce(ask, gateway, {
        content: request,
        write: (options) => gateway.writes.submitTransaction(ask.caller, setRateStatus, request, options),
        body: (rate) => ({ ...ask.params, ...rate }),
        status: 200,
      });
    },
  });

export const suspendRate = statusRoute('suspend', 'suspended', 'Suspends an accepted rate; either issuer may.');
export const resumeRate = statusRoute('resume', 'accepted', 'Opens a suspended rate again; whoever suspended it may.');
export const withdrawRate = statusRoute(
  'withdraw',
  'withdrawn',
  'Withdraws a rate for good; what is left of its quota goes back to the programme.',
);

export const listRates = route({
  operationId: 'listRates',
  method: 'get',
  path: '/v1/rates',
  tag: 'Rates',
  summary: 'The rates, by source, target and version.',
  roles: everyone,
  transactions: ['listRates'],
  query: z
    .strictObject({ limit, cursor, sourceProgramId: programId.optional(), targetProgramId: programId.optional() })
    .refine((query) => query.targetProgramId === undefined || query.sourceProgramId !== undefined, {
      path: ['sourceProgramId'],
      error: 'is needed to list the rates of a target',
    }),
  replies: { 200: { description: 'A page.', schema: ratesView } },
  errors: [...readErrors, 'CURSOR_INVALID'],
  example: { query: { sourceProgramId: 'harbor' }, replies: { 200: { rates: [exampleRate], asOfBlock: 42 } } },
  handle: async (ask, gateway) => {
    const { sourceProgramId, targetProgramId } = ask.query;
    const { items, next, asOfBlock } = await gateway.ledger.rates({
      ...pageOptions(ask),
      sourceProgramId,
      targetProgramId,
    });
    return { status: 200, headers: { ...nextLink(ask, next) }, body: { rates: items, nextCursor: next, asOfBlock } };
  },
});

export const readRate = route({
  operationId: 'readRate',
  method: 'get',
  path: '/v1/rates/{sourceProgramId}/{targetProgramId}/{version}',
  tag: 'Rates',
  summary: 'One version of a rate, with what may still be issued at it.',
  roles: everyone,
  transactions: ['getRate'],
  params: ratePath,
  replies: { 200: { description: 'The rate.', schema: rateView } },
  errors: readErrors,
  example: {
    params: examplePath,
    replies: {
      200: {
        ...exampleRate,
        quotaByLane: [{ lane: 0, granted: '100000', used: '33' }],
        remaining: '99967',
        asOfBlock: 42,
      },
    },
  },
  handle: async (ask, gateway) => {
    const { value, asOfBlock } = await gateway.ledger.rate(ask.params, ask.read);
    return {
      status: 200,
      body: { ...value.rate, quotaByLane: value.quota, remaining: value.remaining, asOfBlock },
    };
  },
});

export const quoteRate = route({
  operationId: 'quoteRate',
  method: 'get',
  path: '/v1/rates/quote',
  tag: 'Rates',
  summary: 'What an amount would buy: at the version named, or at the newest one that is open now.',
  roles: everyone,
  transactions: ['quoteRate'],
  query: z.strictObject({
    sourceProgramId: programId,
    targetProgramId: programId,
    amount: positiveAmount,
    version: versionDigits.optional(),
  }),
  replies: { 200: { description: 'The quote.', schema: quoteView } },
  errors: readErrors,
  example: {
    query: { sourceProgramId: 'harbor', targetProgramId: 'greenmart', amount: '100' },
    replies: {
      200: {
        ...exampleReference,
        amount: '100',
        taken: '99',
        received: '33',
        remainder: '1',
        validUntil: exampleTerms.validUntil,
        asOfBlock: 42,
      },
    },
  },
  handle: async (ask, gateway) => {
    const { value, asOfBlock } = await gateway.ledger.quote(ask.query, ask.read);
    return { status: 200, body: { ...value, asOfBlock } };
  },
});

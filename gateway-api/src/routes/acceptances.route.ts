/** `/v1/programs/{programId}/acceptance`: which programmes of others a merchant takes, and from which value on. */
import {
  acceptProgram as acceptEntry,
  endAcceptance as endEntry,
  type Acceptance,
  type AcceptanceInForce,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { nextLink, pageOptions, route } from '../http/route.js';
import { exampleTime, exampleTxId } from './examples.js';
import { page, programPath } from './parameters.js';
import { acceptancesView, acceptanceWrittenView } from './representations.js';
import { writeErrors, writeOnce } from './written.js';

const readErrors = ['PEER_UNAVAILABLE', 'LEDGER_TIMEOUT', 'PEER_REPLY_INVALID'] as const;

const exampleAcceptance: Acceptance = {
  programId: 'harbor',
  mspId: 'CityParkMSP',
  valueMin: '800000',
  sinceCycle: '2026-11',
  acceptedAt: exampleTime,
};
const exampleInForce: AcceptanceInForce = { ...exampleAcceptance, inForce: true };
const exampleWritten = { ...exampleAcceptance, state: 'committed', txId: exampleTxId };

const replies = {
  200: { description: 'Said; the acceptance.', schema: acceptanceWrittenView },
  202: { description: 'Handed over, not committed yet.', schema: acceptanceWrittenView },
};

export const acceptProgram = route({
  operationId: 'acceptProgram',
  method: 'post',
  path: '/v1/programs/{programId}/acceptance',
  tag: 'Programmes',
  summary: 'Says that this organisation takes another merchant’s programme while a point is worth at least `valueMin`.',
  description:
    'In place of what it said before. A lower value ends the acceptance by itself; the programme can then be accepted anew.',
  roles: acceptEntry.roles,
  transactions: ['acceptProgram'],
  params: programPath,
  body: acceptEntry.request.omit({ programId: true }),
  replies,
  errors: writeErrors,
  example: {
    params: { programId: 'harbor' },
    body: { valueMin: '800000' },
    replies: { 200: exampleWritten },
  },
  handle: (ask, gateway) => {
    const request = { ...ask.params, ...ask.body };
    return writeOnce(ask, gateway, {
      content: request,
      write: (options) => gateway.writes.submitTransaction(ask.caller, acceptEntry, request, options),
      body: (acceptance) => ({ programId: request.programId, ...acceptance }),
      status: 200,
    });
  },
});

export const endAcceptance = route({
  operationId: 'endAcceptance',
  method: 'post',
  path: '/v1/programs/{programId}/acceptance/end',
  tag: 'Programmes',
  summary: 'Ends this organisation’s acceptance of a programme, at once. Holds that it was promised stay.',
  roles: endEntry.roles,
  transactions: ['endAcceptance'],
  params: programPath,
  body: z.strictObject({}),
  bodyKind: 'optional-json',
  replies,
  errors: writeErrors,
  example: {
    params: { programId: 'harbor' },
    body: {},
    replies: { 200: { ...exampleWritten, endedAt: exampleTime } },
  },
  handle: (ask, gateway) =>
    writeOnce(ask, gateway, {
      content: ask.params,
      write: (options) => gateway.writes.submitTransaction(ask.caller, endEntry, ask.params, options),
      body: (acceptance) => ({ programId: ask.params.programId, ...acceptance }),
      status: 200,
    }),
});

export const listAcceptances = route({
  operationId: 'listAcceptances',
  method: 'get',
  path: '/v1/programs/{programId}/acceptances',
  tag: 'Programmes',
  summary: 'Who takes a programme, from which value on, and whether that is in force in the present cycle.',
  roles: ['admin', 'operator', 'cashier', 'auditor'],
  transactions: ['listAcceptances'],
  params: programPath,
  query: page,
  replies: { 200: { description: 'A page.', schema: acceptancesView } },
  errors: [...readErrors, 'CURSOR_INVALID'],
  example: {
    params: { programId: 'harbor' },
    replies: { 200: { programId: 'harbor', acceptances: [exampleInForce], asOfBlock: 42 } },
  },
  handle: async (ask, gateway) => {
    const { programId } = ask.params;
    const { items, next, asOfBlock } = await gateway.ledger.acceptances(programId, pageOptions(ask));
    return {
      status: 200,
      headers: { ...nextLink(ask, next) },
      body: { programId, acceptances: items, nextCursor: next, asOfBlock },
    };
  },
});

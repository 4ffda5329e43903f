/** `/v1/programs`: merchants' programmes, their supply and their quota. */
import {
  changeCap,
  createProgram as createProgramEntry,
  LANES_MAX,
  setClearingValue as setClearingValueEntry,
  setLimits as setLimitsEntry,
  setProgramStatus,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { nextLink, pageOptions, route } from '../http/route.js';
import { exampleTime, exampleTxId } from './examples.js';
import { page, programPath } from './parameters.js';
import { programHistoryView, programsView, programView, programWrittenView, supplyView } from './representations.js';
import { write, writeErrors, writeOnce } from './written.js';

const everyone = ['admin', 'operator', 'cashier', 'auditor'] as const;
const readErrors = ['PEER_UNAVAILABLE', 'LEDGER_TIMEOUT', 'PEER_REPLY_INVALID'] as const;

const exampleProgram = {
  programId: 'harbor',
  name: 'Harbor Points',
  unit: 'point',
  cap: '500000000',
  capOn: 'issued',
  expiryMonths: 24,
  rules: { transferable: true },
  issuer: 'HarborMSP',
  status: 'active',
  lanes: 16,
  createdAt: exampleTime,
} as const;
const exampleWritten = { ...exampleProgram, state: 'committed', txId: exampleTxId };

const shape = createProgramEntry.request.shape;

export const createProgram = route({
  operationId: 'createProgram',
  method: 'post',
  path: '/v1/programs',
  tag: 'Programmes',
  summary: 'Creates a programme issued by this organisation.',
  description:
    '`quota` is spread evenly over the lanes; the whole cap if absent. `clearingValue` is what a point is worth between merchants from the beginning; without it no other merchant takes the points until a value holds. Repeating it with the same content changes nothing.',
  roles: createProgramEntry.roles,
  transactions: ['createProgram'],
  body: z.strictObject({
    ...shape,
    unit: shape.unit.default('point'),
    capOn: shape.capOn.default('issued'),
    expiryMonths: shape.expiryMonths.default(0),
    rules: shape.rules.default({ transferable: true }),
    lanes: z.int().min(1).max(LANES_MAX).default(16),
  }),
  replies: {
    201: { description: 'Created.', schema: programWrittenView },
    200: { description: 'It exists already with this content.', schema: programWrittenView },
    202: { description: 'Handed over, not committed yet.', schema: programWrittenView },
  },
  errors: writeErrors,
  example: {
    body: { programId: 'harbor', name: 'Harbor Points', cap: '500000000', expiryMonths: 24 },
    replies: { 201: exampleWritten },
  },
  handle: (ask, gateway) =>
    writeOnce(ask, gateway, {
      content: ask.body,
      write: (options) => gateway.writes.createProgram(ask.caller, ask.body, options),
      body: (program) => ({ programId: ask.body.programId, ...program }),
      status: 201,
      location: `/v1/programs/${ask.body.programId}`,
    }),
});

export const listPrograms = route({
  operationId: 'listPrograms',
  method: 'get',
  path: '/v1/programs',
  tag: 'Programmes',
  summary: 'The programmes, by id.',
  roles: everyone,
  transactions: ['listPrograms'],
  query: page,
  replies: { 200: { description: 'A page.', schema: programsView } },
  errors: [...readErrors, 'CURSOR_INVALID'],
  example: { query: { limit: '20' }, replies: { 200: { programs: [exampleProgram], asOfBlock: 42 } } },
  handle: async (ask, gateway) => {
    const { items, next, asOfBlock } = await gateway.ledger.programs(pageOptions(ask));
    return { status: 200, headers: { ...nextLink(ask, next) }, body: { programs: items, nextCursor: next, asOfBlock } };
  },
});

export const readProgram = route({
  operationId: 'readProgram',
  method: 'get',
  path: '/v1/programs/{programId}',
  tag: 'Programmes',
  summary: 'One programme.',
  roles: everyone,
  transactions: ['getProgram'],
  params: programPath,
  replies: { 200: { description: 'The programme.', schema: programView } },
  errors: readErrors,
  example: { params: { programId: 'harbor' }, replies: { 200: { ...exampleProgram, asOfBlock: 42 } } },
  handle: async (ask, gateway) => {
    const { value, asOfBlock } = await gateway.ledger.program(ask.params.programId, ask.read);
    return { status: 200, body: { ...value, asOfBlock } };
  },
});

export const changeProgram = route({
  operationId: 'changeProgram',
  method: 'patch',
  path: '/v1/programs/{programId}',
  tag: 'Programmes',
  summary: 'Changes a programme’s cap, or suspends it or makes it active again.',
  description: 'One of the two at a time: they are separate transactions. Only the issuer may do it.',
  roles: changeCap.roles,
  transactions: ['changeCap', 'setProgramStatus'],
  params: programPath,
  body: z
    .strictObject({
      cap: changeCap.request.shape.cap.optional(),
      status: setProgramStatus.request.shape.status.optional(),
    })
    .refine((body) => (body.cap === undefined) !== (body.status === undefined), 'must have either cap or status'),
  replies: {
    200: { description: 'Changed.', schema: programWrittenView },
    202: { description: 'Handed over, not committed yet.', schema: programWrittenView },
  },
  errors: writeErrors,
  example: {
    params: { programId: 'harbor' },
    body: { cap: '600000000' },
    replies: { 200: { ...exampleWritten, cap: '600000000' } },
  },
  handle: (ask, gateway) => {
    const { programId } = ask.params;
    const { cap, status } = ask.body;
    return write(ask, gateway, {
      write: (options) =>
        cap !== undefined
          ? gateway.writes.changeCap(ask.caller, programId, cap, options)
          : gateway.writes.setProgramStatus(ask.caller, programId, status!, options),
      body: (program) => ({ programId, ...program }),
      status: 200,
    });
  },
});

export const readSupply = route({
  operationId: 'readSupply',
  method: 'get',
  path: '/v1/programs/{programId}/supply',
  tag: 'Programmes',
  summary: 'How many points were issued and what became of them.',
  description: 'issued = outstanding + held + redeemed + expired + reversed, at every block.',
  roles: everyone,
  transactions: ['getSupply'],
  params: programPath,
  replies: { 200: { description: 'The supply.', schema: supplyView } },
  errors: readErrors,
  example: {
    params: { programId: 'harbor' },
    replies: {
      200: {
        programId: 'harbor',
        cap: '500000000',
        capOn: 'issued',
        issued: '1000',
        outstanding: '800',
        held: '0',
        redeemed: '150',
        expired: '50',
        reversed: '0',
        asOfBlock: 42,
      },
    },
  },
  handle: async (ask, gateway) => {
    const { value, asOfBlock } = await gateway.ledger.supply(ask.params.programId, ask.read);
    return { status: 200, body: { ...value, asOfBlock } };
  },
});

export const programHistory = route({
  operationId: 'programHistory',
  method: 'get',
  path: '/v1/programs/{programId}/history',
  tag: 'Programmes',
  summary: 'Every version of a programme, newest first, from the ledger itself.',
  roles: everyone,
  transactions: ['programHistory'],
  params: programPath,
  query: page,
  replies: { 200: { description: 'A page.', schema: programHistoryView } },
  errors: [...readErrors, 'CURSOR_INVALID'],
  example: {
    params: { programId: 'harbor' },
    replies: {
      200: {
        changes: [{ txId: exampleTxId, txTime: exampleTime, deleted: false, value: exampleProgram }],
        asOfBlock: 42,
      },
    },
  },
  handle: async (ask, gateway) => {
    const { items, next, asOfBlock } = await gateway.ledger.programHistory(ask.params.programId, pageOptions(ask));
    return { status: 200, headers: { ...nextLink(ask, next) }, body: { changes: items, nextCursor: next, asOfBlock } };
  },
});

const termsReplies = {
  200: { description: 'Set; the programme.', schema: programWrittenView },
  202: { description: 'Handed over, not committed yet.', schema: programWrittenView },
};
const exampleLimits = { operations: { redeem: { max: '10000' } }, perAccountDay: { debitsMax: 20 } };

export const setLimits = route({
  operationId: 'setLimits',
  method: 'post',
  path: '/v1/programs/{programId}/limits',
  tag: 'Programmes',
  summary: 'Sets the programme’s limits against abuse in place of those before; an empty object sets none.',
  roles: setLimitsEntry.roles,
  transactions: ['setLimits'],
  params: programPath,
  body: z.strictObject({ limits: setLimitsEntry.request.shape.limits }),
  replies: termsReplies,
  errors: writeErrors,
  example: {
    params: { programId: 'harbor' },
    body: { limits: exampleLimits },
    replies: { 200: { ...exampleWritten, limits: exampleLimits } },
  },
  handle: (ask, gateway) => {
    const request = { ...ask.params, ...ask.body };
    return writeOnce(ask, gateway, {
      content: request,
      write: (options) => gateway.writes.submitTransaction(ask.caller, setLimitsEntry, request, options),
      body: (program) => ({ programId: request.programId, ...program }),
      status: 200,
    });
  },
});

export const setClearingValue = route({
  operationId: 'setClearingValue',
  method: 'post',
  path: '/v1/programs/{programId}/clearing-value',
  tag: 'Programmes',
  summary: 'Sets what a point is worth between merchants, in millionths of the smallest currency unit.',
  description:
    'It holds from the next cycle on: the next part of the month, should it be cut off, or the next month. What is owed already keeps the value that it had. A value below what a merchant accepts the programme from ends that acceptance.',
  roles: setClearingValueEntry.roles,
  transactions: ['setClearingValue'],
  params: programPath,
  body: z.strictObject({ clearingValue: setClearingValueEntry.request.shape.clearingValue }),
  replies: termsReplies,
  errors: writeErrors,
  example: {
    params: { programId: 'harbor' },
    body: { clearingValue: '900000' },
    replies: {
      200: { ...exampleWritten, clearingValues: [{ fromCycle: '2026-11.02', clearingValue: '900000' }] },
    },
  },
  handle: (ask, gateway) => {
    const request = { ...ask.params, ...ask.body };
    return writeOnce(ask, gateway, {
      content: request,
      write: (options) => gateway.writes.submitTransaction(ask.caller, setClearingValueEntry, request, options),
      body: (program) => ({ programId: request.programId, ...program }),
      status: 200,
    });
  },
});

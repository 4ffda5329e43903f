/** `/v1/programs`: merchants' programmes and their supply. */
import {
  changeCap,
  createProgram as createEntry,
  getProgram,
  getSupply,
  LANES_MAX,
  listPrograms as listEntry,
  programHistory as historyEntry,
  revisionOf,
  setClearingValue as setClearingValueEntry,
  setRules,
  setLimits as setLimitsEntry,
  setProgramStatus,
  setTermsOfUse as setTermsOfUseEntry,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { listRoute } from '../../http/list-route.js';
import { readRoute } from '../../http/read-route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleHash, exampleTime, exampleTxId } from '../examples.js';
import { page, programPath } from '../parameters.js';
import { programQueries } from './reads.js';
import { programHistoryView, programsView, programView, programWrittenView, supplyView } from './views.js';

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
const params = { programId: 'harbor' };
const about = { tag: 'Programmes', params: programPath };

const shape = createEntry.request.shape;

export const createProgram = writeRoute(createEntry, '/v1/programs', {
  operationId: 'createProgram',
  tag: 'Programmes',
  summary: 'Creates a programme issued by this organisation.',
  description:
    '`quota` is spread evenly over the lanes; the whole cap if absent. `clearingValue` is what a point is worth between merchants from the beginning; without it no other merchant takes the points until a value holds. Repeating it with the same content changes nothing.',
  body: z.strictObject({
    ...shape,
    unit: shape.unit.default('point'),
    capOn: shape.capOn.default('issued'),
    expiryMonths: shape.expiryMonths.default(0),
    rules: shape.rules.default({ transferable: true }),
    lanes: z.int().min(1).max(LANES_MAX).default(16),
  }),
  view: programWrittenView,
  made: 'Created.',
  done: 'It exists already with this content.',
  example: {
    body: { programId: 'harbor', name: 'Harbor Points', cap: '500000000', expiryMonths: 24 },
    replies: { 201: exampleWritten },
  },
  show: (program, { body }) => ({ programId: body.programId, ...program }),
  location: ({ body }) => `/v1/programs/${body.programId}`,
});

export const listPrograms = listRoute(listEntry, '/v1/programs', {
  operationId: 'listPrograms',
  tag: 'Programmes',
  summary: 'The programmes, by id.',
  query: page,
  view: programsView,
  items: 'programs',
  example: { query: { limit: '20' }, replies: { 200: { programs: [exampleProgram], asOfBlock: 42 } } },
  here: {
    position: z.string(),
    first: '',
    rows: ({ projection }, _request, after, limit) => projection.of(programQueries).programs(after, limit),
    at: ({ programId }) => programId,
  },
});

export const readProgram = readRoute(getProgram, '/v1/programs/{programId}', {
  ...about,
  operationId: 'readProgram',
  summary: 'One programme.',
  view: programView,
  shows: 'The programme.',
  revised: true,
  body: (program) => ({ ...program, revision: revisionOf(program) }),
  example: { params, replies: { 200: { ...exampleProgram, revision: 3, asOfBlock: 42 } } },
  here: ({ projection }, { programId }) => projection.of(programQueries).requireProgram(programId),
});

export const changeProgram = writeRoute(changeCap, '/v1/programs/{programId}', {
  ...about,
  operationId: 'changeProgram',
  method: 'patch',
  condition: 'must',
  summary: 'Changes a programme’s cap or its rules, or suspends it or makes it active again.',
  description:
    'One of the three at a time: they are separate transactions. `rules` takes the place of all rules before: those of maturing and of the end bear on what is issued from then on, the others change only in favour of whoever holds points (`RULES_FIXED`). Only the issuer may do it. `If-Match` has the `ETag` that the programme was read with, so that a change which comes late never takes the place of a newer one.',
  also: [setProgramStatus, setRules],
  body: z
    .strictObject({
      cap: changeCap.request.shape.cap.optional(),
      status: setProgramStatus.request.shape.status.optional(),
      rules: setRules.request.shape.rules.optional(),
    })
    .refine(
      (body) => Object.values(body).filter((value) => value !== undefined).length === 1,
      'must have one of cap, status and rules',
    ),
  view: programWrittenView,
  done: 'Changed.',
  example: {
    params,
    body: { cap: '600000000' },
    replies: { 200: { ...exampleWritten, cap: '600000000', revision: 4 } },
  },
  write: ({ caller: { role }, body: { cap, status, rules } }, { transactions }, options, { programId, revision }) => {
    if (cap !== undefined) return transactions.write(role, changeCap, { programId, cap, revision }, options);
    if (rules !== undefined) return transactions.write(role, setRules, { programId, rules, revision }, options);
    return transactions.write(role, setProgramStatus, { programId, status: status!, revision }, options);
  },
});

export const readSupply = readRoute(getSupply, '/v1/programs/{programId}/supply', {
  ...about,
  operationId: 'readSupply',
  summary: 'How many points were issued and what became of them.',
  description: 'issued + interest = outstanding + held + redeemed + expired + reversed, at every block.',
  view: supplyView,
  shows: 'The supply.',
  example: {
    params,
    replies: {
      200: {
        programId: 'harbor',
        cap: '500000000',
        capOn: 'issued',
        issued: '1000',
        interest: '0',
        outstanding: '800',
        held: '0',
        redeemed: '150',
        expired: '50',
        reversed: '0',
        asOfBlock: 42,
      },
    },
  },
  here: ({ projection }, { programId }) => projection.of(programQueries).supply(programId),
});

export const programHistory = listRoute(historyEntry, '/v1/programs/{programId}/history', {
  ...about,
  operationId: 'programHistory',
  summary: 'Every version of a programme, newest first, from the ledger itself.',
  query: page,
  view: programHistoryView,
  items: 'changes',
  example: {
    params,
    replies: {
      200: {
        changes: [{ txId: exampleTxId, txTime: exampleTime, deleted: false, value: exampleProgram }],
        asOfBlock: 42,
      },
    },
  },
});

const exampleLimits = { operations: { redeem: { max: '10000' } }, perAccountDay: { debitsMax: 20 } };

export const setLimits = writeRoute(setLimitsEntry, '/v1/programs/{programId}/limits', {
  ...about,
  operationId: 'setLimits',
  condition: 'may',
  summary: 'Sets the programme’s limits against abuse in place of those before; an empty object sets none.',
  body: z.strictObject({ limits: setLimitsEntry.request.shape.limits }),
  view: programWrittenView,
  done: 'Set; the programme.',
  example: { params, body: { limits: exampleLimits }, replies: { 200: { ...exampleWritten, limits: exampleLimits } } },
});

const exampleTermsOfUse = { version: 2, hash: exampleHash, address: 'https://harbor.example/terms-2' };

export const setTermsOfUse = writeRoute(setTermsOfUseEntry, '/v1/programs/{programId}/terms-of-use', {
  ...about,
  operationId: 'setTermsOfUse',
  condition: 'may',
  summary: 'Sets the next version of what members agree to when they collect the points.',
  description:
    'Whatever a member accepted, it keeps and spends what it has. With `acceptWithinDays`, no points are issued after so many days to an account whose member has not accepted this version.',
  body: setTermsOfUseEntry.request.omit({ programId: true, revision: true }),
  view: programWrittenView,
  done: 'Set; the programme.',
  example: {
    params,
    body: { ...exampleTermsOfUse, acceptWithinDays: 60 },
    replies: { 200: { ...exampleWritten, termsOfUse: { ...exampleTermsOfUse, since: exampleTime } } },
  },
});

export const setClearingValue = writeRoute(setClearingValueEntry, '/v1/programs/{programId}/clearing-value', {
  ...about,
  operationId: 'setClearingValue',
  condition: 'may',
  summary: 'Sets what a point is worth between merchants, in millionths of the smallest currency unit.',
  description:
    'It holds from the next cycle on: the next part of the month, should it be cut off, or the next month. What is owed already keeps the value that it had. A value below what a merchant accepts the programme from ends that acceptance.',
  body: z.strictObject({ clearingValue: setClearingValueEntry.request.shape.clearingValue }),
  view: programWrittenView,
  done: 'Set; the programme.',
  example: {
    params,
    body: { clearingValue: '900000' },
    replies: { 200: { ...exampleWritten, clearingValues: [{ fromCycle: '2026-11.02', clearingValue: '900000' }] } },
  },
});

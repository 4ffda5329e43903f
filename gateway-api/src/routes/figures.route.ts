/** `/v1/figures`: the organisation's own business figures; `/v1/organizations/{mspId}/figures`: what others may know. */
import { randomBytes } from 'node:crypto';
import {
  amendFigures as amendEntry,
  FIGURE_MONTHS_MAX,
  figureContents,
  figureName,
  figurePeriod,
  monthsBetween,
  mspId,
  purgeFigures as purgeEntry,
  recordFigures as recordEntry,
  type FigureContent,
  type FigureInput,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { operationIdOf } from '../http/idempotency.js';
import { route, type Ask } from '../http/route.js';
import type { Gateway, MonthSpan } from '../ports.js';
import { exampleHash, exampleTxId } from './examples.js';
import { figuresOfMonthView, figuresView, figuresWrittenView, publishedFiguresView } from './figure-views.js';
import { writeErrors, writeOnce } from './written.js';

const readErrors = [
  'PEER_UNAVAILABLE',
  'LEDGER_TIMEOUT',
  'PEER_REPLY_INVALID',
  'PRIVATE_DATA_NOT_HERE',
  'COLLECTION_UNKNOWN',
] as const;
const errors = [...writeErrors, 'PRIVATE_DATA_NOT_HERE', 'COLLECTION_UNKNOWN'] as const;
/** 128 bits. */
const SALT_BYTES = 16;
const MONTHS_SHOWN = 12;

const examplePeriod = { period: '2026-10' };
const exampleContents: FigureContent[] = [
  { name: 'pointsCost', value: '1250000' },
  { name: 'margin', value: '-40500' },
  { name: 'line-01', label: 'Share of members who came back', value: '62 %' },
];
const exampleOutline = {
  owner: 'HarborMSP',
  ...examplePeriod,
  revision: 1,
  names: ['pointsCost', 'margin', 'line-01'],
};
const exampleWritten = { ...exampleOutline, state: 'committed', txId: exampleTxId };
const exampleMonth = {
  ...exampleOutline,
  figures: exampleContents.map((content) => ({
    ...content,
    owner: 'HarborMSP',
    ...examplePeriod,
    revision: 1,
    salt: exampleHash.slice(0, 2 * SALT_BYTES),
  })),
};

const periodPath = z.strictObject({ period: figurePeriod });
const spanQuery = z
  .strictObject({ from: figurePeriod.optional(), to: figurePeriod.optional() })
  .refine((query) => isSpan(spanOf(query)), {
    path: ['to'],
    error: `must be from 0 to ${FIGURE_MONTHS_MAX - 1} months after from`,
    // What is no month at all has been said already.
    when: ({ issues }) => issues.length === 0,
  });

/** Without an end, this month; without a beginning, a year. */
function spanOf({ from, to }: { from?: string | undefined; to?: string | undefined }): MonthSpan {
  const last = to ?? new Date().toISOString().slice(0, 7);
  const [year, month] = last.split('-').map(Number) as [number, number];
  return { from: from ?? new Date(Date.UTC(year, month - MONTHS_SHOWN)).toISOString().slice(0, 7), to: last };
}

function isSpan({ from, to }: MonthSpan): boolean {
  return from <= to && monthsBetween(from, to).length <= FIGURE_MONTHS_MAX;
}

/** Each figure with a salt of its own, so that each can be disclosed without the others. */
function salted(contents: readonly FigureContent[]): FigureInput[] {
  return contents.map((content) => ({ ...content, salt: randomBytes(SALT_BYTES).toString('hex') }));
}

interface Figures {
  readonly period: string;
  readonly revision?: number;
  readonly figures: readonly FigureContent[];
}

/** What a key is compared by: the figures themselves are not kept, not even as a plain hash. */
const contentOf = (gateway: Gateway, { figures, ...open }: Figures) => ({
  ...open,
  digest: gateway.writes.confidentialDigest(figures),
});

type AnyAsk = Ask<unknown, unknown, unknown>;
/** The request's id on the ledger: a repeat has the same, and is told by it there too. */
const idOf = (ask: AnyAsk): string => operationIdOf(ask.scope, ask.idempotencyKey);

export const recordFigures = route({
  operationId: 'recordFigures',
  method: 'post',
  path: '/v1/figures',
  tag: 'Figures',
  summary: 'Records this organisation’s figures of a month.',
  description:
    'They go to the own peer and nowhere else; all others see that they exist, and salted hashes. The gateway makes the salts and keeps nothing. Amounts are in the smallest currency unit; free lines are numbered and have a label.',
  roles: recordEntry.roles,
  transactions: ['recordFigures'],
  body: z.strictObject({ period: figurePeriod, figures: figureContents }),
  replies: {
    201: { description: 'Recorded; what everybody may know of it.', schema: figuresWrittenView },
    202: { description: 'Handed over, not committed yet.', schema: figuresWrittenView },
  },
  errors,
  example: { body: { ...examplePeriod, figures: exampleContents }, replies: { 201: exampleWritten } },
  handle: (ask, gateway) => {
    const { period, figures } = ask.body;
    const request = { id: idOf(ask), owner: ask.caller.mspId, period };
    return writeOnce(ask, gateway, {
      content: contentOf(gateway, ask.body),
      write: (options) => {
        const privateInput = { figures: salted(figures) };
        return gateway.writes.submitTransaction(ask.caller, recordEntry, request, { ...options, privateInput });
      },
      body: (outline) => ({ period, ...outline }),
      status: 201,
      location: `/v1/figures/${period}`,
    });
  },
});

const replies = {
  200: { description: 'Done; what everybody may know of it.', schema: figuresWrittenView },
  202: { description: 'Handed over, not committed yet.', schema: figuresWrittenView },
};

export const amendFigures = route({
  operationId: 'amendFigures',
  method: 'post',
  path: '/v1/figures/{period}/amend',
  tag: 'Figures',
  summary: 'Changes or adds figures of a month, if it still has the revision that you have read.',
  description:
    'Figures that are not named stay as they are. What they said before stays on the own peer until it is purged.',
  roles: amendEntry.roles,
  transactions: ['amendFigures'],
  params: periodPath,
  body: z.strictObject({ revision: amendEntry.request.shape.revision, figures: figureContents }),
  replies,
  errors,
  example: {
    params: examplePeriod,
    body: { revision: 1, figures: [{ name: 'margin', value: '-41000' }] },
    replies: { 200: { ...exampleWritten, revision: 2 } },
  },
  handle: (ask, gateway) => {
    const { period } = ask.params;
    const { revision, figures } = ask.body;
    const request = { id: idOf(ask), owner: ask.caller.mspId, period, revision };
    return writeOnce(ask, gateway, {
      content: contentOf(gateway, { period, revision, figures }),
      write: (options) => {
        const privateInput = { figures: salted(figures) };
        return gateway.writes.submitTransaction(ask.caller, amendEntry, request, { ...options, privateInput });
      },
      body: (outline) => ({ period, ...outline }),
      status: 200,
    });
  },
});

export const purgeFigures = route({
  operationId: 'purgeFigures',
  method: 'post',
  path: '/v1/figures/{period}/purge',
  tag: 'Figures',
  summary: 'Removes figures of a month, with all that they said before, from the own peer; without names, all of them.',
  description:
    'Their hashes stay in the blocks. Keep value, salt and revision elsewhere if they may have to be disclosed one day.',
  roles: purgeEntry.roles,
  transactions: ['purgeFigures'],
  params: periodPath,
  body: z.strictObject({ names: z.array(figureName).min(1).optional() }),
  bodyKind: 'optional-json',
  replies,
  errors,
  example: {
    params: examplePeriod,
    body: { names: ['margin'] },
    replies: { 200: { ...exampleWritten, revision: 2, names: ['pointsCost', 'line-01'] } },
  },
  handle: (ask, gateway) => {
    const { period } = ask.params;
    const { names } = ask.body;
    const request = { id: idOf(ask), owner: ask.caller.mspId, period, ...(names === undefined ? {} : { names }) };
    return writeOnce(ask, gateway, {
      content: { period, names },
      write: (options) => gateway.writes.submitTransaction(ask.caller, purgeEntry, request, options),
      body: (outline) => ({ period, ...outline }),
      status: 200,
    });
  },
});

export const listFigures = route({
  operationId: 'listFigures',
  method: 'get',
  path: '/v1/figures',
  tag: 'Figures',
  summary: 'This organisation’s figures by month, as its own peer holds them; the last twelve if no months are named.',
  roles: ['admin', 'operator'],
  transactions: ['listFigures'],
  query: spanQuery,
  replies: { 200: { description: 'The months that have figures.', schema: figuresView } },
  errors: readErrors,
  example: {
    query: { from: '2026-10', to: '2026-10' },
    replies: { 200: { months: [exampleMonth], asOfBlock: 42 } },
  },
  handle: async (ask, gateway) => {
    const { value, asOfBlock } = await gateway.ledger.figures(spanOf(ask.query), ask.read);
    return { status: 200, body: { months: value, asOfBlock } };
  },
});

export const readFigures = route({
  operationId: 'readFigures',
  method: 'get',
  path: '/v1/figures/{period}',
  tag: 'Figures',
  summary: 'This organisation’s figures of a month, with what it takes to prove them: salt and revision.',
  roles: ['admin', 'operator'],
  transactions: ['getFigures'],
  params: periodPath,
  replies: { 200: { description: 'The figures.', schema: figuresOfMonthView } },
  errors: readErrors,
  example: { params: examplePeriod, replies: { 200: { ...exampleMonth, asOfBlock: 42 } } },
  handle: async (ask, gateway) => {
    const { value, asOfBlock } = await gateway.ledger.figuresOfMonth(ask.params.period, ask.read);
    return { status: 200, body: { ...value, asOfBlock } };
  },
});

export const publishedFigures = route({
  operationId: 'publishedFigures',
  method: 'get',
  path: '/v1/organizations/{mspId}/figures',
  tag: 'Figures',
  summary: 'What everybody may know of an organisation’s figures: which exist, since when, and their salted hashes.',
  roles: ['admin', 'operator', 'cashier', 'auditor'],
  transactions: ['publishedFigures'],
  params: z.strictObject({ mspId }),
  query: spanQuery,
  replies: { 200: { description: 'By month and name.', schema: publishedFiguresView } },
  errors: readErrors,
  example: {
    params: { mspId: 'HarborMSP' },
    query: { from: '2026-10', to: '2026-10' },
    replies: {
      200: {
        owner: 'HarborMSP',
        figures: [
          {
            ...examplePeriod,
            name: 'margin',
            hash: exampleHash,
            revision: 1,
            written: { blockNumber: 42, txId: exampleTxId },
          },
        ],
        asOfBlock: 42,
      },
    },
  },
  handle: async (ask, gateway) => {
    const owner = ask.params.mspId;
    const { value, asOfBlock } = await gateway.ledger.publishedFigures(owner, spanOf(ask.query), ask.read);
    return { status: 200, body: { owner, figures: value, asOfBlock } };
  },
});

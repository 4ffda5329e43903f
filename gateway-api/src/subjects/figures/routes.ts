/** `/v1/figures`: the organisation's own business figures; `/v1/organizations/{mspId}/figures`: what others may know. */
import { randomBytes } from 'node:crypto';
import {
  amendFigures as amendEntry,
  FIGURE_MONTHS_MAX,
  figureContents,
  figureName,
  figurePeriod,
  getFigures,
  listFigures as listEntry,
  monthsBetween,
  mspId,
  publishedFigures as publishedEntry,
  purgeFigures as purgeEntry,
  recordFigures as recordEntry,
  type FigureContent,
  type FigureInput,
  type RequestOf,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { operationIdOf } from '../../http/idempotency.js';
import { privateErrors, readRoute } from '../../http/read-route.js';
import type { RequestContext } from '../../http/route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleHash, exampleTxId } from '../examples.js';
import { readPublishedFigures } from './reads.js';
import { figuresOfMonthView, figuresView, figuresWrittenView, publishedFiguresView } from './views.js';

/** 128 bits. */
const SALT_BYTES = 16;
const MONTHS_SHOWN = 12;

const params = { period: '2026-10' };
const exampleContents: FigureContent[] = [
  { name: 'pointsCost', value: '1250000' },
  { name: 'margin', value: '-40500' },
  { name: 'line-01', label: 'Share of members who came back', value: '62 %' },
];
const exampleOutline = {
  owner: 'HarborMSP',
  ...params,
  revision: 1,
  names: ['pointsCost', 'margin', 'line-01'],
};
const exampleWritten = { ...exampleOutline, state: 'committed', txId: exampleTxId };
const exampleMonth = {
  ...exampleOutline,
  figures: exampleContents.map((content) => ({
    ...content,
    owner: 'HarborMSP',
    ...params,
    revision: 1,
    salt: exampleHash.slice(0, 2 * SALT_BYTES),
  })),
};

const ofMonth = { tag: 'Figures', params: z.strictObject({ period: figurePeriod }) };
const own = { roles: ['admin', 'operator'], errors: privateErrors } as const;
const done = 'Done; what everybody may know of it.';

const spanQuery = z
  .strictObject({ from: figurePeriod.optional(), to: figurePeriod.optional() })
  .refine((query) => isSpan(spanOf(query)), {
    path: ['to'],
    error: `must be from 0 to ${FIGURE_MONTHS_MAX - 1} months after from`,
    // What is no month at all has been said already.
    when: ({ issues }) => issues.length === 0,
  });

/** Months, both included. */
type MonthSpan = Pick<RequestOf<typeof listEntry>, 'from' | 'to'>;

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
const salted = (contents: readonly FigureContent[]): { figures: FigureInput[] } => ({
  figures: contents.map((content) => ({ ...content, salt: randomBytes(SALT_BYTES).toString('hex') })),
});

/** The request's id on the ledger, a repeat has the same and is told by it there too; and whose figures they are. */
const idAndOwner = ({ scope, idempotencyKey, caller }: RequestContext) => ({
  id: operationIdOf(scope, idempotencyKey),
  owner: caller.mspId,
});

export const recordFigures = writeRoute(recordEntry, '/v1/figures', {
  operationId: 'recordFigures',
  tag: 'Figures',
  summary: 'Records this organisation’s figures of a month.',
  description:
    'They go to the own peer and nowhere else; all others see that they exist, and salted hashes. The gateway makes the salts and keeps nothing. Amounts are in the smallest currency unit; free lines are numbered and have a label.',
  body: z.strictObject({ period: figurePeriod, figures: figureContents }),
  view: figuresWrittenView,
  made: 'Recorded; what everybody may know of it.',
  example: { body: { ...params, figures: exampleContents }, replies: { 201: exampleWritten } },
  request: (context) => ({ ...idAndOwner(context), period: context.body.period }),
  privateInput: ({ body }) => salted(body.figures),
  // What a key is compared by: the figures themselves are not kept, not even as a plain hash.
  content: ({ body: { period, figures } }, { secrets }) => ({ period, digest: secrets.confidentialDigest(figures) }),
  show: (outline, { body }) => ({ period: body.period, ...outline }),
  location: ({ body }) => `/v1/figures/${body.period}`,
});

export const amendFigures = writeRoute(amendEntry, '/v1/figures/{period}/amend', {
  ...ofMonth,
  operationId: 'amendFigures',
  summary: 'Changes or adds figures of a month, if it still has the revision that you have read.',
  description:
    'Figures that are not named stay as they are. What they said before stays on the own peer until it is purged.',
  body: z.strictObject({ revision: amendEntry.request.shape.revision, figures: figureContents }),
  view: figuresWrittenView,
  done,
  example: {
    params,
    body: { revision: 1, figures: [{ name: 'margin', value: '-41000' }] },
    replies: { 200: { ...exampleWritten, revision: 2 } },
  },
  request: (context) => ({ ...idAndOwner(context), ...context.params, revision: context.body.revision }),
  privateInput: ({ body }) => salted(body.figures),
  content: (context, { secrets }) => ({
    ...context.params,
    revision: context.body.revision,
    digest: secrets.confidentialDigest(context.body.figures),
  }),
});

export const purgeFigures = writeRoute(purgeEntry, '/v1/figures/{period}/purge', {
  ...ofMonth,
  operationId: 'purgeFigures',
  summary: 'Removes figures of a month, with all that they said before, from the own peer; without names, all of them.',
  description:
    'Their hashes stay in the blocks. Keep value, salt and revision elsewhere if they may have to be disclosed one day.',
  body: z.strictObject({ names: z.array(figureName).min(1).optional() }),
  bodyKind: 'optional-json',
  view: figuresWrittenView,
  done,
  example: {
    params,
    body: { names: ['margin'] },
    replies: { 200: { ...exampleWritten, revision: 2, names: ['pointsCost', 'line-01'] } },
  },
  request: (context) => ({ ...idAndOwner(context), ...context.params, ...context.body }),
  content: (context) => ({ ...context.params, ...context.body }),
});

export const listFigures = readRoute(listEntry, '/v1/figures', {
  ...own,
  operationId: 'listFigures',
  tag: 'Figures',
  summary: 'This organisation’s figures by month, as its own peer holds them; the last twelve if no months are named.',
  query: spanQuery,
  view: figuresView,
  shows: 'The months that have figures.',
  example: {
    query: { from: '2026-10', to: '2026-10' },
    replies: { 200: { months: [exampleMonth], asOfBlock: 42 } },
  },
  request: ({ caller, query }) => ({ owner: caller.mspId, ...spanOf(query) }),
});

export const readFigures = readRoute(getFigures, '/v1/figures/{period}', {
  ...own,
  ...ofMonth,
  operationId: 'readFigures',
  summary: 'This organisation’s figures of a month, with what it takes to prove them: salt and revision.',
  view: figuresOfMonthView,
  shows: 'The figures.',
  example: { params, replies: { 200: { ...exampleMonth, asOfBlock: 42 } } },
  request: (context) => ({ owner: context.caller.mspId, ...context.params }),
});

export const publishedFigures = readRoute(publishedEntry, '/v1/organizations/{mspId}/figures', {
  operationId: 'publishedFigures',
  tag: 'Figures',
  summary: 'What everybody may know of an organisation’s figures: which exist, since when, and their salted hashes.',
  errors: privateErrors,
  params: z.strictObject({ mspId }),
  query: spanQuery,
  view: publishedFiguresView,
  shows: 'By month and name.',
  example: {
    params: { mspId: 'HarborMSP' },
    query: { from: '2026-10', to: '2026-10' },
    replies: {
      200: {
        owner: 'HarborMSP',
        figures: [
          {
            ...params,
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
  async read(gateway, context) {
    const owner = context.params.mspId;
    const request = { owner, ...spanOf(context.query) };
    const { value, asOfBlock } = await readPublishedFigures(gateway, request, context.caller.role);
    return { value: { owner, figures: value }, asOfBlock };
  },
});

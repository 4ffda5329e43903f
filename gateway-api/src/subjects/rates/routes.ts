/** `/v1/rates`: what points of one programme buy of another one. */
import {
  acceptRate as acceptEntry,
  getRate,
  listRates as listEntry,
  positiveAmount,
  programId,
  proposeRate as proposeEntry,
  quoteRate as quoteEntry,
  setRateStatus,
  type ReplyOf,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import { listRoute } from '../../http/list-route.js';
import { readRoute } from '../../http/read-route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleTime, exampleTxId } from '../examples.js';
import { cursor, limit, versionDigits } from '../parameters.js';
import { rateQueries } from './reads.js';
import { quoteView, ratesView, rateView, rateWrittenView } from './views.js';

const exampleReference = { sourceProgramId: 'harbor', targetProgramId: 'greenmart', version: 1 };
const params = { ...exampleReference, version: '1' };
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
const written = { ...exampleRate, state: 'committed', txId: exampleTxId };

const path = '/v1/rates/{sourceProgramId}/{targetProgramId}/{version}';
const about = {
  tag: 'Rates',
  params: z.strictObject({ sourceProgramId: programId, targetProgramId: programId, version: versionDigits }),
};
const done = 'Done; the rate.';

export const quoteRate = readRoute(quoteEntry, '/v1/rates/quote', {
  operationId: 'quoteRate',
  tag: 'Rates',
  summary: 'What an amount would buy: at the version named, or at the newest one that is open now.',
  query: z.strictObject({
    sourceProgramId: programId,
    targetProgramId: programId,
    amount: positiveAmount,
    version: versionDigits.optional(),
  }),
  view: quoteView,
  shows: 'The quote.',
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
});

export const listRates = listRoute(listEntry, '/v1/rates', {
  operationId: 'listRates',
  tag: 'Rates',
  summary: 'The rates, by source, target and version.',
  query: z
    .strictObject({ limit, cursor, sourceProgramId: programId.optional(), targetProgramId: programId.optional() })
    .refine((query) => query.targetProgramId === undefined || query.sourceProgramId !== undefined, {
      path: ['sourceProgramId'],
      error: 'is needed to list the rates of a target',
    }),
  view: ratesView,
  items: 'rates',
  example: { query: { sourceProgramId: 'harbor' }, replies: { 200: { rates: [exampleRate], asOfBlock: 42 } } },
  here: {
    position: z.strictObject({ sourceProgramId: z.string(), targetProgramId: z.string(), version: z.int() }),
    first: { sourceProgramId: '', targetProgramId: '', version: 0 },
    rows: ({ projection }, of, after, count) => projection.of(rateQueries).rates(of, after, count),
    at: ({ sourceProgramId, targetProgramId, version }) => ({ sourceProgramId, targetProgramId, version }),
  },
});

export const proposeRate = writeRoute(proposeEntry, '/v1/rates', {
  operationId: 'proposeRate',
  tag: 'Rates',
  summary: 'Proposes a rate between two programmes, one of which this organisation issues.',
  description: '`denominator` points of the source buy `numerator` of the target, rounded down to whole points.',
  body: proposeEntry.request,
  view: rateWrittenView,
  made: 'Proposed.',
  done,
  example: { body: exampleTerms, replies: { 201: written } },
  show: (rate, { body: { sourceProgramId, targetProgramId, version } }) => ({
    sourceProgramId,
    targetProgramId,
    version,
    ...rate,
  }),
  location: ({ body }) => `/v1/rates/${body.sourceProgramId}/${body.targetProgramId}/${body.version}`,
});

/** What may still be issued at a rate: of a withdrawn one nothing, as the rest went back to the programme. */
function withRemaining({ rate, quota }: ReplyOf<typeof getRate>): object {
  const left = quota.reduce((sum, { granted, used }) => sum + BigInt(granted) - BigInt(used), 0n);
  return { ...rate, quotaByLane: quota, remaining: String(rate.status === 'withdrawn' ? 0n : left) };
}

export const readRate = readRoute(getRate, path, {
  ...about,
  operationId: 'readRate',
  summary: 'One version of a rate, with what may still be issued at it.',
  view: rateView,
  shows: 'The rate.',
  example: {
    params,
    replies: {
      200: {
        ...exampleRate,
        quotaByLane: [{ lane: 0, granted: '100000', used: '33' }],
        remaining: '99967',
        asOfBlock: 42,
      },
    },
  },
  here: ({ projection }, reference) => {
    const rates = projection.of(rateQueries);
    const rate = rates.rate(reference);
    const { sourceProgramId, targetProgramId, version } = reference;
    if (!rate) {
      throw new Failure('RATE_UNKNOWN', `No version ${version} from ${sourceProgramId} to ${targetProgramId}.`);
    }
    return { rate, quota: rates.rateLanes(reference) };
  },
  body: withRemaining,
});

export const acceptRate = writeRoute(acceptEntry, `${path}/accept`, {
  ...about,
  operationId: 'acceptRate',
  summary: 'Accepts a rate that the other issuer proposed; its quota is carved out of the target programme’s.',
  view: rateWrittenView,
  done,
  example: { params, replies: { 200: { ...written, status: 'accepted' } } },
});

const statusRoute = <Verb extends 'suspend' | 'resume' | 'withdraw'>(
  verb: Verb,
  status: 'suspended' | 'accepted' | 'withdrawn',
  summary: string,
) =>
  writeRoute(setRateStatus, `${path}/${verb}`, {
    ...about,
    operationId: `${verb}Rate`,
    summary,
    view: rateWrittenView,
    done,
    example: { params, replies: { 200: { ...written, status } } },
    request: (context) => ({ ...context.params, status }),
  });

export const suspendRate = statusRoute('suspend', 'suspended', 'Suspends an accepted rate; either issuer may.');
export const resumeRate = statusRoute('resume', 'accepted', 'Opens a suspended rate again; whoever suspended it may.');
export const withdrawRate = statusRoute(
  'withdraw',
  'withdrawn',
  'Withdraws a rate for good; what is left of its quota goes back to the programme.',
);

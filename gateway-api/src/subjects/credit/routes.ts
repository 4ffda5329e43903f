/** `/v1/programs/{programId}/credit`: what merchants let a programme's issuer owe them. */
import {
  type Acceptance,
  cycle,
  endCredit as endEntry,
  getCredit,
  grantCredit as grantEntry,
  mspId,
  prepayCredit as prepayEntry,
  programId,
  raiseCredit as raiseEntry,
  releaseCredit as releaseEntry,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { readRoute } from '../../http/read-route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleTime, exampleTxId } from '../examples.js';
import { programPath } from '../parameters.js';
import { creditQueries } from './reads.js';
import { creditView, creditWrittenView, prepaymentWrittenView, releaseWrittenView } from './views.js';

const examplePair = { programId: 'harbor', mspId: 'CityParkMSP' };
const exampleLimit = { limit: '100000', lanes: 12, grantedAt: exampleTime };
const exampleAcceptance: Acceptance = {
  ...examplePair,
  valueMin: '800000',
  sinceCycle: '2026-11',
  acceptedAt: exampleTime,
  credit: exampleLimit,
};
const done = { state: 'committed', txId: exampleTxId };
const exampleWritten = { ...exampleAcceptance, ...done };
const ofOwn = { tag: 'Credit', params: programPath };
const ofPair = { tag: 'Credit', params: z.strictObject({ programId, mspId }) };
const said = 'Done; the acceptance with its credit.';

export const grantCredit = writeRoute(grantEntry, '/v1/programs/{programId}/credit', {
  ...ofOwn,
  operationId: 'grantCredit',
  summary: 'Limits what a programme’s issuer may owe this organisation, or narrows the limit.',
  description:
    'In points, until they are settled. Only of programmes that this organisation accepts, and once the members have switched it on. It is narrowed to what is used at the least, and raised by both.',
  body: grantEntry.request.omit({ programId: true }),
  view: creditWrittenView,
  done: said,
  example: { params: { programId: 'harbor' }, body: { limit: '100000' }, replies: { 200: exampleWritten } },
});

export const endCredit = writeRoute(endEntry, '/v1/programs/{programId}/credit/end', {
  ...ofOwn,
  operationId: 'endCredit',
  summary: 'Ends the limit: what the issuer may owe this organisation is not limited any more.',
  body: z.strictObject({}),
  bodyKind: 'optional-json',
  view: creditWrittenView,
  done: said,
  example: { params: { programId: 'harbor' }, body: {}, replies: { 200: exampleWritten } },
});

export const prepayCredit = writeRoute(prepayEntry, '/v1/programs/{programId}/credit/prepayments', {
  ...ofOwn,
  operationId: 'prepayCredit',
  summary: 'Says that the issuer has paid this organisation for so many points in advance: they come back at once.',
  description: 'Cycles that are settled later give back so much less.',
  body: prepayEntry.request.omit({ programId: true }),
  view: prepaymentWrittenView,
  done: 'Done; the prepayment.',
  example: {
    params: { programId: 'harbor' },
    body: { prepaymentId: 'transfer-2026-118', amount: '20000' },
    replies: {
      200: {
        ...examplePair,
        prepaymentId: 'transfer-2026-118',
        amount: '20000',
        left: '20000',
        at: exampleTime,
        ...done,
      },
    },
  },
});

export const raiseCredit = writeRoute(raiseEntry, '/v1/programs/{programId}/credit/{mspId}/raise', {
  ...ofPair,
  operationId: 'raiseCredit',
  summary: 'Says a higher limit, as the merchant or as the issuer; once both have said the same one, it is in force.',
  body: raiseEntry.request.omit({ programId: true, mspId: true }),
  view: creditWrittenView,
  done: said,
  example: { params: examplePair, body: { limit: '150000' }, replies: { 200: exampleWritten } },
});

export const releaseCredit = writeRoute(releaseEntry, '/v1/programs/{programId}/credit/{mspId}/release', {
  ...ofPair,
  operationId: 'releaseCredit',
  summary: 'Gives back what was drawn in a cycle that is settled; gateways do it by themselves.',
  description:
    'Between merchants on private terms nobody else sees the payment: there the merchant that was paid says so by this.',
  body: z.strictObject({ cycle }),
  view: releaseWrittenView,
  done: 'Done; what came back.',
  example: {
    params: examplePair,
    body: { cycle: '2026-11' },
    replies: { 200: { ...examplePair, cycle: '2026-11', amount: '42000', prepaid: '20000', ...done } },
  },
});

export const readCredit = readRoute(getCredit, '/v1/programs/{programId}/credit/{mspId}', {
  ...ofPair,
  operationId: 'readCredit',
  summary: 'What a merchant lets a programme’s issuer owe it, and what of that is used.',
  view: creditView,
  shows: 'The credit.',
  example: {
    params: examplePair,
    replies: {
      200: {
        ...examplePair,
        credit: exampleLimit,
        lanes: [{ lane: 0, granted: '100000', used: '62000' }],
        returning: '0',
        used: '62000',
        asOfBlock: 42,
      },
    },
  },
  here: ({ projection }, pair) => projection.of(creditQueries).credit(pair.programId, pair.mspId),
});

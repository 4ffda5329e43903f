/** `/v1/programs/{programId}/acceptance`: which programmes of others a merchant takes, and from which value on. */
import {
  acceptProgram as acceptEntry,
  endAcceptance as endEntry,
  listAcceptances as listEntry,
  type Acceptance,
  type AcceptanceInForce,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { listRoute } from '../../http/list-route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleTime, exampleTxId } from '../examples.js';
import { page, programPath } from '../parameters.js';
import { acceptancesView, acceptanceWrittenView } from './views.js';

const exampleAcceptance: Acceptance = {
  programId: 'harbor',
  mspId: 'CityParkMSP',
  valueMin: '800000',
  sinceCycle: '2026-11',
  acceptedAt: exampleTime,
};
const exampleInForce: AcceptanceInForce = { ...exampleAcceptance, inForce: true };
const exampleWritten = { ...exampleAcceptance, state: 'committed', txId: exampleTxId };
const params = { programId: 'harbor' };
const about = { tag: 'Programmes', params: programPath };
const saying = { ...about, view: acceptanceWrittenView, done: 'Said; the acceptance.' };

export const acceptProgram = writeRoute(acceptEntry, '/v1/programs/{programId}/acceptance', {
  ...saying,
  operationId: 'acceptProgram',
  summary: 'Says that this organisation takes another merchant’s programme while a point is worth at least `valueMin`.',
  description:
    'In place of what it said before. A lower value ends the acceptance by itself; the programme can then be accepted anew.',
  body: acceptEntry.request.omit({ programId: true }),
  example: { params, body: { valueMin: '800000' }, replies: { 200: exampleWritten } },
});

export const endAcceptance = writeRoute(endEntry, '/v1/programs/{programId}/acceptance/end', {
  ...saying,
  operationId: 'endAcceptance',
  summary: 'Ends this organisation’s acceptance of a programme, at once. Holds that it was promised stay.',
  body: z.strictObject({}),
  bodyKind: 'optional-json',
  example: { params, body: {}, replies: { 200: { ...exampleWritten, endedAt: exampleTime } } },
});

export const listAcceptances = listRoute(listEntry, '/v1/programs/{programId}/acceptances', {
  ...about,
  operationId: 'listAcceptances',
  summary: 'Who takes a programme, from which value on, and whether that is in force in the present cycle.',
  query: page,
  view: acceptancesView,
  items: 'acceptances',
  beside: (context) => context.params,
  example: {
    params,
    replies: { 200: { programId: 'harbor', acceptances: [exampleInForce], asOfBlock: 42 } },
  },
});

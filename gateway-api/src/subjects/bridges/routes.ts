/** `/v1/programs/{programId}/bridges`: what may cross between a programme and its legacy programme. */
import { type Bridge, getBridge, listBridges as listEntry, setBridge as setEntry } from '@commonpoint/catalogue';
import { listRoute } from '../../http/list-route.js';
import { readRoute } from '../../http/read-route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleTxId } from '../examples.js';
import { page, programPath } from '../parameters.js';
import { bridgeBody, bridgesView, bridgeView, bridgeWrittenView } from './views.js';

const params = { programId: 'harbor', bridgeId: 'stamps' };
const caps = { perDay: '20000', inAll: '1000000' };
const exampleBridge: Bridge = { ...params, legacyName: 'Harbor Stamps', in: caps, out: caps, status: 'open' };
const crossed = { today: '120', inAll: '4500', count: 31 };
const path = '/v1/programs/{programId}/bridges/{bridgeId}';
const about = { tag: 'Bridges', params: getBridge.request };

export const setBridge = writeRoute(setEntry, path, {
  ...about,
  operationId: 'setBridge',
  summary: 'Says how much may cross a bridge, or closes it, in place of what was said before; for the issuer.',
  description:
    'Of a bridge that is closed, or lets less than what has crossed already, nothing more crosses. What was held for it can be given back.',
  body: bridgeBody,
  view: bridgeWrittenView,
  done: 'Said; the bridge.',
  example: {
    params,
    body: { legacyName: 'Harbor Stamps', in: caps, out: caps, status: 'open' },
    replies: { 200: { ...exampleBridge, state: 'committed', txId: exampleTxId } },
  },
});

export const readBridge = readRoute(getBridge, path, {
  ...about,
  operationId: 'readBridge',
  summary: 'A bridge, with what has crossed it.',
  view: bridgeView,
  shows: 'The bridge.',
  example: {
    params,
    replies: {
      200: { ...exampleBridge, crossed: { day: '2026-11-23', in: crossed, out: crossed }, asOfBlock: 42 },
    },
  },
});

export const listBridges = listRoute(listEntry, '/v1/programs/{programId}/bridges', {
  tag: 'Bridges',
  params: programPath,
  operationId: 'listBridges',
  summary: 'The bridges of a programme.',
  query: page,
  view: bridgesView,
  items: 'bridges',
  beside: (context) => context.params,
  example: {
    params: { programId: 'harbor' },
    replies: { 200: { programId: 'harbor', bridges: [exampleBridge], asOfBlock: 42 } },
  },
});

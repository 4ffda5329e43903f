/** `/v1/programs/{programId}/quota`: the cap, divided over lanes. */
import { allotQuota as allotEntry, getQuota, type ReplyOf } from '@commonpoint/catalogue';
import { z } from 'zod';
import { readRoute } from '../../http/read-route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleTxId } from '../examples.js';
import { programPath } from '../parameters.js';
import { programQueries } from './reads.js';
import { quotaView, quotaWrittenView } from './views.js';

const params = { programId: 'harbor' };
const exampleQuota = {
  programId: 'harbor',
  cap: '500000000',
  granted: '400000000',
  used: '1000',
  lanes: [
    { lane: 0, granted: '200000000', used: '1000' },
    { lane: 1, granted: '200000000', used: '0' },
  ],
};

const sum = (amounts: readonly string[]): string =>
  amounts.reduce((total, each) => total + BigInt(each), 0n).toString();

/** With the sums over the lanes, which is what people ask for. */
const withSums = (quota: ReplyOf<typeof getQuota>): object => ({
  ...quota,
  granted: sum(quota.lanes.map(({ granted }) => granted)),
  used: sum(quota.lanes.map(({ used }) => used)),
});

export const readQuota = readRoute(getQuota, '/v1/programs/{programId}/quota', {
  operationId: 'readQuota',
  tag: 'Programmes',
  summary: 'What may be issued, by lane.',
  params: programPath,
  view: quotaView,
  shows: 'The quota.',
  example: { params, replies: { 200: { ...exampleQuota, asOfBlock: 42 } } },
  here: ({ projection }, { programId }) => projection.of(programQueries).quota(programId),
  body: withSums,
});

export const allotQuota = writeRoute(allotEntry, '/v1/programs/{programId}/quota', {
  operationId: 'allotQuota',
  tag: 'Programmes',
  summary: 'Sets what lanes are granted; all grants together never exceed the cap.',
  params: programPath,
  body: z.strictObject({ grants: allotEntry.request.shape.grants }),
  view: quotaWrittenView,
  done: 'Allotted.',
  example: {
    params,
    body: { grants: [{ lane: 0, granted: '200000000' }] },
    replies: { 200: { ...exampleQuota, state: 'committed', txId: exampleTxId } },
  },
  show: (quota, context) => (quota === undefined ? context.params : withSums(quota)),
});

/** `/v1/programs/{programId}/quota`: the cap, divided over lanes. */
import { allotQuota as allotQuotaEntry } from '@commonpoint/catalogue';
import { z } from 'zod';
import { route } from '../http/route.js';
import type { Quota } from '../ports.js';
import { exampleTxId } from './examples.js';
import { programPath } from './parameters.js';
import { quotaView, quotaWrittenView } from './representations.js';
import { writeErrors, writeOnce } from './written.js';

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
const withSums = (quota: Quota): object => ({
  ...quota,
  granted: sum(quota.lanes.map(({ granted }) => granted)),
  used: sum(quota.lanes.map(({ used }) => used)),
});

export const readQuota = route({
  operationId: 'readQuota',
  method: 'get',
  path: '/v1/programs/{programId}/quota',
  tag: 'Programmes',
  summary: 'What may be issued, by lane.',
  roles: ['admin', 'operator', 'cashier', 'auditor'],
  transactions: ['getQuota'],
  params: programPath,
  replies: { 200: { description: 'The quota.', schema: quotaView } },
  errors: ['PEER_UNAVAILABLE', 'LEDGER_TIMEOUT', 'PEER_REPLY_INVALID'],
  example: { params: { programId: 'harbor' }, replies: { 200: { ...exampleQuota, asOfBlock: 42 } } },
  handle: async (ask, gateway) => {
    const { value, asOfBlock } = await gateway.ledger.quota(ask.params.programId, ask.read);
    return { status: 200, body: { ...withSums(value), asOfBlock } };
  },
});

export const allotQuota = route({
  operationId: 'allotQuota',
  method: 'post',
  path: '/v1/programs/{programId}/quota',
  tag: 'Programmes',
  summary: 'Sets what lanes are granted; all grants together never exceed the cap.',
  roles: allotQuotaEntry.roles,
  transactions: ['allotQuota'],
  params: programPath,
  body: z.strictObject({ grants: allotQuotaEntry.request.shape.grants }),
  replies: {
    200: { description: 'Allotted.', schema: quotaWrittenView },
    202: { description: 'Handed over, not committed yet.', schema: quotaWrittenView },
  },
  errors: writeErrors,
  example: {
    params: { programId: 'harbor' },
    body: { grants: [{ lane: 0, granted: '200000000' }] },
    replies: { 200: { ...exampleQuota, state: 'committed', txId: exampleTxId } },
  },
  handle: (ask, gateway) => {
    const { programId } = ask.params;
    return writeOnce(ask, gateway, {
      content: { programId, ...ask.body },
      write: (options) => gateway.writes.allotQuota(ask.caller, programId, ask.body.grants, options),
      body: (quota) => (quota === undefined ? { programId } : withSums(quota)),
      status: 200,
    });
  },
});

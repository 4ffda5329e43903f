/** `/v1/network/plans/{planHash}`: who signed a change of the channel that members decided on, and what came of it. */
import {
  listPlanExecutions as executionsEntry,
  listPlanSignatures as listEntry,
  pauseWrites as pauseEntry,
  planExecution,
  planSignature,
  recordExecution as recordEntry,
  signPlan as signEntry,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { readRoute } from '../../http/read-route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleTime, exampleTxId } from '../examples.js';
import { asOfBlock, written } from '../views.js';
import { exampleProposalId } from './examples.js';

const plan = '/v1/network/plans/{planHash}';
const path = `${plan}/signatures` as const;
const { planHash, ...signed } = signEntry.request.shape;
const params = { planHash: 'ab'.repeat(32) };
const about = { tag: 'Governance', params: z.strictObject({ planHash }) };
const body = {
  proposalId: exampleProposalId,
  intent: '{"kind":"batch-timeout","timeoutMs":300}',
  sequence: 3,
  updateHash: 'cd'.repeat(32),
  signature: 'CgA=',
};
const example = { ...params, ...body, mspId: 'HarborMSP', signedAt: exampleTime };

export const signPlan = writeRoute(signEntry, path, {
  ...about,
  operationId: 'signPlan',
  summary: 'Posts the own organisation’s signature on a change of the channel.',
  description:
    'Stewards that run do it by themselves: `npm run network -- steward`, `member network steward`. One for an earlier configuration gives way to it.',
  body: z.strictObject(signed),
  view: z.strictObject({ ...planSignature.partial().shape, ...written }),
  done: 'Posted, or there already; what stands.',
  example: { params, body, replies: { 200: { ...example, state: 'committed', txId: exampleTxId } } },
});

export const listPlanSignatures = readRoute(listEntry, path, {
  ...about,
  operationId: 'listPlanSignatures',
  summary: 'The signatures that organisations posted on a change of the channel.',
  view: z.strictObject({ signatures: z.array(planSignature), asOfBlock }),
  shows: 'All of them.',
  example: { params, replies: { 200: { signatures: [example], asOfBlock: 42 } } },
});

const { planHash: _ofPlan, ...toRecord } = recordEntry.request.shape;
const ofProposal = { proposalId: exampleProposalId };
const own = { mspId: 'HarborMSP' };
const said = { at: exampleTime };
const recorded = { block: 57, sequence: 4, ...said };
const executed = z.strictObject({ ...planExecution.partial().shape, ...written });

export const pauseWrites = writeRoute(pauseEntry, `${plan}/pause`, {
  ...about,
  operationId: 'pauseWrites',
  summary: 'Has all gateways let writes wait for seconds, while the plan is carried out.',
  description: 'Stewards do it by themselves before orderers change. `/readyz` says while it lasts.',
  body: z.strictObject({ proposalId: pauseEntry.request.shape.proposalId }),
  view: executed,
  done: 'Writes wait; how often they have.',
  example: {
    params,
    body: ofProposal,
    replies: {
      200: { ...params, ...ofProposal, ...own, pause: { times: 1, ...said }, state: 'committed', txId: exampleTxId },
    },
  },
});

export const recordExecution = writeRoute(recordEntry, `${plan}/execution`, {
  ...about,
  operationId: 'recordExecution',
  summary: 'Records in which block the plan was carried out, as the own word.',
  description:
    'Stewards do it by themselves. Whether block, sequence, transaction and proposal are so is compared by the audit, and by every gateway that watches.',
  body: z.strictObject(toRecord),
  view: executed,
  done: 'Recorded, or so already.',
  example: {
    params,
    body: { ...ofProposal, block: 57, sequence: 4 },
    replies: { 200: { ...params, ...ofProposal, ...own, recorded, state: 'committed', txId: exampleTxId } },
  },
});

export const listPlanExecutions = readRoute(executionsEntry, `${plan}/executions`, {
  ...about,
  operationId: 'listPlanExecutions',
  summary: 'What came of the plan, for each proposal that has it, by each member’s word.',
  view: z.strictObject({ executions: z.array(planExecution), asOfBlock }),
  shows: 'All of them.',
  example: {
    params,
    replies: { 200: { executions: [{ ...params, ...ofProposal, ...own, recorded }], asOfBlock: 58 } },
  },
});

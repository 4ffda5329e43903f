/**
 * What came of a plan that members decided on, by each member's own word: that writes wait while it is carried out, and where it stands
 * since. The ledger does not know the channel's blocks: whether block, sequence and transaction are so, and by which proposal, the audit
 * compares, for each member's word by itself.
 */
import { z } from 'zod';
import { anyone, ofMembers, ofReads, transaction } from '../core/transaction.js';
import { mspId, sha256Hex, timestamp } from '../core/values.js';
import { proposalId } from './proposals.js';

/** So often writes wait for one decision by one member's word at the most: nobody keeps others from writing by it. */
export const PAUSES_MAX = 5;
/** So long a gateway lets writes wait at the most, from when it sees it. */
export const PAUSE_MS = 10_000;

const pause = z.strictObject({
  times: z.int().min(1).max(PAUSES_MAX).meta({ description: 'How often writes have waited by its word.' }),
  at: timestamp.meta({ description: 'When it asked for it last.' }),
});

const place = {
  block: z.int().min(1).meta({ description: 'The block that it stands in.' }),
  sequence: z.int().min(1).meta({ description: 'Of the configuration, or of the definition, that came of it.' }),
  txId: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 digits of a hexadecimal number')
    .optional()
    .meta({ description: 'The transaction; configurations have none.' }),
};

const recorded = z.strictObject({
  ...place,
  at: timestamp.meta({ description: 'When it was recorded.' }),
});

export const planExecution = z.strictObject({
  planHash: sha256Hex,
  proposalId,
  mspId: mspId.meta({ description: 'Who says so.' }),
  pause: pause.optional().meta({ description: 'That writes wait, for seconds at the most; absent if they never did.' }),
  recorded: recorded.optional().meta({ description: 'Where it stands; absent until this member says so.' }),
});
export type PlanExecution = z.infer<typeof planExecution>;

const decided = { planHash: sha256Hex, proposalId };
const errors = [...ofMembers, 'PROPOSAL_UNKNOWN', 'PLAN_NOT_DECIDED', 'PLAN_CARRIED_OUT'] as const;

export const pauseWrites = transaction({
  name: 'Governance:PauseWrites',
  mode: 'submit',
  summary:
    'Has all gateways let writes wait for seconds, while a plan that members decided on is carried out: orderers that change are quick when nothing is under way.',
  roles: ['admin', 'delegate'],
  request: z.strictObject(decided),
  reply: planExecution,
  errors: [...errors, 'PAUSES_USED_UP'],
});

export const recordExecution = transaction({
  name: 'Governance:RecordExecution',
  mode: 'submit',
  summary:
    'Records in which block a plan that members decided on was carried out, as the own word, once. Repeating it changes nothing.',
  roles: ['admin', 'delegate'],
  request: z.strictObject({ ...decided, ...place }),
  reply: planExecution,
  errors,
});

export const listPlanExecutions = transaction({
  name: 'Governance:PlanExecutions',
  mode: 'evaluate',
  summary: 'What came of one plan, for each proposal that has it, by each member’s word.',
  roles: anyone,
  request: z.strictObject({ planHash: sha256Hex }),
  reply: z.strictObject({ executions: z.array(planExecution) }),
  errors: ofReads,
});

/** What came of a plan that members decided on, by each member's own word: another one's ends no pause and stands for nobody. */
import {
  PAUSES_MAX,
  type PlanExecution,
  type Proposal,
  type RequestOf,
  type recordExecution,
} from '@commonpoint/catalogue';
import { present } from '../core/present.js';
import { refuse, Refusal } from '../core/refusal.js';
import type { Saying } from '../core/saying.js';

type OfPlan = Pick<PlanExecution, 'planHash' | 'proposalId'>;

/** Errors: PLAN_NOT_DECIDED, PLAN_CARRIED_OUT, PAUSES_USED_UP. */
export function decidePauseWrites(
  before: PlanExecution | undefined,
  { planHash, proposalId }: OfPlan,
  proposal: Proposal,
  { by, at }: Saying,
): PlanExecution | Refusal {
  const refused = refuseUnlessPlanned(proposal, { planHash, kinds: ['channel-configuration'] });
  if (refused !== undefined) return refused;
  if (before?.recorded !== undefined) return carriedOut(before.recorded);
  const times = (before?.pause?.times ?? 0) + 1;
  if (times > PAUSES_MAX)
    return refuse('PAUSES_USED_UP', `writes waited ${PAUSES_MAX} times for ${proposalId} by ${by}’s word`);
  return { planHash, proposalId, mspId: by, pause: { times, at } };
}

/** The same where it is recorded so. Errors: PLAN_NOT_DECIDED, PLAN_CARRIED_OUT. */
export function decideRecordExecution(
  before: PlanExecution | undefined,
  { planHash, proposalId, block, sequence, txId }: RequestOf<typeof recordExecution>,
  proposal: Proposal,
  { by, at }: Saying,
): PlanExecution | Refusal {
  const refused = refuseUnlessPlanned(proposal, {
    planHash,
    kinds: ['channel-configuration', 'chaincode-definition'],
  });
  if (refused !== undefined) return refused;
  const known = before?.recorded;
  if (before !== undefined && known !== undefined) {
    const isSame = known.block === block && known.sequence === sequence && known.txId === txId;
    return isSame ? before : carriedOut(known);
  }
  return { ...before, planHash, proposalId, mspId: by, recorded: { block, sequence, ...present({ txId }), at } };
}

/** Errors: PLAN_NOT_DECIDED. */
export function refuseUnlessPlanned(
  { proposalId, status, actions }: Proposal,
  { planHash, kinds }: { readonly planHash: string; readonly kinds: readonly string[] },
): Refusal | undefined {
  const isPlanned = actions.some(
    (each) => kinds.includes(each.kind) && 'planHash' in each && each.planHash === planHash,
  );
  if (isPlanned && status === 'executed') return undefined;
  return refuse('PLAN_NOT_DECIDED', isPlanned ? `${proposalId} is ${status}` : `${proposalId} has another plan`);
}

function carriedOut({ block, sequence }: NonNullable<PlanExecution['recorded']>): Refusal {
  return refuse(
    'PLAN_CARRIED_OUT',
    `the own word is that it was carried out in block ${block}, as sequence ${sequence}`,
  );
}

/** The rows of plans that members decided on: who signed one, and what came of it. */
import type { PlanExecution, PlanSignature, Proposal } from '@commonpoint/catalogue';
import type { Refusal } from '../../domain/core/refusal.js';
import { planExecutionKey, planExecutions, planSignatures } from './keys.js';
import { accept } from '../core/ledger-error.js';
import { loadProposal } from './load-world.js';
import type { LedgerState } from '../core/state.js';

export async function loadPlanSignatures(state: LedgerState, planHash: string): Promise<PlanSignature[]> {
  const found: PlanSignature[] = [];
  for await (const { value } of state.range(planSignatures(planHash))) found.push(value);
  return found;
}

export async function loadPlanExecutions(state: LedgerState, planHash: string): Promise<PlanExecution[]> {
  const found: PlanExecution[] = [];
  for await (const { value } of state.range(planExecutions(planHash))) found.push(value);
  return found;
}

/** Writes what is decided of a member's own word on it, where that changes something. Errors: PROPOSAL_UNKNOWN, and what is refused. */
export async function changeExecution(
  state: LedgerState,
  { planHash, proposalId, mspId }: Pick<PlanExecution, 'planHash' | 'proposalId' | 'mspId'>,
  decide: (before: PlanExecution | undefined, proposal: Proposal) => PlanExecution | Refusal,
): Promise<PlanExecution> {
  const proposal = await loadProposal(state, proposalId);
  const key = planExecutionKey(planHash, proposalId, mspId);
  const before = await state.get(key);
  const after = accept(decide(before, proposal));
  if (after !== before) state.put(key, after);
  return after;
}

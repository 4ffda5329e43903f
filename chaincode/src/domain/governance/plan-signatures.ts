/** Whose signature on a change of the channel stands on the ledger. */
import type { PlanSignature, Proposal, RequestOf, signPlan } from '@commonpoint/catalogue';
import type { Refusal } from '../core/refusal.js';
import type { Saying } from '../core/saying.js';
import { refuseUnlessPlanned } from './plan-executions.js';

/** The signature's row; one that is for an earlier configuration than the one that stands changes nothing. Errors: PLAN_NOT_DECIDED. */
export function decideSignPlan(
  before: PlanSignature | undefined,
  request: RequestOf<typeof signPlan>,
  proposal: Proposal,
  { by, at }: Saying,
): PlanSignature | Refusal {
  const { planHash, sequence, signature } = request;
  const refused = refuseUnlessPlanned(proposal, { planHash, kinds: ['channel-configuration'] });
  if (refused !== undefined) return refused;
  const isOlder = before !== undefined && sequence < before.sequence;
  const isSame = before?.sequence === sequence && before.signature === signature;
  return isOlder || isSame ? before : { ...request, mspId: by, signedAt: at };
}

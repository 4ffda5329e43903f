/** Who votes on a proposal. */
import type { GovernanceAction } from '@commonpoint/catalogue';
import { Refusal, refuse } from '../core/refusal.js';
import { ruleOf } from './actions.js';
import type { World } from './world.js';

/**
 * Those that vote, without whom it is about. What throws somebody out, or says that it does not pay, more than half of them decide on: else
 * a few would throw out all others, who have no vote on it. What helps somebody, any that are left decide on. Errors: PROPOSAL_INAPPLICABLE.
 */
export function votersOn(world: World, actions: readonly GovernanceAction[]): string[] | Refusal {
  const concerned = new Set(actions.flatMap((action) => ruleOf(action).without?.(action) ?? []));
  const active = activeVoters(world);
  const voters = active.filter((mspId) => !concerned.has(mspId));
  const isAgainst = actions.some((action) => ruleOf(action).isAgainst === true);
  if (isAgainst ? voters.length * 2 > active.length : voters.length > 0) return voters;
  const wanted = isAgainst ? 'more than half are to decide on it' : 'nobody is left to decide on it';
  const detail = `it is about ${active.length - voters.length} of ${active.length} members that vote: ${wanted}`;
  return refuse('PROPOSAL_INAPPLICABLE', detail, { errors: [{ pointer: '/actions', detail }] });
}

export function activeVoters({ organizations, constitution }: World): string[] {
  return [...organizations.values()]
    .filter(({ kind, status }) => status === 'active' && constitution.voters.includes(kind))
    .map(({ mspId }) => mspId)
    .sort();
}

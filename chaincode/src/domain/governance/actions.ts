/** The table of actions: of each which rule decides on it, whether it can be done, what it changes, and how one says so. */
import type { ActionKind, GovernanceAction } from '@commonpoint/catalogue';
import type { Refusal } from '../core/refusal.js';
import type { ActionRule, ActionRules, Decision } from './action-rules.js';
import { agreementActions } from './agreement-actions.js';
import { defaultActions } from './default-actions.js';
import { lineActions } from './line-actions.js';
import { membershipActions } from './membership-actions.js';
import { orderActions } from './order-actions.js';
import { plannedActions } from './planned-actions.js';
import { programActions } from './program-actions.js';
import type { World } from './world.js';

export const actionRules: ActionRules = {
  ...membershipActions,
  ...defaultActions,
  ...agreementActions,
  ...programActions,
  ...plannedActions,
  ...orderActions,
  ...lineActions,
};

/** The rule of an action, whatever its kind. */
export function ruleOf(action: GovernanceAction): ActionRule<ActionKind> {
  return actionRules[action.kind] as unknown as ActionRule<ActionKind>;
}

export interface Applied {
  readonly world: World;
  /** What was changed, a sentence for each action. */
  readonly changes: readonly string[];
}

/** Does one action after the other, each on what the ones before it left. Errors: PROPOSAL_INAPPLICABLE. */
export function applyActions(
  before: World,
  actions: readonly GovernanceAction[],
  by: Decision,
  inapplicable: (index: number, why: string) => Refusal,
): Applied | Refusal {
  let world = before;
  const changes: string[] = [];
  for (const [index, action] of actions.entries()) {
    const rule = ruleOf(action);
    const why = rule.validate(action, world);
    if (why !== undefined) return inapplicable(index, why);
    changes.push(rule.preview(action, world));
    world = rule.apply(action, world, by);
  }
  return { world: withNextEpoch(before, world), changes };
}

/** Whether a proposal ends when members or the constitution change by another one. */
export function endsWithEpoch(actions: readonly GovernanceAction[]): boolean {
  return actions.some((action) => ['members', 'constitution'].includes(ruleOf(action).matter));
}

/** A change of members or of the constitution begins an epoch. */
export function withNextEpoch(before: World, after: World): World {
  const sameMembers = [...after.organizations].every(
    ([mspId, { status, kind }]) =>
      before.organizations.get(mspId)?.status === status && before.organizations.get(mspId)?.kind === kind,
  );
  if (sameMembers && before.constitution === after.constitution) return after;
  return { ...after, epoch: { number: before.epoch.number + 1, since: after.at } };
}

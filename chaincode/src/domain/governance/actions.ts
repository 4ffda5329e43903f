/** The table of actions: of each which rule decides on it, whether it can be done, what it changes, and how one says so. */
import type { ActionKind, ActionOf, GovernanceAction, Matter } from '@commonpoint/catalogue';
import type { Refusal } from '../core/refusal.js';
import { agreementActions } from './agreement-actions.js';
import { membershipActions } from './membership-actions.js';
import { plannedActions } from './planned-actions.js';
import { programActions } from './program-actions.js';
import type { World } from './world.js';

export interface ActionRule<Kind extends ActionKind> {
  readonly matter: Matter;
  /** Members that have no vote on it, because it is about them. */
  readonly without?: (action: ActionOf<Kind>) => readonly string[];
  /** Members whose liability it touches: without them it is not decided. */
  readonly consents?: (action: ActionOf<Kind>, world: World) => readonly string[];
  /** Why it cannot be done as things stand; a sentence. */
  readonly validate: (action: ActionOf<Kind>, world: World) => string | undefined;
  readonly apply: (action: ActionOf<Kind>, world: World, by: Decision) => World;
  /** What it changes, from what is there now. */
  readonly preview: (action: ActionOf<Kind>, world: World) => string;
}

/** What an action is done for. */
export interface Decision {
  readonly proposalId: string;
}

export type ActionRules<Kind extends ActionKind = ActionKind> = { readonly [Each in Kind]: ActionRule<Each> };

export const actionRules: ActionRules = {
  ...membershipActions,
  ...agreementActions,
  ...programActions,
  ...plannedActions,
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
function withNextEpoch(before: World, after: World): World {
  const sameMembers = [...after.organizations].every(
    ([mspId, { status, kind }]) =>
      before.organizations.get(mspId)?.status === status && before.organizations.get(mspId)?.kind === kind,
  );
  if (sameMembers && before.constitution === after.constitution) return after;
  return { ...after, epoch: { number: before.epoch.number + 1, since: after.at } };
}

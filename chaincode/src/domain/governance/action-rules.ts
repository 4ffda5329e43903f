/** What the table of actions knows of each. */
import type { ActionKind, ActionOf, Matter } from '@commonpoint/catalogue';
import type { World } from './world.js';

export interface ActionRule<Kind extends ActionKind> {
  readonly matter: Matter;
  /** Members that have no vote on it, because it is about them. */
  readonly without?: (action: ActionOf<Kind>) => readonly string[];
  /** It throws out those whom it is about, or says that they do not pay: more than half of those that vote decide on it. */
  readonly isAgainst?: boolean;
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

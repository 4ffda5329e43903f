/** What is carried out elsewhere: the ledger has the decision, and the hash of what is to be done. */
import type { ActionKind } from '@commonpoint/catalogue';
import type { ActionRule, ActionRules } from './action-rules.js';

type Planned = 'chaincode-definition' | 'channel-configuration' | 'approve-migration';

const planned = (
  what: string,
): Pick<ActionRule<ActionKind>, 'matter' | 'validate' | 'apply'> & {
  readonly preview: (action: { readonly planHash: string }) => string;
} => ({
  matter: 'network',
  validate: () => undefined,
  apply: (_action, world) => world,
  preview: ({ planHash }) => `${what} follows the plan with the hash ${planHash}`,
});

export const plannedActions: ActionRules<Planned | 'switch-on'> = {
  'chaincode-definition': planned('the definition of the chaincode'),
  'channel-configuration': planned('the configuration of the channel'),
  'approve-migration': planned('a migration'),
  'switch-on': {
    matter: 'network',
    validate: () => undefined,
    apply: (_action, world) => world,
    preview: ({ feature }) => `the feature ${feature} will be switched on`,
  },
};

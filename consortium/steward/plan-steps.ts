/** Changes of one channel that come one after the other, each planned on what the one before it makes. Pure. */
import type { GovernanceAction } from '@commonpoint/catalogue';
import type { common } from '@hyperledger/fabric-protos';
import {
  type ChaincodeDefinition,
  definitionAfter,
  definitionHash,
} from '@commonpoint/network/admin/chaincode-definition';
import { planUpdate } from '@commonpoint/network/config/carry-out';
import type { Intent } from '@commonpoint/network/config/intents';
import { collectionsOf } from '../description/collections.js';
import type { AgreedTopology } from '../description/founding.js';

/** As the own peer has it. */
export interface StandingChannel {
  readonly present: common.Config;
  readonly committed: ChaincodeDefinition | undefined;
}

export class PlanSteps {
  /** What has to be decided for them. */
  readonly actions: GovernanceAction[] = [];
  /** As the channel is after them. */
  config: common.Config;

  constructor(
    private readonly channel: string,
    present: common.Config,
  ) {
    this.config = present;
  }

  configure(intent: Intent): Intent {
    const { planHash, wanted } = planUpdate(this.channel, this.config, intent);
    this.actions.push({ kind: 'channel-configuration', planHash });
    this.config = wanted;
    return intent;
  }

  /** Undefined when the chaincode is defined so. */
  define(committed: ChaincodeDefinition | undefined, topology: AgreedTopology): ChaincodeDefinition | undefined {
    const { definition, isCommitted } = definitionAfter(committed, topology, collectionsOf(topology));
    if (isCommitted) return undefined;
    this.actions.push({ kind: 'chaincode-definition', planHash: definitionHash(definition) });
    return definition;
  }
}

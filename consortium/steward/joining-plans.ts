/**
 * All that members decide on when an organisation joins, from what there is now: that it is admitted, the channel with it, the
 * chaincode with it, and the channel with its orderer. Pure: whoever asks plans the same.
 */
import type { GovernanceAction } from '@commonpoint/catalogue';
import type { common } from '@hyperledger/fabric-protos';
import type { ChaincodeDefinition } from '@commonpoint/network/admin/chaincode-definition';
import { groupAt } from '@commonpoint/network/config/channel-values';
import { highestNumberIn, underFreeNumber } from '@commonpoint/network/config/consenter-numbers';
import type { Intent } from '@commonpoint/network/config/intents';
import type { Introduction } from '@commonpoint/network/config/introduction';
import type { AgreedTopology } from '../description/founding.js';
import { PlanSteps, type StandingChannel } from './plan-steps.js';

export interface JoiningPlans {
  /** Undefined when it is in force. */
  readonly organization: Intent | undefined;
  readonly definition: ChaincodeDefinition | undefined;
  readonly orderer: Intent | undefined;
  /** What has to be decided for the rest, but for whether it is admitted. */
  readonly actions: readonly GovernanceAction[];
  /** As the channel is then. */
  readonly wanted: common.Config;
}

/**
 * @param topology with the newcomer
 * @param highestBefore the highest number that a consenter of the channel ever had. What changes it changes who orders, and so what is to be
 *   decided on, anyway.
 */
export function joiningPlans({
  topology,
  introduction,
  present,
  committed,
  highestBefore,
}: StandingChannel & {
  readonly topology: AgreedTopology;
  readonly introduction: Introduction;
  readonly highestBefore: number;
}): JoiningPlans {
  const steps = new PlanSteps(topology.channel, present);
  const admit = (group: 'Application' | 'Orderer', intent: Intent): Intent | undefined =>
    groupAt(steps.config, group, introduction.mspId) === undefined ? steps.configure(intent) : undefined;
  const organization = admit('Application', { kind: 'admit-organization', introduction });
  const definition = steps.define(committed, topology);
  const numbered = underFreeNumber(introduction, Math.max(highestBefore, highestNumberIn(present)));
  const orderer = admit('Orderer', { kind: 'admit-orderer', introduction: numbered });
  return { organization, definition, orderer, actions: steps.actions, wanted: steps.config };
}

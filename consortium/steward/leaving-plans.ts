/**
 * All that members decide on when an organisation leaves the channel, from what there is now: the chaincode without it, the channel
 * without its orderers, and without it. In this order: a definition that names one that is out of the channel is the last that
 * anybody can approve. Pure: whoever asks plans the same.
 */
import type { GovernanceAction } from '@commonpoint/catalogue';
import type { common } from '@hyperledger/fabric-protos';
import type { ChaincodeDefinition } from '@commonpoint/network/admin/chaincode-definition';
import { consentersIn, groupAt } from '@commonpoint/network/config/channel-values';
import type { Intent } from '@commonpoint/network/config/intents';
import type { AgreedTopology } from '../description/founding.js';
import { PlanSteps, type StandingChannel } from './plan-steps.js';

export interface LeavingPlans {
  /** Undefined when the chaincode is defined so. */
  readonly definition: ChaincodeDefinition | undefined;
  /** One for each of its orderers. */
  readonly orderers: readonly Intent[];
  readonly organization: Intent | undefined;
  /** What has to be decided for the rest, but for whether it is a member. */
  readonly actions: readonly GovernanceAction[];
  /** As the channel is then. */
  readonly wanted: common.Config;
}

/** @param topology without the one that leaves */
export function leavingPlans({
  topology,
  mspId,
  present,
  committed,
}: StandingChannel & { readonly topology: AgreedTopology; readonly mspId: string }): LeavingPlans {
  const steps = new PlanSteps(topology.channel, present);
  const definition = steps.define(committed, topology);
  const orderers = consentersIn(present)
    .filter((each) => each.getMspId() === mspId)
    .map((each) => steps.configure({ kind: 'remove-orderer', consenterId: each.getId() }));
  const isThere = groupAt(present, 'Application', mspId) !== undefined;
  const organization = isThere ? steps.configure({ kind: 'remove-organization', mspId }) : undefined;
  return { definition, orderers, organization, actions: steps.actions, wanted: steps.config };
}

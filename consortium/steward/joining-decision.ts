/** What members still have to decide on so that an organisation joins, as one member's own peer has it. */
import type { GovernanceAction, Proposal } from '@commonpoint/catalogue';
import type { common } from '@hyperledger/fabric-protos';
import type { ChaincodeDefinition } from '@commonpoint/network/admin/chaincode-definition';
import type { Introduction } from '@commonpoint/network/config/introduction';
import type { Organization } from '@commonpoint/network/topology';
import type { AgreedTopology } from '../description/founding.js';
import { undecided } from './decisions.js';
import { type JoiningPlans, joiningPlans } from './joining-plans.js';
import type { Steward } from './steward.js';

/** An organisation that joins, as it introduced itself. */
export interface Joining {
  /** With the newcomer. */
  readonly topology: AgreedTopology;
  readonly newcomer: Organization;
  readonly introduction: Introduction;
}

export interface JoiningDecision {
  readonly plans: JoiningPlans;
  /** What no executed proposal covers yet; empty when all is decided. */
  readonly actions: readonly GovernanceAction[];
  readonly present: common.Config;
  readonly committed: ChaincodeDefinition | undefined;
  /** All that members ever proposed. */
  readonly proposals: readonly Proposal[];
}

/** So often it is read again because members decide meanwhile: then what is decided is seen the next time. */
const READ_AGAIN_MAX = 20;

export async function joiningDecision(
  steward: Steward,
  joining: Joining,
  readAgain = READ_AGAIN_MAX,
): Promise<JoiningDecision> {
  const { topology, newcomer, introduction } = joining;
  const { proposals, open } = await steward.decisions();
  // Before the configuration: whoever comes in between is in that one.
  const highestBefore = await steward.history.highestNumber();
  const [present, committed, organizations] = await Promise.all([
    steward.config(),
    steward.definition(),
    steward.organizations(),
  ]);
  // What executes a proposal makes it a member in the same block.
  const isChanged = JSON.stringify(await steward.proposals()) !== JSON.stringify(proposals);
  if (isChanged && readAgain > 0) return joiningDecision(steward, joining, readAgain - 1);
  const plans = joiningPlans({ topology, introduction, present, committed, highestBefore });
  const { mspId, name, kind: memberKind } = newcomer;
  const status = organizations.find((each) => each.mspId === mspId)?.status ?? 'left';
  const actions = [
    ...(status === 'left' ? [{ kind: 'admit' as const, mspId, name, memberKind }] : []),
    ...undecided(plans.actions, { open, proposals }),
  ];
  return { plans, actions, present, committed, proposals };
}

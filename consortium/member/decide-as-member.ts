/** One organisation's part in a decision of the members, by its delegate's key: it proposes, votes for it, and has it executed. */
import {
  castVote,
  executeProposal,
  getConstitution,
  getProposal,
  type GovernanceAction,
  type Proposal,
  propose,
  withdrawProposal,
} from '@commonpoint/catalogue';
import { proposalIdFor, underWay } from '../steward/proposal-id.js';
import type { Steward } from '../steward/steward.js';
import { Waiting } from '../terminal/await-others.js';

export interface DecidingAsMember {
  /** Behind the proposer's name. */
  readonly name: string;
  readonly actions: readonly GovernanceAction[];
  /** What was ever proposed. */
  readonly before: readonly Proposal[];
  readonly isVoter: boolean;
  readonly say: (line: string) => void;
}

/**
 * What can be done now: whoever is the first proposes, and the others vote for what they planned themselves as well.
 * @returns what is waited for then
 */
export async function decideAsMember(
  steward: Steward,
  { name, actions, before, isVoter, say }: DecidingAsMember,
): Promise<Waiting> {
  const { mspId } = steward;
  const [chosen, ...others] = underWay(before, actions);
  if (chosen === undefined) {
    if (!isVoter) return new Waiting('a member that votes has to propose it');
    const proposalId = proposalIdFor(name, mspId, actions, before);
    await steward.submit(propose, { proposalId, actions: [...actions] });
    say(`proposed as ${proposalId}`);
    return new Waiting(`${proposalId} is open`);
  }
  const { proposalId } = chosen;
  // Two may have proposed the same at once: the first one is voted on.
  for (const own of others.filter(({ proposer }) => proposer === mspId)) {
    await steward.submit(withdrawProposal, { proposalId: own.proposalId });
    say(`${own.proposalId} is withdrawn: ${proposalId} says the same`);
  }
  const { proposal, votes } = await steward.read(getProposal, { proposalId });
  const { status, voters, votingEnds, executableFrom = '' } = proposal;
  if (status === 'open') {
    if (voters.includes(mspId) && !votes.some((each) => each.mspId === mspId)) {
      await steward.submit(castVote, { proposalId, vote: 'for' });
      say(`voted for ${proposalId}`);
    }
    return new Waiting(`${proposalId} is open until ${votingEnds}`);
  }
  if (status === 'passed' && Date.parse(executableFrom) > Date.now()) {
    return new Waiting(`${proposalId} passed, and is executed from ${executableFrom} on`);
  }
  if (status === 'passed') {
    await steward.submit(executeProposal, { proposalId });
    say(`${proposalId} is executed`);
  }
  return new Waiting(`${proposalId} is ${status}`);
}

/** Whether organisations of this kind vote. */
export async function votes(steward: Steward, kind: string): Promise<boolean> {
  const { constitution } = await steward.read(getConstitution, {});
  return constitution.voters.some((each) => each === kind);
}

/**
 * One member's part in having an organisation join a consortium that runs: `member admit FILE`, with its own keys alone. It votes, signs,
 * approves and sends what it planned itself; what others have to do is waited for. How far it is stands on the ledger and in the
 * channel's configuration, so that it may be cut off anywhere and run again.
 */
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { spelledOut } from '@commonpoint/network/names';
import type { Organization } from '@commonpoint/network/topology';
import { planUpdate } from '@commonpoint/network/config/carry-out';
import { requireWell } from '../launcher/network-preflight.js';
import { followPlan } from '../steward/follow-decisions.js';
import { joinableDecision } from '../steward/joinable-decision.js';
import type { Joining } from '../steward/joining-decision.js';
import { getProposal, type GovernanceAction, type Proposal } from '@commonpoint/catalogue';
import { type Backed, holdingUp, rivalsOf, underWay } from '../steward/proposal-id.js';
import { Steward } from '../steward/steward.js';
import { awaitOthers, Waiting } from '../terminal/await-others.js';
import { Complaint } from '../terminal/complaint.js';
import { decideAsMember, votes } from './decide-as-member.js';
import { defineAsMember } from './define-as-member.js';
import type { Member } from './member-steps.js';
import { addressesOf, newcomerIn, withNewcomer } from './newcomer.js';

type Say = (line: string) => void;

interface Admitting extends Joining {
  readonly member: Member;
  readonly steward: Steward;
  readonly say: Say;
  /** MSP ids whose rival proposals do not hold this one up. */
  readonly despite: readonly string[];
}

/** @throws Complaint */
export async function admit(path: string, member: Member, say: Say, despite: readonly string[] = []): Promise<void> {
  await asMember(path, member, say, async (found) => {
    const admitting = { ...found, despite };
    const { newcomer, topology } = admitting;
    for (const line of saidOf(newcomer, path)) say(line);
    await decide(admitting);
    await carryOut(admitting, 'organization');
    say(`${newcomer.name} is in the channel`);
    const sequence = await defineAsMember(admitting.steward, {
      wanted: async () => (await joinableDecision(admitting.steward, admitting)).plans.definition,
      say,
    });
    say(`the chaincode is defined with ${newcomer.name}, sequence ${sequence}`);
    await carryOut(admitting, 'orderer');
    say(`the orderer of ${newcomer.name} takes part: of ${topology.organizations.length} organisations all order now`);
  });
}

/** What is to be decided on, and the two changes of the channel for those who sign elsewhere; nothing is changed. @throws Complaint */
export async function showAdmission(path: string, member: Member, say: Say): Promise<void> {
  await asMember(path, member, say, async (admitting) => {
    for (const line of saidOf(admitting.newcomer, path)) process.stderr.write(`${line}\n`);
    const { actions, plans } = await joinableDecision(admitting.steward, admitting);
    say(JSON.stringify({ actions }));
    for (const wish of [plans.organization, plans.orderer]) if (wish !== undefined) say(JSON.stringify(wish));
  });
}

async function asMember(
  path: string,
  member: Member,
  say: Say,
  action: (admitting: Omit<Admitting, 'despite'>) => Promise<void>,
): Promise<void> {
  const { organization: newcomer, introduction } = newcomerIn(path);
  if (newcomer.mspId === member.organization.mspId) {
    throw new Complaint(`${newcomer.name} is admitted by the members; it runs \`member join-running\` itself.`, 2);
  }
  const topology = withNewcomer(member.topology, newcomer);
  const steward = new Steward(topology, member.organization, member.dataDir, say);
  try {
    await action({ member, topology, newcomer, introduction, steward, say });
  } finally {
    steward.close();
  }
}

/** What a person compares before it votes. */
export function saidOf({ name, mspId, kind, domain, ...nodes }: Organization, path: string): string[] {
  return [
    `${path} introduces ${spelledOut(name)} (${mspId}), SHA-256 ${digestOf(path)}`,
    `  a ${kind} with the domain ${domain}, at ${addressesOf(nodes).join(' ')}`,
  ];
}

function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

async function decide(admitting: Admitting): Promise<void> {
  const { steward, member, newcomer, say } = admitting;
  let isWell = false;
  const isVoter = await votes(steward, member.organization.kind);
  await awaitOthers(
    async () => {
      const { actions, proposals: before, plans, present } = await joinableDecision(steward, admitting);
      if (actions.length === 0) return true;
      await refuseWhereHeldUp(admitting, before, actions);
      // Before it says anything: later a member that is unwell would keep the others waiting.
      if (!isWell) await requireWell([steward], { present, wanted: plans.wanted });
      isWell = true;
      return decideAsMember(steward, { name: `join-${newcomer.slug}`, actions, before, isVoter, say });
    },
    { say },
  );
}

/** @throws Complaint where another admission of the same newcomer has to be talked about first */
async function refuseWhereHeldUp(
  { steward, newcomer, despite }: Admitting,
  before: readonly Proposal[],
  actions: readonly GovernanceAction[],
): Promise<void> {
  const rivals = rivalsOf(before, actions, newcomer.mspId);
  if (rivals.length === 0) return;
  const backed = async (proposal: Proposal): Promise<Backed> => {
    const { votes } = await steward.read(getProposal, { proposalId: proposal.proposalId });
    return { proposal, votesFor: votes.filter(({ vote }) => vote === 'for').length };
  };
  const [own] = underWay(before, actions);
  const votesFor = own === undefined ? 0 : (await backed(own)).votesFor;
  const rival = holdingUp(await Promise.all(rivals.map(backed)), { votesFor, despite });
  if (rival === undefined) return;
  const { proposalId, proposer } = rival.proposal;
  throw new Complaint(
    `${proposalId} would admit ${newcomer.mspId} by other plans than the file comes to here: compare the files, and ` +
      'have it withdrawn, or vote against it, unless it is the right one. ' +
      `Where yours is right, \`--despite ${proposer}\` goes on whatever ${proposer} proposes.`,
  );
}

/** Signs it, and sends it when enough others have signed the same; whoever does so first is as good as any other. */
async function carryOut(admitting: Admitting, which: 'organization' | 'orderer'): Promise<void> {
  const { steward, topology, say } = admitting;
  await awaitOthers(
    async () => {
      const wish = (await joinableDecision(steward, admitting)).plans[which];
      if (wish === undefined) return true;
      const { planHash } = planUpdate(topology.channel, await steward.config(), wish);
      await followPlan(steward, planHash, say, wish);
      return new Waiting(
        `the plan ${planHash} is to be signed by administrators of more than half of all organisations`,
      );
    },
    { say },
  );
  await awaitOthers(() => steward.recordExecutions(), { say });
}

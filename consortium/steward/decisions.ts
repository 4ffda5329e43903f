/**
 * Which decision of the members covers a plan of the network, as the own peer has it. A plan says what is to be and not what it is
 * changed from: so each executed proposal is good for one application, as the audit counts, and none after a later one on the same.
 */
import type { Network } from '@hyperledger/fabric-gateway';
import { type GovernanceAction, listProposals, type PlanExecution, type Proposal } from '@commonpoint/catalogue';
import type { ConfigurationChange } from '@commonpoint/network/config/configuration-history';

/** The plan is not covered by an executed proposal; the message says how far members are with it. */
export class NotDecided extends Error {}

const PAGE_SIZE = 100;

/** What is carried out elsewhere, by the hash of its plan. */
export type PlannedKind = 'channel-configuration' | 'chaincode-definition';

/** The executed proposals of a plan, the last one last. */
export function executedWith(proposals: readonly Proposal[], kind: PlannedKind, planHash: string): Proposal[] {
  return proposals
    .filter(({ status }) => status === 'executed')
    .filter(({ actions }) => actions.some((action) => action.kind === kind && action.planHash === planHash))
    .toSorted((a, b) => inTime(endOf(a), endOf(b)));
}

/** When it was executed. */
function endOf({ endedAt = '' }: Proposal): string {
  return endedAt;
}

/** Times as the ledger writes them sort as text. */
function inTime(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** What the channel became, and what members decided, as the own peer has both. */
export interface Decided {
  readonly proposals: readonly Proposal[];
  /** Read after the proposals. */
  readonly changes: readonly ConfigurationChange[];
}

/** Hashes of configurations that members decided on more often than they were carried out, in the order of the decisions. */
export function openPlans({ proposals, changes }: Decided): string[] {
  const hashes = proposals.flatMap(({ actions }) =>
    actions.flatMap((action) => (action.kind === 'channel-configuration' ? [action.planHash] : [])),
  );
  const open = [...new Set(hashes)].flatMap((planHash) => {
    const [next] = openProposals({ proposals, changes }, planHash);
    return next === undefined ? [] : [{ planHash, at: endOf(next) }];
  });
  // The sort is stable: what one proposal decided on stays in its order.
  return open.toSorted((a, b) => inTime(a.at, b.at)).map(({ planHash }) => planHash);
}

/** Where what members decided on was carried out: of each change the decision that it used up. */
export function carriedOut({ proposals, changes }: Decided): { proposal: Proposal; change: ConfigurationChange }[] {
  return changes.flatMap((change, index) => {
    const [proposal] = openProposals({ proposals, changes: changes.slice(0, index) }, change.planHash);
    return proposal === undefined ? [] : [{ proposal, change }];
  });
}

/** Executed proposals of the plan that were not carried out: each application uses up the first of them. */
function openProposals({ proposals, changes }: Decided, planHash: string): Proposal[] {
  const uses = changes.filter((change) => change.planHash === planHash).length;
  return executedWith(proposals, 'channel-configuration', planHash).slice(uses);
}

/**
 * The executed proposal that a change of the configuration may still be made by.
 * @throws NotDecided, also when each decision on it was carried out, or a later one on the same was
 */
export function openDecision(
  decided: Decided,
  plan: { readonly planHash: string; readonly elements: readonly string[] },
): Proposal {
  const { proposals, changes } = decided;
  const { planHash, elements } = plan;
  const executed = executedWith(proposals, 'channel-configuration', planHash);
  const newest = executed.at(-1);
  if (newest === undefined) throw notDecided(proposals, 'channel-configuration', planHash);
  const [next] = openProposals(decided, planHash);
  if (next === undefined) {
    const uses = changes.filter((change) => change.planHash === planHash).map(({ sequence }) => sequence);
    throw new NotDecided(
      `the plan ${planHash} was carried out as configuration ${uses.join(', ')}, and each decision is good for once: ` +
        'propose it again',
    );
  }
  for (const change of changes) {
    const earlier = changes.filter(({ sequence }) => sequence < change.sequence);
    const [by] = openProposals({ proposals, changes: earlier }, change.planHash);
    const isLater = by !== undefined && endOf(by) > endOf(newest);
    if (isLater && change.elements.some((element) => elements.includes(element))) {
      throw new NotDecided(
        `${newest.proposalId} was replaced: ${by.proposalId}, decided later on the same, is in force since configuration ` +
          `${change.sequence}; propose the plan ${planHash} again`,
      );
    }
  }
  return next;
}

/** Of planned actions those that nothing executed covers any more; `open` are hashes of configurations that are decided on. */
export function undecided(
  actions: readonly GovernanceAction[],
  { open, proposals }: { readonly open: readonly string[]; readonly proposals: readonly Proposal[] },
): GovernanceAction[] {
  const executed = proposals.filter(({ status }) => status === 'executed').flatMap((each) => each.actions);
  const definitions = executed.flatMap((action) => (action.kind === 'chaincode-definition' ? [action.planHash] : []));
  const covered = new Set([...open, ...definitions]);
  return actions.filter((action) => !('planHash' in action) || !covered.has(action.planHash));
}

/**
 * The executed proposal that has the definition, the first one, as the audit counts; its plan has a number that is used once.
 * @throws NotDecided
 */
export function decisionOnDefinition(proposals: readonly Proposal[], planHash: string): Proposal {
  const [executed] = executedWith(proposals, 'chaincode-definition', planHash);
  if (executed === undefined) throw notDecided(proposals, 'chaincode-definition', planHash);
  return executed;
}

/** Whether a member's word says where this decision was carried out. */
export function isOwnRecord(
  { mspId, proposalId, recorded }: PlanExecution,
  own: Pick<PlanExecution, 'mspId' | 'proposalId'>,
): boolean {
  return mspId === own.mspId && proposalId === own.proposalId && recorded !== undefined;
}

function notDecided(proposals: readonly Proposal[], kind: PlannedKind, planHash: string): NotDecided {
  const states = proposals
    .filter(({ actions }) => actions.some((action) => action.kind === kind && action.planHash === planHash))
    .map(({ proposalId, status }) => `${proposalId} is ${status}`)
    .join(', ');
  return new NotDecided(
    `no executed proposal has the plan ${planHash}${states === '' ? '' : ` (${states})`}: propose it as ` +
      `{"kind":"${kind}","planHash":"${planHash}"}, vote on it, and have it executed`,
  );
}

/** All that were ever made, by id, as the own peer has them. */
export async function allProposals(
  network: Network,
  { chaincode, mspId }: { readonly chaincode: string; readonly mspId: string },
): Promise<Proposal[]> {
  const contract = network.getContract(chaincode);
  const proposals: Proposal[] = [];
  for (let bookmark = ''; ;) {
    const request = JSON.stringify({ pageSize: PAGE_SIZE, ...(bookmark !== '' && { bookmark }) });
    const options = { arguments: [request], endorsingOrganizations: [mspId] };
    const answer = await contract.newProposal(listProposals.name, options).evaluate();
    const page = listProposals.reply.parse(JSON.parse(Buffer.from(answer).toString('utf8')));
    proposals.push(...page.proposals);
    if (page.bookmark === '') return proposals;
    bookmark = page.bookmark;
  }
}

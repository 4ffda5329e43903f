/** Under which id an organisation proposes something. */
import type { GovernanceAction, Proposal } from '@commonpoint/catalogue';

/** Whether it is under way: votes are taken, or it waits for its execution. */
const isUnderWay = ({ status }: Proposal): boolean => ['open', 'passed'].includes(status);

/** The id of what is under way with these actions; one that ended without effect is proposed again under another id. */
export function proposalIdFor(
  name: string,
  proposer: string,
  actions: readonly GovernanceAction[],
  before: readonly Proposal[],
): string {
  for (let attempt = 1; ; attempt += 1) {
    const id = `${proposer}:${name}${attempt === 1 ? '' : `-${attempt}`}`;
    const found = before.find(({ proposalId }) => proposalId === id);
    if (found === undefined) return id;
    if (isUnderWay(found) && hasActions(found, actions)) return id;
  }
}

function hasActions(proposal: Proposal, actions: readonly GovernanceAction[]): boolean {
  return JSON.stringify(proposal.actions) === JSON.stringify(actions);
}

/** Proposals of exactly these actions that are under way, whoever made them; the first one that was made first. */
export function underWay(before: readonly Proposal[], actions: readonly GovernanceAction[]): Proposal[] {
  return before
    .filter((each) => isUnderWay(each) && hasActions(each, actions))
    .toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

/** Times as the ledger writes them sort as text. */
const orderOf = ({ proposedAt, proposalId }: Proposal): string => `${proposedAt} ${proposalId}`;

/** Proposals that are under way and would admit the organisation, but by other plans than these. */
export function rivalsOf(before: readonly Proposal[], actions: readonly GovernanceAction[], mspId: string): Proposal[] {
  return before.filter(
    (each) =>
      isUnderWay(each) &&
      !hasActions(each, actions) &&
      each.actions.some((action) => action.kind === 'admit' && action.mspId === mspId),
  );
}

/** A proposal, and how many members voted for it. */
export interface Backed {
  readonly proposal: Pick<Proposal, 'proposalId' | 'proposer'>;
  readonly votesFor: number;
}

/**
 * The rival that keeps a member from voting for what it planned: one that no fewer members stand behind, unless it was said that its
 * proposer's do not count. So no single member holds up what several have voted for.
 */
export function holdingUp(
  rivals: readonly Backed[],
  { votesFor, despite }: { readonly votesFor: number; readonly despite: readonly string[] },
): Backed | undefined {
  return rivals.find((rival) => rival.votesFor >= votesFor && !despite.includes(rival.proposal.proposer));
}

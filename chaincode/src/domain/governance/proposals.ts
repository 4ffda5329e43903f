/**
 * The life of a proposal.
 *
 * | from   | to                                    | by                                                                 |
 * |--------|---------------------------------------|--------------------------------------------------------------------|
 * | open   | passed, failed                        | the vote after which nothing else can come of it                   |
 * | open   | passed, failed                        | anybody, once its voting and 15 minutes are over                   |
 * | passed | stopped                               | enough objections before its time lock is over                     |
 * | passed | executed                              | anybody, once its time lock and 15 minutes are over                |
 * | passed | expired                               | anybody, after its time                                            |
 * | open, passed | withdrawn                       | the proposer                                                       |
 * | open, passed | dropped                         | anybody, if it was about members or the constitution and these changed |
 */
import {
  type Ballot,
  canonicalJson,
  type DecisionRule,
  type GovernanceAction,
  instantOf,
  type Objection,
  type propose,
  type Proposal,
  proposerOf,
  type RequestOf,
  type Vote,
} from '@commonpoint/catalogue';
import { sha256Of } from '../core/digest.js';
import { present } from '../core/present.js';
import { Refusal, refuse } from '../core/refusal.js';
import type { Saying } from '../core/saying.js';
import { applyActions, endsWithEpoch, ruleOf } from './actions.js';
import { activeVoters, votersOn } from './electorate.js';
import { certainOutcomeOf, compareToFraction, outcomeOf, tallyOf } from './tally.js';
import type { World } from './world.js';

/**
 * By so much clients' clocks may differ: what has to be over is over for all of them. Wider than `CLOCKS_APART_MS`, as a vote
 * has time: it holds also where a member's peer still has Fabric's own window.
 */
export const CLOCKS_DIFFER_MS = 15 * 60 * 1000;

/** With the hash of what is said of it. */
interface Reasoned {
  readonly reasonHash?: string | undefined;
}

/** Errors: PROPOSAL_ID_NOT_YOURS, PROPOSAL_EXISTS, PROPOSAL_INAPPLICABLE. */
export function decidePropose(
  existing: Proposal | undefined,
  { proposalId, actions, reasonHash }: RequestOf<typeof propose> & Reasoned,
  world: World,
  { by, at }: Saying,
): Proposal | Refusal {
  if (proposerOf(proposalId) !== by) {
    const errors = [{ pointer: '/proposalId', detail: `does not begin with ${by}` }];
    return refuse('PROPOSAL_ID_NOT_YOURS', `${proposalId} is not an id for a proposal of ${by}`, { errors });
  }
  const reason = present({ reasonHash });
  const digest = sha256Of(canonicalJson({ actions, ...reason }));
  if (existing !== undefined) {
    if (existing.digest === digest) return existing;
    return refuse('PROPOSAL_EXISTS', `${proposalId} exists already, with other content`);
  }
  const applied = applyActions(world, actions, { proposalId }, inapplicable);
  if (applied instanceof Refusal) return applied;
  const rule = strictest(actions.map((action) => world.constitution.rules[ruleOf(action).matter]));
  const voters = votersOn(world, actions);
  if (voters instanceof Refusal) return voters;
  return {
    proposalId,
    proposer: by,
    actions,
    ...reason,
    digest,
    proposedAt: at,
    constitutionVersion: world.constitution.version,
    epoch: world.epoch.number,
    rule,
    voters,
    consents: consentsTo(world, actions, proposalId),
    endsWithEpoch: endsWithEpoch(actions),
    votingEnds: later(at, rule.votingSeconds),
    status: 'open',
  };
}

/** What actions would change, of a proposal that may be made. Errors: PROPOSAL_INAPPLICABLE. */
export function decidePreview(actions: readonly GovernanceAction[], world: World): { changes: string[] } | Refusal {
  const applied = applyActions(world, actions, { proposalId: '' }, inapplicable);
  if (applied instanceof Refusal) return applied;
  const voters = votersOn(world, actions);
  return voters instanceof Refusal ? voters : { changes: [...applied.changes] };
}

/** What it is after a vote; the same if the vote was given before. Errors: NOT_VOTER, VOTE_EXISTS, PROPOSAL_NOT_OPEN. */
export function decideVote(
  proposal: Proposal,
  before: readonly Vote[],
  { vote, reasonHash }: Reasoned & { readonly vote: Ballot },
  world: World,
  { by, at }: Saying,
): { proposal: Proposal; vote?: Vote } | Refusal {
  if (!proposal.voters.includes(by)) return refuse('NOT_VOTER', `${by} has no vote on ${proposal.proposalId}`);
  const given = before.find(({ mspId }) => mspId === by);
  if (given !== undefined) {
    if (given.vote === vote && given.reasonHash === reasonHash) return { proposal };
    return refuse('VOTE_EXISTS', `${by} voted ${given.vote}`);
  }
  if (proposal.status !== 'open') return notOpen(proposal);
  if (isDropped(proposal, world))
    return refuse('PROPOSAL_NOT_OPEN', `another epoch began: ${proposal.proposalId} is dropped`);
  if (instantOf(at) > instantOf(proposal.votingEnds)) {
    return refuse('PROPOSAL_NOT_OPEN', `votes were taken until ${proposal.votingEnds}`);
  }
  const { proposalId } = proposal;
  const made: Vote = { proposalId, mspId: by, vote, ...present({ reasonHash }), votedAt: at };
  const counted = countedVotes(proposal, [...before, made], world);
  const said = new Set([...before, made].map(({ mspId }) => mspId));
  const active = new Set(activeVoters(world));
  const remaining = proposal.voters.filter((mspId) => !said.has(mspId) && active.has(mspId));
  const outcome = certainOutcomeOf(proposal, counted, remaining);
  return { proposal: outcome === undefined ? proposal : decided(proposal, counted, outcome, at), vote: made };
}

/** What it is after an objection; the same after a repeated one. Errors: NOT_VOTER, PROPOSAL_NOT_OPEN. */
export function decideObject(
  proposal: Proposal,
  before: readonly Objection[],
  { reasonHash }: Reasoned,
  { by, at }: Saying,
): { proposal: Proposal; objection?: Objection } | Refusal {
  if (!proposal.voters.includes(by)) return refuse('NOT_VOTER', `${by} has no vote on ${proposal.proposalId}`);
  if (before.some(({ mspId }) => mspId === by)) return { proposal };
  if (proposal.status !== 'passed' || instantOf(at) > instantOf(proposal.executableFrom ?? at))
    return notOpen(proposal);
  const { proposalId } = proposal;
  const objection = { proposalId, mspId: by, ...present({ reasonHash }), objectedAt: at };
  const isStopped = compareToFraction(before.length + 1, proposal.voters.length, proposal.rule.stoppedBy) > 0;
  return { proposal: isStopped ? ended(proposal, 'stopped', { by, at }) : proposal, objection };
}

/** Errors: NOT_PROPOSER, PROPOSAL_NOT_OPEN. */
export function decideWithdraw(proposal: Proposal, { by, at }: Saying): Proposal | Refusal {
  if (proposal.proposer !== by) return refuse('NOT_PROPOSER', `${proposal.proposer} proposed it`);
  if (proposal.status === 'withdrawn') return proposal;
  return proposal.status === 'open' || proposal.status === 'passed'
    ? ended(proposal, 'withdrawn', { by, at })
    : notOpen(proposal);
}

/**
 * What it is after somebody asked for its execution, and the rows as they are then. What is over stays as it is.
 * Errors: PROPOSAL_NOT_DUE, PROPOSAL_INAPPLICABLE.
 */
export function decideExecute(
  before: Proposal,
  votes: readonly Vote[],
  world: World,
  saying: Saying,
): { proposal: Proposal; world: World } | Refusal {
  const proposal = closed(before, votes, world, saying);
  if (proposal instanceof Refusal) return proposal;
  if (proposal.status !== 'passed') return { proposal, world };
  const now = instantOf(saying.at);
  if (now > instantOf(proposal.expiresAt ?? saying.at)) {
    return { proposal: ended(proposal, 'expired', saying), world };
  }
  if (now < instantOf(proposal.executableFrom ?? saying.at)) {
    return refuse('PROPOSAL_NOT_DUE', `${proposal.proposalId} can be executed from ${proposal.executableFrom} on`);
  }
  const applied = applyActions(world, proposal.actions, proposal, inapplicable);
  if (applied instanceof Refusal) return applied;
  // Whose liability it touches may be another one by now.
  const missing = consentsTo(world, proposal.actions, proposal.proposalId).filter(
    (mspId) => !votes.some((each) => each.mspId === mspId && each.vote === 'for'),
  );
  if (missing.length > 0) return inapplicable(0, `it needs the consent of ${missing.join(' and ')}`);
  return { proposal: ended(proposal, 'executed', saying), world: applied.world };
}

/** Dropped or, once its time is over, decided. Errors: PROPOSAL_NOT_DUE. */
function closed(proposal: Proposal, votes: readonly Vote[], world: World, saying: Saying): Proposal | Refusal {
  if (proposal.status !== 'open' && proposal.status !== 'passed') return proposal;
  if (isDropped(proposal, world)) return ended(proposal, 'dropped', saying);
  if (proposal.status === 'passed') return proposal;
  if (instantOf(saying.at) < instantOf(proposal.votingEnds) + CLOCKS_DIFFER_MS) {
    return refuse('PROPOSAL_NOT_DUE', `votes on ${proposal.proposalId} are taken until ${proposal.votingEnds}`);
  }
  const counted = countedVotes(proposal, votes, world);
  return decided(proposal, counted, outcomeOf(proposal, counted), proposal.votingEnds);
}

function decided(proposal: Proposal, counted: readonly Vote[], outcome: 'passed' | 'failed', at: string): Proposal {
  const known = { ...proposal, status: outcome, tally: tallyOf(counted), decidedAt: at };
  if (outcome === 'failed') return known;
  const { timeLockSeconds, executionSeconds } = proposal.rule;
  const clocks = timeLockSeconds === 0 ? 0 : CLOCKS_DIFFER_MS / 1000;
  const executableFrom = later(at, timeLockSeconds + clocks);
  return { ...known, executableFrom, expiresAt: later(executableFrom, executionSeconds) };
}

function ended(proposal: Proposal, status: Proposal['status'], { by, at }: Saying): Proposal {
  return { ...proposal, status, endedAt: at, endedBy: by };
}

/** Votes of voters that are active members at this moment: what others said has no effect. */
function countedVotes({ voters }: Proposal, votes: readonly Vote[], world: World): Vote[] {
  const active = new Set(activeVoters(world));
  return votes.filter(({ mspId }) => voters.includes(mspId) && active.has(mspId));
}

/** Each action is looked at on what the ones before it leave: a merchant that is removed by one is not asked by the next. */
function consentsTo(before: World, actions: readonly GovernanceAction[], proposalId: string): string[] {
  const asked = new Set<string>();
  let world = before;
  for (const action of actions) {
    const rule = ruleOf(action);
    for (const mspId of rule.consents?.(action, world) ?? []) asked.add(mspId);
    world = rule.apply(action, world, { proposalId });
  }
  return [...asked].sort();
}

function isDropped({ endsWithEpoch: ends, epoch }: Proposal, world: World): boolean {
  return ends && epoch !== world.epoch.number;
}

/** Of several matters each is decided on as strictly as any of them. */
function strictest(rules: readonly DecisionRule[]): DecisionRule {
  const [first, ...others] = rules as [DecisionRule, ...DecisionRule[]];
  return others.reduce(
    (a, b): DecisionRule => ({
      moreThan: larger(a.moreThan, b.moreThan),
      quorum: larger(a.quorum, b.quorum),
      votingSeconds: Math.max(a.votingSeconds, b.votingSeconds),
      timeLockSeconds: Math.max(a.timeLockSeconds, b.timeLockSeconds),
      executionSeconds: Math.min(a.executionSeconds, b.executionSeconds),
      stoppedBy: larger(a.stoppedBy, b.stoppedBy) === a.stoppedBy ? b.stoppedBy : a.stoppedBy,
    }),
    first,
  );
}

function larger(a: string, b: string): string {
  const [numerator = 0, denominator = 1] = a.split('/').map(Number);
  return compareToFraction(numerator, denominator, b) >= 0 ? a : b;
}

function later(at: string, seconds: number): string {
  return new Date(instantOf(at) + seconds * 1000).toISOString();
}

function notOpen({ proposalId, status }: Proposal): Refusal {
  return refuse('PROPOSAL_NOT_OPEN', `${proposalId} is ${status}`);
}

export function inapplicable(index: number, why: string): Refusal {
  const errors = [{ pointer: `/actions/${index}`, detail: why }];
  return refuse('PROPOSAL_INAPPLICABLE', `action ${index} cannot be done: ${why}`, { errors });
}

/** Governance: what members decide together, one vote an organisation. */
import {
  acceptAgreement,
  castVote,
  executeProposal,
  foundConsortium,
  getConstitution,
  getProposal,
  leaveConsortium,
  listDuePolicies,
  listPlanExecutions,
  listPlanSignatures,
  listReasonings,
  renewPolicies,
  listProposals,
  objectTo,
  PAGE_ROWS_MAX,
  pauseWrites,
  previewProposal,
  propose,
  type Program,
  type Proposal,
  recordExecution,
  signPlan,
  withdrawProposal,
} from '@commonpoint/catalogue';
import { withNextEpoch } from '../../domain/governance/actions.js';
import { decideAcceptAgreement } from '../../domain/governance/agreement-actions.js';
import { collectionOf, decideFound } from '../../domain/governance/founding.js';
import { decideLeave } from '../../domain/governance/leaving.js';
import { decidePauseWrites, decideRecordExecution } from '../../domain/governance/plan-executions.js';
import { decideSignPlan } from '../../domain/governance/plan-signatures.js';
import {
  decideExecute,
  decideObject,
  decidePreview,
  decidePropose,
  decideVote,
  decideWithdraw,
} from '../../domain/governance/proposals.js';
import { newestAgreement, withRow, type World } from '../../domain/governance/world.js';
import type { LedgerContext } from '../core/context.js';
import {
  adherenceKey,
  constitutionKey,
  epochKey,
  objectionKey,
  planSignatureKey,
  proposalKey,
  proposals,
  voteKey,
} from './keys.js';
import { organizationKey } from '../organizations/keys.js';
import { programs } from '../programs/keys.js';
import { accept } from '../core/ledger-error.js';
import { loadOrganization, loadOrganizations, requireMembership } from '../core/load.js';
import { consortiumPolicy } from '../core/member-policies.js';
import { applyWorld, putDecided } from './apply-world.js';
import { listDue, renew } from './renew-policies.js';
import { changeExecution, loadPlanExecutions, loadPlanSignatures } from './plans.js';
import { hashOf, loadReasonings, putReasoning, reasoningOf } from './reasonings.js';
import { loadObjections, loadProposal, loadVotes, loadWorld } from './load-world.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, beginPrivate, finish } from '../core/transaction-frame.js';

export class GovernanceContract extends CatalogueContract {
  constructor() {
    super('Governance');
  }

  @CatalogueTransaction(foundConsortium)
  async Found(ctx: LedgerContext, json: string): Promise<string> {
    const founding = begin(ctx, foundConsortium, json);
    const isAgreed = await ctx.privateState.isDefined(collectionOf(founding));
    const existing = await ctx.state.get(constitutionKey);
    const epoch = await ctx.state.get(epochKey);
    // The definition names one founding alone: what is there already was founded by it.
    if (isAgreed && existing !== undefined && epoch !== undefined) {
      return finish(ctx, foundConsortium, { constitution: existing, epoch });
    }
    const registered = await loadOrganizations(ctx.state);
    const founded = accept(decideFound(founding, registered, isAgreed, ctx.txTime));
    const policy = consortiumPolicy([...registered, ...founded.organizations]);
    ctx.state.put(constitutionKey, founded.constitution, policy);
    ctx.state.put(epochKey, founded.epoch, policy);
    for (const row of founded.organizations) ctx.state.put(organizationKey(row.mspId), row, policy);
    return finish(ctx, foundConsortium, { constitution: founded.constitution, epoch: founded.epoch });
  }

  @CatalogueTransaction(getConstitution)
  async Constitution(ctx: LedgerContext, json: string): Promise<string> {
    begin(ctx, getConstitution, json);
    const world = await loadWorld(ctx, []);
    const { constitution, epoch } = world;
    return finish(ctx, getConstitution, { constitution, epoch, agreement: newestAgreement(world) });
  }

  @CatalogueTransaction(propose)
  async Propose(ctx: LedgerContext, json: string): Promise<string> {
    const { request, input } = beginPrivate(ctx, propose, json);
    const reasoning = reasoningOf(ctx, { ...request, with: 'proposal' }, input);
    await requireMembership(ctx);
    const world = await loadWorld(ctx, request.actions);
    const existing = await ctx.state.get(proposalKey(request.proposalId));
    const proposal = accept(decidePropose(existing, { ...request, ...hashOf(reasoning) }, world, sayingOf(ctx)));
    if (existing === undefined) putReasoning(ctx, reasoning);
    putIfChanged(ctx, existing, proposal, world);
    return finish(ctx, propose, proposal);
  }

  @CatalogueTransaction(previewProposal)
  async Preview(ctx: LedgerContext, json: string): Promise<string> {
    const { actions } = begin(ctx, previewProposal, json);
    const world = await loadWorld(ctx, actions);
    return finish(ctx, previewProposal, accept(decidePreview(actions, world)));
  }

  @CatalogueTransaction(castVote)
  async Vote(ctx: LedgerContext, json: string): Promise<string> {
    const { request, input } = beginPrivate(ctx, castVote, json);
    const { proposalId } = request;
    const reasoning = reasoningOf(ctx, { ...request, with: 'vote' }, input);
    const ballot = { ...request, ...hashOf(reasoning) };
    await requireMembership(ctx);
    const before = await loadProposal(ctx.state, proposalId);
    const world = await loadWorld(ctx, []);
    const votes = await loadVotes(ctx.state, proposalId);
    const { proposal, vote } = accept(decideVote(before, votes, ballot, world, sayingOf(ctx)));
    if (vote !== undefined) {
      putDecided(ctx.state, voteKey(proposalId, vote.mspId), vote, world);
      putReasoning(ctx, reasoning);
    }
    putIfChanged(ctx, before, proposal, world);
    return finish(ctx, castVote, proposal);
  }

  @CatalogueTransaction(objectTo)
  async Object(ctx: LedgerContext, json: string): Promise<string> {
    const { request, input } = beginPrivate(ctx, objectTo, json);
    const { proposalId } = request;
    const reasoning = reasoningOf(ctx, { ...request, with: 'objection' }, input);
    await requireMembership(ctx);
    const before = await loadProposal(ctx.state, proposalId);
    const world = await loadWorld(ctx, []);
    const objections = await loadObjections(ctx.state, proposalId);
    const { proposal, objection } = accept(decideObject(before, objections, hashOf(reasoning), sayingOf(ctx)));
    if (objection !== undefined) {
      putDecided(ctx.state, objectionKey(proposalId, objection.mspId), objection, world);
      putReasoning(ctx, reasoning);
    }
    putIfChanged(ctx, before, proposal, world);
    return finish(ctx, objectTo, proposal);
  }

  @CatalogueTransaction(withdrawProposal)
  async Withdraw(ctx: LedgerContext, json: string): Promise<string> {
    const { proposalId } = begin(ctx, withdrawProposal, json);
    await requireMembership(ctx);
    const before = await loadProposal(ctx.state, proposalId);
    const proposal = accept(decideWithdraw(before, sayingOf(ctx)));
    putIfChanged(ctx, before, proposal, await loadWorld(ctx, []));
    return finish(ctx, withdrawProposal, proposal);
  }

  @CatalogueTransaction(executeProposal)
  async Execute(ctx: LedgerContext, json: string): Promise<string> {
    const { proposalId } = begin(ctx, executeProposal, json);
    await requireMembership(ctx);
    const before = await loadProposal(ctx.state, proposalId);
    const world = await loadWorld(ctx, before.actions);
    const votes = await loadVotes(ctx.state, proposalId);
    const executed = accept(decideExecute(before, votes, world, sayingOf(ctx)));
    // With the policy of who the members are then.
    putIfChanged(ctx, before, executed.proposal, executed.world);
    await applyWorld(ctx, world, executed.world);
    return finish(ctx, executeProposal, executed.proposal);
  }

  @CatalogueTransaction(getProposal)
  async GetProposal(ctx: LedgerContext, json: string): Promise<string> {
    const { proposalId } = begin(ctx, getProposal, json);
    const proposal = await loadProposal(ctx.state, proposalId);
    const votes = await loadVotes(ctx.state, proposalId);
    const objections = await loadObjections(ctx.state, proposalId);
    return finish(ctx, getProposal, { proposal, votes, objections });
  }

  @CatalogueTransaction(listReasonings)
  async Reasonings(ctx: LedgerContext, json: string): Promise<string> {
    const { proposalId } = begin(ctx, listReasonings, json);
    return finish(ctx, listReasonings, { reasonings: await loadReasonings(ctx, proposalId) });
  }

  @CatalogueTransaction(listProposals)
  async ListProposals(ctx: LedgerContext, json: string): Promise<string> {
    const { pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, listProposals, json);
    const page = await ctx.state.page(proposals(), pageSize, bookmark);
    return finish(ctx, listProposals, { proposals: page.rows.map(({ value }) => value), bookmark: page.bookmark });
  }

  @CatalogueTransaction(signPlan)
  async SignPlan(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, signPlan, json);
    await requireMembership(ctx);
    const proposal = await loadProposal(ctx.state, request.proposalId);
    const key = planSignatureKey(request.planHash, ctx.caller.mspId);
    const before = await ctx.state.get(key);
    const signature = accept(decideSignPlan(before, request, proposal, sayingOf(ctx)));
    if (signature !== before) ctx.state.put(key, signature);
    return finish(ctx, signPlan, signature);
  }

  @CatalogueTransaction(listPlanSignatures)
  async PlanSignatures(ctx: LedgerContext, json: string): Promise<string> {
    const { planHash } = begin(ctx, listPlanSignatures, json);
    return finish(ctx, listPlanSignatures, { signatures: await loadPlanSignatures(ctx.state, planHash) });
  }

  @CatalogueTransaction(pauseWrites)
  async PauseWrites(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, pauseWrites, json);
    await requireMembership(ctx);
    const paused = await changeExecution(ctx.state, { ...request, mspId: ctx.caller.mspId }, (before, proposal) =>
      decidePauseWrites(before, request, proposal, sayingOf(ctx)),
    );
    return finish(ctx, pauseWrites, paused);
  }

  @CatalogueTransaction(recordExecution)
  async RecordExecution(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, recordExecution, json);
    await requireMembership(ctx);
    const recorded = await changeExecution(ctx.state, { ...request, mspId: ctx.caller.mspId }, (before, proposal) =>
      decideRecordExecution(before, request, proposal, sayingOf(ctx)),
    );
    return finish(ctx, recordExecution, recorded);
  }

  @CatalogueTransaction(listPlanExecutions)
  async PlanExecutions(ctx: LedgerContext, json: string): Promise<string> {
    const { planHash } = begin(ctx, listPlanExecutions, json);
    return finish(ctx, listPlanExecutions, { executions: await loadPlanExecutions(ctx.state, planHash) });
  }

  @CatalogueTransaction(acceptAgreement)
  async AcceptAgreement(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, acceptAgreement, json);
    await requireMembership(ctx);
    const before = await loadOrganization(ctx.state, ctx.caller.mspId);
    const world = await loadWorld(ctx, []);
    const { member, adherence } = accept(decideAcceptAgreement(before, newestAgreement(world), request, ctx.txTime));
    if (adherence !== undefined) {
      ctx.state.put(organizationKey(member.mspId), member);
      putDecided(ctx.state, adherenceKey(adherence.version, adherence.mspId), adherence, world);
    }
    return finish(ctx, acceptAgreement, member);
  }

  @CatalogueTransaction(listDuePolicies)
  async PoliciesDue(ctx: LedgerContext, json: string): Promise<string> {
    const { kind, pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, listDuePolicies, json);
    return finish(ctx, listDuePolicies, await listDue(ctx.state, kind, { pageSize, bookmark }));
  }

  @CatalogueTransaction(renewPolicies)
  async RenewPolicies(ctx: LedgerContext, json: string): Promise<string> {
    const { rows } = begin(ctx, renewPolicies, json);
    await requireMembership(ctx);
    return finish(ctx, renewPolicies, { renewed: await renew(ctx.state, rows) });
  }

  @CatalogueTransaction(leaveConsortium)
  async Leave(ctx: LedgerContext, json: string): Promise<string> {
    const { spendableUntil } = begin(ctx, leaveConsortium, json);
    await requireMembership(ctx);
    const { mspId } = ctx.caller;
    const own: Program[] = [];
    for await (const { value } of ctx.state.range(programs())) if (value.issuer === mspId) own.push(value);
    const standing = await loadWorld(ctx, []);
    const world = { ...standing, programs: new Map(own.map((row) => [row.programId, row])) };
    const member = world.organizations.get(mspId)!;
    const { noticeDays } = world.constitution;
    const left = accept(decideLeave(member, own, { spendableUntil, noticeDays, at: ctx.txTime }));
    const ended = left.programs.reduce<World['programs']>(
      (rows, row) => withRow(rows, row.programId, row),
      world.programs,
    );
    const organizations = withRow(world.organizations, mspId, left.member);
    await applyWorld(ctx, world, withNextEpoch(world, { ...world, organizations, programs: ended }));
    return finish(ctx, leaveConsortium, left.member);
  }
}

const sayingOf = ({ caller, txTime }: LedgerContext) => ({ by: caller.mspId, at: txTime });

function putIfChanged(ctx: LedgerContext, before: Proposal | undefined, after: Proposal, world: World): void {
  if (after !== before) putDecided(ctx.state, proposalKey(after.proposalId), after, world);
}

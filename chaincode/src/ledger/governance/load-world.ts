/** The rows that members decide on. */
import type { GovernanceAction, Objection, Program, Proposal, Vote } from '@commonpoint/catalogue';
import { refuse } from '../../domain/core/refusal.js';
import type { World } from '../../domain/governance/world.js';
import type { LedgerContext } from '../core/context.js';
import { agreements, constitutionKey, epochKey, objections, programKey, proposalKey, votes } from '../core/keys.js';
import { accept } from '../core/ledger-error.js';
import { loadOrganizations } from '../core/load.js';
import type { LedgerState } from '../core/state.js';

/** With the rows that the actions name. Errors: NOT_FOUNDED. */
export async function loadWorld(
  { state, txTime }: LedgerContext,
  actions: readonly GovernanceAction[],
): Promise<World> {
  const constitution = accept((await state.get(constitutionKey)) ?? notFounded());
  const epoch = accept((await state.get(epochKey)) ?? notFounded());
  const organizations = new Map((await loadOrganizations(state)).map((row) => [row.mspId, row]));
  const adopted = new Map<number, World['agreements'] extends ReadonlyMap<number, infer Row> ? Row : never>();
  for await (const { value } of state.range(agreements())) adopted.set(value.version, value);
  const programs = await loadNamedPrograms(state, actions);
  return { constitution, epoch, organizations, agreements: adopted, programs, at: txTime };
}

async function loadNamedPrograms(
  state: LedgerState,
  actions: readonly GovernanceAction[],
): Promise<Map<string, Program>> {
  const ids = actions.flatMap((action) => ('programId' in action ? [action.programId] : []));
  const rows = await state.getMany(ids.map(programKey));
  return new Map([...rows.values()].map((row) => [row.programId, row]));
}

/** Errors: PROPOSAL_UNKNOWN. */
export async function loadProposal(state: LedgerState, proposalId: string): Promise<Proposal> {
  const found = await state.get(proposalKey(proposalId));
  return accept(found ?? refuse('PROPOSAL_UNKNOWN', `there is no proposal ${proposalId}`));
}

/** All votes; one that comes in before commit is a conflict. */
export async function loadVotes(state: LedgerState, proposalId: string): Promise<Vote[]> {
  const found: Vote[] = [];
  for await (const { value } of state.range(votes(proposalId))) found.push(value);
  return found;
}

export async function loadObjections(state: LedgerState, proposalId: string): Promise<Objection[]> {
  const found: Objection[] = [];
  for await (const { value } of state.range(objections(proposalId))) found.push(value);
  return found;
}

function notFounded() {
  return refuse('NOT_FOUNDED', 'the consortium has no constitution yet');
}

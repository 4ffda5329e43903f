/** The rows that members decide on. */
import {
  type GovernanceAction,
  monthOf,
  type Objection,
  type OrderScope,
  type Program,
  type Proposal,
  type Standing,
  type Vote,
} from '@commonpoint/catalogue';
import { refuse } from '../../domain/core/refusal.js';
import { lineName, standingName } from '../../domain/points/row-names.js';
import type { World } from '../../domain/governance/world.js';
import { loadCurrentCycle } from '../clearing/load-clearing.js';
import type { LedgerContext } from '../core/context.js';
import { accountKey } from '../accounts/keys.js';
import { creditLineKey } from '../collateral/keys.js';
import { agreements, constitutionKey, epochKey, objections, proposalKey, votes } from './keys.js';
import { orderKey, standingKey } from '../orders/keys.js';
import { programKey, programs } from '../programs/keys.js';
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
  const { orders, scopes, accountIds } = await loadNamedOrders(state, actions);
  const programs = await loadNamedPrograms(state, actions, scopes);
  const accounts = new Map(
    [...(await state.getMany(accountIds.map(accountKey))).values()].map((row) => [row.accountId, row]),
  );
  const standings = await loadStandings(state, scopes);
  const ordered = { orders, accounts, standings, lines: await loadNamedLines(state, actions) };
  const cycle = await loadCurrentCycle(state, monthOf(txTime));
  return { constitution, epoch, organizations, agreements: adopted, programs, ...ordered, at: txTime, cycle };
}

async function loadNamedPrograms(
  state: LedgerState,
  actions: readonly GovernanceAction[],
  scopes: readonly OrderScope[],
): Promise<Map<string, Program>> {
  const ids = [...actions, ...scopes].flatMap((each) => ('programId' in each ? [each.programId ?? []].flat() : []));
  const rows = await state.getMany(ids.map(programKey));
  const found = new Map([...rows.values()].map((row) => [row.programId, row]));
  const issuers = actions.flatMap((action) =>
    action.kind === 'declare-default' || action.kind === 'end-default' ? [action.mspId] : [],
  );
  if (issuers.length === 0) return found;
  for await (const { value } of state.range(programs()))
    if (issuers.includes(value.issuer)) found.set(value.programId, value);
  return found;
}

/** The orders that actions name, and what these and new ones are about. */
async function loadNamedOrders(state: LedgerState, actions: readonly GovernanceAction[]) {
  const ids = actions.flatMap((action) =>
    'orderId' in action ? [action.orderId] : action.kind === 'order' ? [action.order.orderId] : [],
  );
  const orders = new Map([...(await state.getMany(ids.map(orderKey))).values()].map((row) => [row.orderId, row]));
  const all = [...orders.values(), ...actions.flatMap((action) => (action.kind === 'order' ? [action.order] : []))];
  const scopes = all.map(({ scope }) => scope);
  const accountIds = all.flatMap(({ scope, effect }) => [
    ...(scope.kind === 'account' ? [scope.accountId] : []),
    ...(effect.kind === 'seize' ? [effect.toAccountId] : []),
  ]);
  return { orders, scopes, accountIds };
}

async function loadNamedLines(state: LedgerState, actions: readonly GovernanceAction[]): Promise<World['lines']> {
  const keys = actions.flatMap((each) =>
    each.kind === 'allow-liquidation' ? [creditLineKey(each.mspId, each.lineId)] : [],
  );
  const rows = [...(await state.getMany(keys)).values()];
  return new Map(rows.map((row) => [lineName(row.mspId, row.lineId), row]));
}

async function loadStandings(state: LedgerState, scopes: readonly OrderScope[]): Promise<World['standings']> {
  const found = new Map<string, Standing | undefined>();
  for (const scope of scopes) {
    if (scope.kind === 'account') continue;
    const id = scope.kind === 'program' ? scope.programId : scope.mspId;
    found.set(standingName(scope.kind, id), await state.get(standingKey(scope.kind, id)));
  }
  return found;
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

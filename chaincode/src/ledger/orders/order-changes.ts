/** Orders, brought to the ledger: whoever's ground it is, a regulator's, a merchant's or a vote's. */
import type { issueOrder as issueEntry, Order, OrderScope, RequestOf, Standing } from '@commonpoint/catalogue';
import { refuse } from '../../domain/core/refusal.js';
import { revised } from '../../domain/core/revisions.js';
import {
  type Authority,
  decideIssueOrder,
  decideLiftOrder,
  decideRatifyOrder,
  type OrderChange,
} from '../../domain/orders/orders.js';
import { accountKey, orderKey, standingKey } from '../core/keys.js';
import { accept, LedgerError } from '../core/ledger-error.js';
import { loadAccount, loadOrganization, loadProgram } from '../core/load.js';
import type { LedgerState } from '../core/state.js';

/** Errors: PROGRAM_UNKNOWN, ACCOUNT_UNKNOWN, ORGANIZATION_UNKNOWN, then those of the decision. */
export async function issueOrder(
  state: LedgerState,
  request: RequestOf<typeof issueEntry>,
  authority: Authority,
  txTime: string,
): Promise<Order> {
  const { scope, effect } = request;
  const programId = scope.kind === 'organization' ? undefined : scope.programId;
  const program = programId === undefined ? undefined : await loadProgram(state, programId);
  const account = scope.kind === 'account' ? await loadAccount(state, scope.accountId) : undefined;
  if (scope.kind === 'organization') await loadOrganization(state, scope.mspId);
  if (effect.kind === 'seize') await loadAccount(state, effect.toAccountId);
  const existing = await state.get(orderKey(request.orderId));
  const ordered = { account, program, standing: await loadStanding(state, scope) };
  return applyChange(state, accept(decideIssueOrder(existing, request, authority, ordered, txTime)));
}

/** Errors: ORDER_UNKNOWN, then those of the decision. */
export async function ratifyOrder(
  state: LedgerState,
  { orderId, until }: { orderId: string; until?: string | undefined },
  authority: Authority,
  txTime: string,
): Promise<Order> {
  const order = await loadOrder(state, orderId);
  const standing = await loadStanding(state, order.scope);
  return applyChange(state, accept(decideRatifyOrder(order, until, authority, standing, txTime)));
}

/** Errors: ORDER_UNKNOWN, then those of the decision. */
export async function liftOrder(
  state: LedgerState,
  orderId: string,
  authority: Authority,
  txTime: string,
): Promise<Order> {
  const order = await loadOrder(state, orderId);
  const standing = await loadStanding(state, order.scope);
  return applyChange(state, accept(decideLiftOrder(order, authority, standing, txTime)));
}

/** Errors: ORDER_UNKNOWN. */
export async function loadOrder(state: LedgerState, orderId: string): Promise<Order> {
  const order = await state.get(orderKey(orderId));
  if (order === undefined) throw new LedgerError(refuse('ORDER_UNKNOWN', `no order ${orderId}`));
  return order;
}

async function loadStanding(state: LedgerState, scope: OrderScope): Promise<Standing | undefined> {
  switch (scope.kind) {
    case 'account':
      return (await loadAccount(state, scope.accountId)).standing;
    case 'program':
      return state.get(standingKey('program', scope.programId));
    case 'organization':
      return state.get(standingKey('organization', scope.mspId));
    default:
      return scope satisfies never;
  }
}

/** What changes nothing is an order by itself. */
async function applyChange(state: LedgerState, change: OrderChange | Order): Promise<Order> {
  if (!('order' in change)) return change;
  const { order, standing } = change;
  const { scope } = order;
  state.put(orderKey(order.orderId), order);
  if (scope.kind === 'account') {
    const { standing: _before, ...account } = await loadAccount(state, scope.accountId);
    state.put(accountKey(scope.accountId), revised({ ...account, ...(standing !== undefined && { standing }) }));
    return order;
  }
  const key = standingKey(scope.kind, scope.kind === 'program' ? scope.programId : scope.mspId);
  if (standing === undefined) state.delete(key);
  else state.put(key, standing);
  return order;
}

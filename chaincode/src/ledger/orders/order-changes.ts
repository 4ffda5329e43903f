/** Orders, brought to the ledger: whoever's ground it is, a regulator's, a merchant's or a vote's. */
import {
  GIVEN_BACK_LOTS_MAX,
  type issueOrder as issueEntry,
  type Order,
  type OrderScope,
  type RequestOf,
  type Standing,
} from '@commonpoint/catalogue';
import { refuse } from '../../domain/core/refusal.js';
import { revised } from '../../domain/core/revisions.js';
import {
  type Authority,
  decideIssueOrder,
  decideLiftOrder,
  decideRatifyOrder,
  type OrderChange,
} from '../../domain/orders/orders.js';
import { daysOf, laterExpiry } from '../../domain/orders/days-given-back.js';
import { keyParts } from '../core/keys.js';
import { accountKey, lotIdOf, lotKey, lots } from '../accounts/keys.js';
import { orderKey, standingKey } from './keys.js';
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
  { txTime, txId }: { txTime: string; txId: string },
): Promise<Order> {
  const order = await loadOrder(state, orderId);
  const standing = await loadStanding(state, order.scope);
  const change = accept(decideLiftOrder(order, authority, standing, txTime));
  if (!('order' in change) || order.expiry !== 'waits') return applyChange(state, change);
  const daysGivenBack = daysOf(order, txTime);
  await giveDaysBack(state, order, daysGivenBack, txId);
  return applyChange(state, { ...change, order: { ...change.order, daysGivenBack } });
}

/** Puts lots in the place of those that waited, as many as one transaction takes: the soonest to expire of each programme first. */
export async function giveDaysBack(state: LedgerState, order: Order, days: number, txId: string): Promise<void> {
  const { scope } = order;
  if (scope.kind !== 'account' || days === 0) return;
  const range = scope.programId === undefined ? lots(scope.accountId) : lots(scope.accountId, scope.programId);
  let given = 0;
  for await (const { key, value } of state.range(range)) {
    const [, programId = ''] = keyParts(key);
    const expiry = laterExpiry(lotIdOf(key), order, days);
    if (expiry === undefined) continue;
    if (given === GIVEN_BACK_LOTS_MAX) break;
    state.delete(key);
    state.put(lotKey(scope.accountId, programId, `${expiry}.${txId}.${String(given).padStart(5, '0')}`), value);
    given += 1;
  }
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

/** Orders that members decide on together: nobody's alone to issue, ratify or lift. */
import type { Order, OrderScope } from '@commonpoint/catalogue';
import { Refusal } from '../core/refusal.js';
import { daysOf } from '../orders/days-given-back.js';
import { decideIssueOrder, decideLiftOrder, decideRatifyOrder, type OrderChange } from '../orders/orders.js';
import { standingName } from '../points/row-names.js';
import type { ActionRules } from './action-rules.js';
import { withRow, type World } from './world.js';

const byVote = { basis: 'vote' } as const;

export const orderActions: ActionRules<'order' | 'ratify-order' | 'lift-order'> = {
  order: {
    matter: 'orders',
    validate: ({ order }, world) => missing(order, world) ?? whyNot(issued(order, world)),
    apply: ({ order }, world) => withChange(world, issued(order, world)),
    preview: ({ order: { orderId, effect, scope } }) =>
      `${orderId} will be in force: ${effect.kind} on ${subjectOf(scope)}`,
  },
  'ratify-order': {
    matter: 'orders',
    validate: ({ orderId, until }, world) => whyNot(ratified(orderId, until, world)),
    apply: ({ orderId, until }, world) => withChange(world, ratified(orderId, until, world)),
    preview: ({ orderId, until }, { orders }) =>
      `${orderId} lapses at ${orders.get(orderId)?.until}, and will be in force until ${until ?? 'it is lifted'}`,
  },
  'lift-order': {
    matter: 'orders',
    validate: ({ orderId }, world) => whyNot(lifted(orderId, world)),
    apply: ({ orderId }, world) => withChange(world, lifted(orderId, world)),
    preview: ({ orderId }, { orders }) => `${orderId} is ${orders.get(orderId)?.status}, and will be lifted`,
  },
};

type Decided = OrderChange | Order | Refusal | string;

function issued(request: Parameters<typeof decideIssueOrder>[1], world: World): Decided {
  const { scope } = request;
  const ordered = {
    account: scope.kind === 'account' ? world.accounts.get(scope.accountId) : undefined,
    program: scope.kind === 'organization' ? undefined : world.programs.get(scope.programId ?? ''),
    standing: standingOf(scope, world),
  };
  return decideIssueOrder(world.orders.get(request.orderId), request, byVote, ordered, world.at);
}

function ratified(orderId: string, until: string | undefined, world: World): Decided {
  const order = world.orders.get(orderId);
  if (order === undefined) return `there is no order ${orderId}`;
  return decideRatifyOrder(order, until, byVote, standingOf(order.scope, world), world.at);
}

function lifted(orderId: string, world: World): Decided {
  const order = world.orders.get(orderId);
  if (order === undefined) return `there is no order ${orderId}`;
  const change = decideLiftOrder(order, byVote, standingOf(order.scope, world), world.at);
  if (change instanceof Refusal || !('order' in change) || order.expiry !== 'waits') return change;
  return { ...change, order: { ...change.order, daysGivenBack: daysOf(order, world.at) } };
}

/** What an order is about has to be there. */
function missing({ scope, effect }: Pick<Order, 'scope' | 'effect'>, world: World): string | undefined {
  const accountIds = [
    ...(scope.kind === 'account' ? [scope.accountId] : []),
    ...(effect.kind === 'seize' ? [effect.toAccountId] : []),
  ];
  const accountId = accountIds.find((each) => !world.accounts.has(each));
  if (accountId !== undefined) return `there is no account ${accountId}`;
  if (scope.kind === 'organization')
    return world.organizations.has(scope.mspId) ? undefined : `there is no ${scope.mspId}`;
  if (scope.programId === undefined || world.programs.has(scope.programId)) return undefined;
  return `there is no programme ${scope.programId}`;
}

function whyNot(decided: Decided): string | undefined {
  if (typeof decided === 'string') return decided;
  if (decided instanceof Refusal) return decided.detail;
  return 'order' in decided ? undefined : `${decided.orderId} is so already`;
}

function withChange(world: World, decided: Decided): World {
  if (typeof decided === 'string' || decided instanceof Refusal || !('order' in decided)) return world;
  const { order, standing } = decided;
  const { scope } = order;
  const orders = withRow(world.orders, order.orderId, order);
  if (scope.kind !== 'account')
    return { ...world, orders, standings: withRow(world.standings, subjectOf(scope), standing) };
  const { standing: _before, ...account } = world.accounts.get(scope.accountId)!;
  const stands = { ...account, ...(standing !== undefined && { standing }) };
  return { ...world, orders, accounts: withRow(world.accounts, scope.accountId, stands) };
}

function standingOf(scope: OrderScope, world: World) {
  return scope.kind === 'account'
    ? world.accounts.get(scope.accountId)?.standing
    : world.standings.get(subjectOf(scope));
}

function subjectOf(scope: OrderScope): string {
  switch (scope.kind) {
    case 'account':
      return `account ${scope.accountId}`;
    case 'program':
      return standingName('program', scope.programId);
    case 'organization':
      return standingName('organization', scope.mspId);
    default:
      return scope satisfies never;
  }
}

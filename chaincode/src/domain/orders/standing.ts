/** What stands against an account, a programme or an organisation: the union of the orders that were issued and not lifted. */
import {
  CLOCKS_APART_MS,
  EMERGENCY_REPEAT_DAYS,
  instantOf,
  type Order,
  type Standing,
  type StandingOrder,
} from '@commonpoint/catalogue';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Whether an order is in force at a moment. A transaction's time is its client's, and peers take it if it is a little
 * off: so an order is in force from its beginning by any clock until its end by every clock.
 */
export function isInForce(
  { from, until, lifted }: Pick<StandingOrder, 'from' | 'until' | 'lifted'>,
  txTime: string,
): boolean {
  if (lifted === true) return false;
  return instantOf(from) <= instantOf(txTime) + CLOCKS_APART_MS && !isOver({ until }, txTime);
}

/** Whether an order's end has come by every clock. */
export function isOver({ until }: Pick<StandingOrder, 'until'>, txTime: string): boolean {
  return until !== undefined && instantOf(until) <= instantOf(txTime) - CLOCKS_APART_MS;
}

/** Whether there is an order that nobody lifted and whose time is not over, or that has days to give back. */
export function hasOrdersLeft(standing: Standing | undefined, txTime: string): boolean {
  return (standing?.orders ?? []).some(
    (entry) => entry.lifted !== true && (entry.waits === true || !isOver(entry, txTime)),
  );
}

/** With an order in the place that it had, or after all others. What is over is forgotten. */
export function withOrder(standing: Standing | undefined, order: Order, txTime: string): Standing | undefined {
  const entry = entryOf(order);
  const before = remembered(standing, txTime);
  const isThere = before.some(({ orderId }) => orderId === order.orderId);
  const orders = isThere
    ? before.flatMap((each) => (each.orderId === order.orderId ? (entry ?? []) : each))
    : [...before, ...(entry === undefined ? [] : [entry])];
  return orders.length === 0 ? undefined : { orders };
}

/** What is left to remember of those before: emergencies a while longer than they hold, so that none is issued on and on. */
export function remembered(standing: Standing | undefined, txTime: string): readonly StandingOrder[] {
  return (standing?.orders ?? []).filter((entry) => {
    if (entry.waits === true && entry.lifted !== true) return true;
    if (entry.emergency !== true) return !isOver(entry, txTime);
    return instantOf(entry.until ?? txTime) + EMERGENCY_REPEAT_DAYS * DAY_MS > instantOf(txTime);
  });
}

/** How an order stands; undefined once there is nothing more to be said of it. */
function entryOf(order: Order): StandingOrder | undefined {
  const { orderId, scope, effect, from, until, liftedAt } = order;
  const isEmergency = order.basis === 'emergency' && order.ratifiedAt === undefined;
  if (liftedAt !== undefined && !isEmergency) return undefined;
  const keptBack = 'amount' in effect ? BigInt(effect.amount) - BigInt(order.seized ?? '0') : undefined;
  const waits = order.expiry === 'waits' && liftedAt === undefined;
  if (keptBack === 0n && !waits) return undefined;
  const end = liftedAt ?? until;
  return {
    orderId,
    effect: effect.kind,
    ...(scope.kind === 'account' && scope.programId !== undefined && { programId: scope.programId }),
    ...(keptBack !== undefined && keptBack > 0n && { amount: String(keptBack) }),
    from,
    ...(end !== undefined && { until: end }),
    ...(waits && { waits: true as const }),
    ...(isEmergency && { emergency: true as const }),
    ...(liftedAt !== undefined && { lifted: true as const }),
  };
}

/**
 * Seizing: points move to the account that an order names, with their expiries, as often as there are some and until the
 * order has all that it wants. Whoever keeps the account cannot stop it: not by freezing it, not by suspending the programme.
 * It is a merchant that moves them, so that a regulator's order takes a second organisation to be carried out.
 */
import { isPast, type seize } from '@commonpoint/catalogue';
import type { z } from 'zod';
import { Refusal, refuse } from '../core/refusal.js';
import { amountsByExpiry, isRipe } from '../points/pool.js';
import { partAmounts, type Effect } from '../points/receipts.js';
import { findAccount, findProgram, refuseUnlessAccountsActive } from '../points/standing.js';
import type { WorkingSet } from '../points/working-set.js';
import { inForce, refuseIfCreditsStopped, reservedOf } from './effects.js';
import { isInForce, withOrder } from './standing.js';

/**
 * Errors: ORDER_UNKNOWN, ORDER_STATE, ACCOUNT_FROZEN, ACCOUNT_CLOSED, CREDITS_STOPPED, SEIZURE_EXCEEDED, INSUFFICIENT_POINTS,
 * POINTS_RESERVED.
 */
export function decideSeizePoints(set: WorkingSet, { id, kind, ...asked }: z.infer<typeof seize>): Effect | Refusal {
  const { orderId } = asked;
  const order = set.orders.get(orderId);
  if (order === undefined) return refuse('ORDER_UNKNOWN', `no order ${orderId}`);
  const { effect, scope, seized = '0' } = order;
  if (effect.kind !== 'seize' || scope.kind !== 'account' || scope.programId === undefined)
    return refuse('ORDER_STATE', `${orderId} seizes no points`);
  if (order.status === 'lifted' || !isInForce({ from: order.from, until: order.until }, set.origin.txTime))
    return refuse('ORDER_STATE', `${orderId} is not in force`);
  const { accountId, programId } = scope;
  const program = findProgram(set, programId);
  if (program instanceof Refusal) return program;
  const account = findAccount(set, accountId);
  if (account instanceof Refusal) return account;
  const target = findAccount(set, effect.toAccountId);
  if (target instanceof Refusal) return target;
  const stopped = refuseUnlessAccountsActive(target) ?? refuseIfCreditsStopped(set, target, programId);
  if (stopped !== undefined) return stopped;
  const wanted = BigInt(effect.amount) - BigInt(seized);
  const exact = asked.amount === undefined ? undefined : BigInt(asked.amount);
  if ((exact ?? 1n) > wanted) return refuse('SEIZURE_EXCEEDED', `${orderId} wants ${wanted} more points`);

  const pool = set.pool(accountId, programId);
  const there = pool.spendable(set.today);
  const free = there - reservedOf(before(orderId, inForce(set, account, programId)));
  const amount = exact ?? (wanted < free ? wanted : free);
  if (there === 0n || amount > there) return refuse('INSUFFICIENT_POINTS', `${amount} wanted, ${there} there`);
  if (amount <= 0n || amount > free)
    return refuse('POINTS_RESERVED', `of ${there} points earlier orders leave ${free > 0n ? free : 0n}`);
  const parts = pool.plan(amount, (lot) => isRipe(lot) && !isPast(lot.expiry, set.today));
  const consumed = partAmounts(parts);
  const amounts = amountsByExpiry(parts.map(({ lot, amount: part }) => ({ expiry: lot.expiry, amount: part })));
  pool.draw(parts);
  const receiver = set.pool(effect.toAccountId, programId);
  const created = amounts.map(([expiry, sum]) =>
    receiver.credit({ expiry }, sum, set.lotOrigin({ id, kind, ...asked })),
  );
  const after = { ...order, seized: String(BigInt(seized) + amount) };
  set.recordOrder(after);
  const { standing, ...rest } = account;
  const stands = withOrder(standing, after, set.origin.txTime);
  set.recordAccount({ ...rest, ...(stands !== undefined && { standing: stands }) });
  const moved = { consumed, created: partAmounts(created) };
  return { programId, accountId, toAccountId: effect.toAccountId, amount: String(amount), ...moved, orderId };
}

/** The earlier of two orders has the points. */
function before<T extends { readonly orderId: string }>(orderId: string, orders: readonly T[]): readonly T[] {
  const at = orders.findIndex((order) => order.orderId === orderId);
  return at === -1 ? orders : orders.slice(0, at);
}

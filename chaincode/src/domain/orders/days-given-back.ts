/** What waited with its expiry while an order stood gets the days back. */
import { dayOf, daysAfter, daysBetween, expiryOf, instantOf, NEVER, type Order } from '@commonpoint/catalogue';

/** For how many days an order stood. */
export function daysOf({ from, until }: Order, liftedAt: string): number {
  const end = until !== undefined && instantOf(until) < instantOf(liftedAt) ? until : liftedAt;
  return Math.max(0, daysBetween(dayOf(from), dayOf(end)));
}

/** When a lot expires then; undefined of one that had expired before the order, or never does. */
export function laterExpiry(lotId: string, { from }: Order, days: number): string | undefined {
  const expiry = expiryOf(lotId);
  return days === 0 || expiry === NEVER || expiry < dayOf(from) ? undefined : daysAfter(expiry, days);
}

/** What the projection says of orders. */
import type { Order } from '@commonpoint/catalogue';
import { Failure } from '../../channel/failures.js';
import { allParsed, parsed, preparing } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';

export function orderQueries(database: Database) {
  const { prepare } = preparing(database);
  const one = prepare('SELECT value FROM orders WHERE order_id = ?');
  const after = prepare('SELECT value FROM orders WHERE order_id > ? ORDER BY order_id LIMIT ?');
  return {
    /** @throws Failure ORDER_UNKNOWN */
    requireOrder(orderId: string): Order {
      const found = parsed<Order>(one.get(orderId));
      if (!found) throw new Failure('ORDER_UNKNOWN', `No order has the id ${orderId}.`);
      return found;
    },
    orders: (afterId: string, limit: number) => allParsed<Order>(after.all(afterId, limit)),
  };
}

/** Rows of orders: the parts of their keys, behind the type, and what they hold. */
import { z } from 'zod';
import type { StateEvent } from '../core/state-event.js';
import { order } from './orders.js';
import { standing } from './standing.js';

export const orderRows = {
  order: {
    key: ['orderId'],
    holds: order,
    events: ['order.issued', 'order.lifted'],
    tells: (row: z.infer<typeof order>): StateEvent => ({ type: `order.${row.status}`, orderId: row.orderId }),
  },
  /** The orders on a programme, or on all accounts that an organisation keeps; an account’s stand in its own row. */
  standing: { key: ['kind', 'subject'], holds: standing },
} as const;

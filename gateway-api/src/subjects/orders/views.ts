/** What replies about orders look like. */
import { order, orderId } from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, nextCursor, written } from '../views.js';

export const orderView = z.strictObject({ ...order.shape, asOfBlock }).meta({ id: 'Order' });
export const orderWrittenView = z.strictObject({ ...order.partial().shape, ...written, orderId });
export const ordersView = z.strictObject({ orders: z.array(order), nextCursor, asOfBlock });

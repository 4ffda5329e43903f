/** Keys of orders. */
import { key, privateKey, range } from '../core/keys.js';

export const orderKey = (orderId: string) => key('order', orderId);
export const orders = () => range('order');
/** In the collection of whoever was shown it. */
export const orderReasonKey = (orderId: string) => privateKey('order-reason', orderId);
export const standingKey = (kind: 'program' | 'organization', id: string) => key('standing', kind, id);

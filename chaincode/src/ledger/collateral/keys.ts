/** Keys of credit lines. */
import { key, range } from '../core/keys.js';

export const creditLineKey = (mspId: string, lineId: string) => key('credit-line', mspId, lineId);
export const creditLines = (...mspId: (string | undefined)[]) =>
  range('credit-line', ...mspId.filter((part) => part !== undefined));
export const linePaymentKey = (mspId: string, lineId: string, paymentId: string) =>
  key('line-payment', mspId, lineId, paymentId);
export const linePayments = (mspId: string, lineId: string) => range('line-payment', mspId, lineId);

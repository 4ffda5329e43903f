/** Who is told of the reason of an order, and that it is that one. */
import { custodianOf, type Order, type OrderReason } from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';
import { privateHash } from '../terms/terms.js';
import type { Authority } from './orders.js';

/**
 * By whoever answers for the order; of merchants, to the custodian and the issuer of what it is about, and to itself. What
 * merchants do not have in common, auditors and regulators see. Errors: NOT_ORDER_AUTHORITY, PRIVATE_DATA_NOT_ALLOWED.
 */
export function decideDiscloseReason(
  { orderId, scope, issuedBy, ratifiedBy }: Order,
  authority: Authority,
  to: { recipient: string; issuer: string | undefined; isMerchant: boolean },
): Refusal | undefined {
  const own = 'mspId' in authority ? authority.mspId : undefined;
  if (own === undefined || (own !== issuedBy && own !== ratifiedBy))
    return refuse('NOT_ORDER_AUTHORITY', `the reason of ${orderId} is for ${issuedBy ?? 'nobody'} to disclose`);
  const concerned = [own, to.issuer, scope.kind === 'account' ? custodianOf(scope.accountId) : undefined];
  if (scope.kind === 'organization') concerned.push(scope.mspId);
  if (to.isMerchant && !concerned.includes(to.recipient))
    return refuse('PRIVATE_DATA_NOT_ALLOWED', `the order ${orderId} does not concern ${to.recipient}`);
  return undefined;
}

/** Errors: DISCLOSURE_MISMATCH. */
export function decideReason({ orderId, reasonHash }: Order, reason: OrderReason): Refusal | undefined {
  if (privateHash(reason) === reasonHash) return undefined;
  return refuse('DISCLOSURE_MISMATCH', `it does not hash to what the order ${orderId} has`);
}

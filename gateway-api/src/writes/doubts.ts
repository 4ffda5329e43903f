/**
 * Rejections that may be due to what the gateway named, and not to the ledger: it chose the lots and the lanes by its
 * projection, which may lag. They are answered only after the projection has caught up and says the same.
 */
import type { Operation, Outcome } from '@commonpoint/catalogue';
import type { PointsLedger } from './points-ledger.js';
import { drawOf, exchangedAt, rateOf, type LedgerView } from './ledger-view.js';
import { debited } from './lock-keys.js';

/** Whether the rejection has to be looked into before it is answered. */
export function isDoubtful(operation: Operation, outcome: Outcome): boolean {
  if (outcome.state !== 'REJECTED') return false;
  switch (outcome.code) {
    case 'QUOTA_EXHAUSTED':
      return true;
    case 'INSUFFICIENT_POINTS':
      // Of a reversal the ledger has looked at all lots itself before it says so.
      return operation.kind !== 'reverse' && !('inputs' in operation && operation.inputs !== undefined);
    case 'LOT_SPENT':
    case 'LOT_EXPIRED':
    case 'NOTHING_TO_EXPIRE':
      // Lots that the client named are the client's to choose.
      return !('inputs' in operation && operation.inputs !== undefined);
    default:
      return false;
  }
}

/** With the projection caught up: whether it contradicts the rejection, so that it is worth another try. */
export function isContradicted(
  operation: Operation,
  outcome: Outcome,
  projection: Pick<PointsLedger, 'balances' | 'lotsPastExpiry'>,
  quotaLeft: (owner: string) => bigint,
  view: LedgerView,
): boolean {
  if (outcome.code === 'QUOTA_EXHAUSTED') {
    const draw = drawOf(operation, view);
    return draw !== undefined && quotaLeft(draw.owner) >= draw.amount;
  }
  // Other operations of its transaction took what was named for it: alone it is told by all lots what there is.
  if (operation.kind === 'reverse' && outcome.code === 'LOT_SPENT') return true;
  const points = debited(operation, view);
  if (!points) return outcome.code !== 'INSUFFICIENT_POINTS';
  if (operation.kind === 'expire') return projection.lotsPastExpiry(points.accountId, points.programId, 1).length > 0;
  const amount = amountTaken(operation, view);
  const balance = projection.balances(points.accountId).find(({ programId }) => programId === points.programId);
  return BigInt(balance?.available ?? 0) >= amount;
}

function amountTaken(operation: Operation, view: LedgerView): bigint {
  switch (operation.kind) {
    case 'reverse':
    case 'capture':
    case 'void':
    case 'expire':
      return 0n;
    case 'exchange': {
      const rate = view.rate(rateOf(operation));
      return rate ? exchangedAt(rate, BigInt(operation.amount)).taken : BigInt(operation.amount);
    }
    default:
      return BigInt(operation.amount);
  }
}

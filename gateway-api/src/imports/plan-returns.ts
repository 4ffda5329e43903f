/** What rows of returned goods take back, decided by what the projection says of the purchases. */
import type { Operation, Receipt } from '@commonpoint/catalogue';
import type { Return } from './stretches.js';

export interface PlannedReturn {
  readonly of: Return;
  readonly operation: Operation & { readonly kind: 'reverse' };
}
export type RefusedReturn = { readonly of: Return; readonly code: string; readonly reason: string };

/** Of returns, apart from what the ledger refuses. */
export const returnErrors = {
  PURCHASE_UNKNOWN: 'return_of names no purchase that was imported for this programme and earned points.',
  PURCHASE_OF_ANOTHER: 'return_of names a purchase of another customer.',
  PURCHASE_RETURNED: 'Nothing is left of what the purchase had earned.',
} as const;

interface KnownOfLedger {
  readonly receiptOf: (operationId: string) => Receipt | undefined;
  /** The account that a reference leads to, where it is not the one that bears its pseudonym. */
  readonly leadsTo: (accountId: string) => string | undefined;
}

/**
 * A return is worth what its amount would earn, and at the most what is left of the purchase. One that took effect before keeps the
 * amount that it had then, so that it is known again.
 */
export function planReturns(
  returns: readonly Return[],
  { receiptOf, leadsTo }: KnownOfLedger,
): (PlannedReturn | RefusedReturn)[] {
  const taken = new Map<string, bigint>();
  return returns.map((of) => {
    const refused = (code: keyof typeof returnErrors): RefusedReturn => ({ of, code, reason: returnErrors[code] });
    const purchase = receiptOf(of.purchaseOperationId);
    if (!purchase) return refused('PURCHASE_UNKNOWN');
    if (![of.accountId, leadsTo(of.accountId)].includes(purchase.accountId)) return refused('PURCHASE_OF_ANOTHER');
    const done = receiptOf(of.operationId);
    const before = taken.get(purchase.id) ?? 0n;
    const left = BigInt(purchase.amount) - BigInt(purchase.reversed ?? '0') - before;
    const amount = done ? amountAsked(done) : of.points < left ? of.points : left;
    if (amount === 0n) return refused('PURCHASE_RETURNED');
    if (!done) taken.set(purchase.id, before + amount);
    const operation = {
      kind: 'reverse',
      id: of.operationId,
      operationId: purchase.id,
      amount: String(amount),
    } as const;
    return { of, operation };
  });
}

/** What a reversal was asked for: what it took, and what was not there any more. */
const amountAsked = ({ amount, shortfall }: Receipt): bigint => BigInt(amount) + BigInt(shortfall ?? '0');

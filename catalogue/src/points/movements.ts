/** Whose points of which programme an operation moves, as far as the operation itself tells. */
import type { Side } from '../programs/limits.js';
import type { Operation } from './operations.js';
import type { Receipt } from './receipt.js';

/** What an account holds of one programme. */
export interface PointsOfAccount {
  readonly accountId: string;
  readonly programId: string;
}

/** Whose points it takes. A reversal's debtor stands in the receipt, a seizure's in the order; held points left the account with the hold. */
export function debitedBy(operation: Operation): PointsOfAccount | undefined {
  switch (operation.kind) {
    case 'transfer':
      return { accountId: operation.fromAccountId, programId: operation.programId };
    case 'redeem':
    case 'expire':
    case 'hold':
    case 'exchange':
    case 'buy-note':
      return { accountId: operation.accountId, programId: operation.programId };
    case 'issue':
    case 'redeem-note':
    case 'transfer-note':
    case 'pledge-note':
    case 'reverse':
    case 'capture':
    case 'void':
    case 'extend':
    case 'consolidate':
    case 'seize':
      return undefined;
    default:
      return operation satisfies never;
  }
}

/** Whose lots it replaces by others, without taking any points. */
export function rearrangedBy(operation: Operation): PointsOfAccount | undefined {
  if (operation.kind !== 'extend' && operation.kind !== 'consolidate') return undefined;
  return { accountId: operation.accountId, programId: operation.programId };
}

/** Whom it gives points. What comes back of a hold or by a reversal goes to the account that they are about. */
export function creditedBy(operation: Operation): PointsOfAccount | undefined {
  switch (operation.kind) {
    case 'issue':
      return { accountId: operation.accountId, programId: operation.programId };
    case 'transfer':
      return { accountId: operation.toAccountId, programId: operation.programId };
    case 'exchange':
      return { accountId: operation.accountId, programId: operation.targetProgramId };
    case 'redeem':
    case 'buy-note':
    case 'redeem-note':
    case 'transfer-note':
    case 'pledge-note':
    case 'reverse':
    case 'expire':
    case 'hold':
    case 'capture':
    case 'void':
    case 'extend':
    case 'consolidate':
    case 'seize':
      return undefined;
    default:
      return operation satisfies never;
  }
}

/** Whose points the reversal of an operation takes back; that of a redemption takes none. */
export function takenBackFrom({
  kind,
  accountId,
  toAccountId = '',
  programId,
}: Pick<Receipt, 'kind' | 'accountId' | 'toAccountId' | 'programId'>): PointsOfAccount | undefined {
  if (kind === 'issue') return { accountId, programId };
  return kind === 'transfer' ? { accountId: toAccountId, programId } : undefined;
}

/**
 * What counts towards an account's day. Expiring does not, nor what a transfer brings: what a stranger sends must not use
 * up what the receiver may still be given; nor a balance that was migrated.
 */
export function countedMovements(operation: Operation): (PointsOfAccount & { readonly side: Side })[] {
  const debited = operation.kind === 'expire' ? undefined : debitedBy(operation);
  const isClaim = operation.kind === 'issue' && operation.migration !== undefined;
  const credited = operation.kind === 'transfer' || isClaim ? undefined : creditedBy(operation);
  return [
    ...(debited === undefined ? [] : [{ ...debited, side: 'debit' as const }]),
    ...(credited === undefined ? [] : [{ ...credited, side: 'credit' as const }]),
  ];
}

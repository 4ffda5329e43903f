/**
 * What an operation touches that no other transaction in flight may touch.
 *
 * Only debits and reversals need it. A credit makes a new row, so that any number of them may be in flight; an
 * issuance's quota lane is given to it when its group is made (see quota-lanes.ts).
 */
import type { Operation, Receipt } from '@commonpoint/chaincode/catalogue';

/** Looks up the receipt of an operation that is to be reversed. */
export type FindReceipt = (operationId: string) => Receipt | undefined;

export interface PointsOfAccount {
  readonly accountId: string;
  readonly programId: string;
}

export const debitKey = ({ accountId, programId }: PointsOfAccount): string => `debit ${accountId} ${programId}`;
export const quotaKey = (programId: string): string => `quota ${programId}`;
const reversalKey = (operationId: string): string => `reversal ${operationId}`;

/** Whose points the operation takes, if it takes any. */
export function debited(operation: Operation, findReceipt: FindReceipt): PointsOfAccount | undefined {
  switch (operation.kind) {
    case 'issue':
      return undefined;
    case 'transfer':
      return { accountId: operation.fromAccountId, programId: operation.programId };
    case 'redeem':
    case 'expire':
      return { accountId: operation.accountId, programId: operation.programId };
    case 'reverse': {
      const receipt = findReceipt(operation.operationId);
      if (receipt?.kind === 'issue') return { accountId: receipt.accountId, programId: receipt.programId };
      if (receipt?.kind === 'transfer') return { accountId: receipt.toAccountId!, programId: receipt.programId };
      return undefined;
    }
  }
}

/** Whom the operation gives points, if it does. */
export function credited(operation: Operation): PointsOfAccount | undefined {
  if (operation.kind === 'issue') return { accountId: operation.accountId, programId: operation.programId };
  if (operation.kind === 'transfer') return { accountId: operation.toAccountId, programId: operation.programId };
  return undefined;
}

export function lockKeys(operation: Operation, findReceipt: FindReceipt): string[] {
  const points = debited(operation, findReceipt);
  const keys = points ? [debitKey(points)] : [];
  if (operation.kind === 'reverse') keys.push(reversalKey(operation.operationId));
  return keys;
}

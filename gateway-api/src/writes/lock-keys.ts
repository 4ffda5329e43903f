/**
 * What an operation touches that no other transaction in flight may touch.
 *
 * Debits and reversals need it, what resolves a hold, and what is counted by account and day. A credit makes a new row,
 * so that any number of them may be in flight; quota lanes, of a programme or of a rate, are given to a group when it is
 * made (see quota-lanes.ts).
 */
import type { Operation } from '@commonpoint/catalogue';
import type { LedgerView } from './ledger-view.js';

export interface PointsOfAccount {
  readonly accountId: string;
  readonly programId: string;
}

export const debitKey = ({ accountId, programId }: PointsOfAccount): string => `debit ${accountId} ${programId}`;
/** `owner` is a programme's id or a rate's name. */
export const quotaKey = (owner: string): string => `quota ${owner}`;
const reversalKey = (mspId: string, operationId: string): string => `reversal ${mspId} ${operationId}`;
const holdKey = (mspId: string, holdId: string): string => `hold ${mspId} ${holdId}`;
const dayKey = ({ accountId, programId }: PointsOfAccount): string => `account-day ${accountId} ${programId}`;

/** Whose points the operation takes, if it takes any. */
export function debited(operation: Operation, view: LedgerView): PointsOfAccount | undefined {
  switch (operation.kind) {
    case 'issue':
    case 'capture':
    case 'void':
      // Held points left the account when the hold was made.
      return undefined;
    case 'transfer':
      return { accountId: operation.fromAccountId, programId: operation.programId };
    case 'redeem':
    case 'expire':
    case 'hold':
    case 'exchange':
      return { accountId: operation.accountId, programId: operation.programId };
    case 'reverse': {
      const receipt = view.receipt(operation.operationId, operation.operationMspId);
      if (receipt?.kind === 'issue') return { accountId: receipt.accountId, programId: receipt.programId };
      if (receipt?.kind === 'transfer') return { accountId: receipt.toAccountId!, programId: receipt.programId };
      return undefined;
    }
  }
}

/** Whom the operation gives points, if it does. */
export function credited(operation: Operation, view: LedgerView): PointsOfAccount | undefined {
  switch (operation.kind) {
    case 'issue':
      return { accountId: operation.accountId, programId: operation.programId };
    case 'transfer':
      return { accountId: operation.toAccountId, programId: operation.programId };
    case 'exchange':
      return { accountId: operation.accountId, programId: operation.targetProgramId };
    case 'capture':
    case 'void': {
      const hold = view.hold(operation.holdMspId, operation.holdId);
      return hold && { accountId: hold.accountId, programId: hold.programId };
    }
    default:
      return undefined;
  }
}

export function lockKeys(operation: Operation, view: LedgerView): string[] {
  const points = debited(operation, view);
  const keys = points ? [debitKey(points)] : [];
  switch (operation.kind) {
    case 'reverse':
      keys.push(reversalKey(operation.operationMspId ?? view.mspId, operation.operationId));
      return keys;
    case 'capture':
    case 'void':
      keys.push(holdKey(operation.holdMspId ?? view.mspId, operation.holdId));
      return keys;
    case 'expire':
      return keys;
    default: {
      const gained = credited(operation, view);
      if (points && view.countsPerDay(points.programId, 'debit')) keys.push(dayKey(points));
      if (gained && view.countsPerDay(gained.programId, 'credit')) keys.push(dayKey(gained));
      return keys;
    }
  }
}

/**
 * What an operation touches that no other transaction in flight may touch.
 *
 * Debits and reversals need it, what resolves a hold, and what is counted by account and day. A credit makes a new row,
 * so that any number of them may be in flight; quota lanes, of a programme or of a rate, are given to a group when it is
 * made (see quota-lanes.ts).
 */
import {
  countedMovements,
  creditedBy,
  debitedBy,
  takenBackFrom,
  type Operation,
  type PointsOfAccount,
} from '@commonpoint/catalogue';
import type { LedgerView } from './ledger-view.js';

export const debitKey = ({ accountId, programId }: PointsOfAccount): string => `debit ${accountId} ${programId}`;
/** `owner` is a programme's id or a rate's name. */
export const quotaKey = (owner: string): string => `quota ${owner}`;
const reversalKey = (mspId: string, operationId: string): string => `reversal ${mspId} ${operationId}`;
const holdKey = (mspId: string, holdId: string): string => `hold ${mspId} ${holdId}`;
const dayKey = ({ accountId, programId }: PointsOfAccount): string => `account-day ${accountId} ${programId}`;

/** Whose points the operation takes, if it takes any. */
export function debited(operation: Operation, view: LedgerView): PointsOfAccount | undefined {
  if (operation.kind !== 'reverse') return debitedBy(operation);
  const target = view.receipt(operation.operationId, operation.operationMspId);
  return target && takenBackFrom(target);
}

/** Whom the operation gives points, if it does. */
export function credited(operation: Operation, view: LedgerView): PointsOfAccount | undefined {
  if (operation.kind !== 'capture' && operation.kind !== 'void') return creditedBy(operation);
  const hold = view.hold(operation.holdMspId, operation.holdId);
  return hold && { accountId: hold.accountId, programId: hold.programId };
}

export function lockKeys(operation: Operation, view: LedgerView): string[] {
  const points = debited(operation, view);
  const counted = countedMovements(operation).filter(({ programId, side }) => view.countsPerDay(programId, side));
  const keys = [...(points ? [debitKey(points)] : []), ...counted.map(dayKey)];
  if (operation.kind === 'reverse')
    keys.push(reversalKey(operation.operationMspId ?? view.mspId, operation.operationId));
  if (operation.kind === 'capture' || operation.kind === 'void')
    keys.push(holdKey(operation.holdMspId ?? view.mspId, operation.holdId));
  return keys;
}

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
  rearrangedBy,
  takenBackFrom,
  type Operation,
  type PointsOfAccount,
} from '@commonpoint/catalogue';
import type { LedgerLookup } from './ledger-lookup.js';

export const debitKey = ({ accountId, programId }: PointsOfAccount): string => `debit ${accountId} ${programId}`;
/** `owner` is a programme's id or a rate's name. */
export const quotaKey = (owner: string): string => `quota ${owner}`;
/** Of an operation of the own organisation that is under way: what is about it comes after it. */
export const operationKey = (operationId: string): string => `operation ${operationId}`;
const reversalKey = (mspId: string, operationId: string): string => `reversal ${mspId} ${operationId}`;
const holdKey = (mspId: string, holdId: string): string => `hold ${mspId} ${holdId}`;
const dayKey = ({ accountId, programId }: PointsOfAccount): string => `account-day ${accountId} ${programId}`;

/** Whose points the operation takes, or whose lots it replaces, if it does. */
export function debited(operation: Operation, lookup: LedgerLookup): PointsOfAccount | undefined {
  if (operation.kind !== 'reverse') return debitedBy(operation) ?? rearrangedBy(operation);
  const target = targetOf(operation, lookup);
  return target && takenBackFrom(target);
}

type Reversal = Extract<Operation, { kind: 'reverse' }>;

const isOwn = (mspId: string | undefined, lookup: LedgerLookup): boolean =>
  mspId === undefined || mspId === lookup.mspId;

interface Target extends PointsOfAccount {
  readonly kind: Operation['kind'];
  /** Of a transfer. */
  readonly toAccountId: string;
}

/** What a reversal is about, as recorded on the ledger or while it is still under way. */
function targetOf({ operationMspId, operationId }: Reversal, lookup: LedgerLookup): Target | undefined {
  const receipt = lookup.receipt(operationId, operationMspId);
  if (receipt) return { ...receipt, toAccountId: receipt.toAccountId ?? '' };
  if (!isOwn(operationMspId, lookup)) return undefined;
  const underWay = lookup.underWay(operationId);
  if (underWay?.kind === 'transfer') return { ...underWay, accountId: underWay.fromAccountId };
  return underWay && 'accountId' in underWay ? { ...underWay, toAccountId: '' } : undefined;
}

/** The own operation that this one is about, if it is about one. */
export function subjectOf(operation: Operation, lookup: LedgerLookup): string | undefined {
  switch (operation.kind) {
    case 'reverse':
      return isOwn(operation.operationMspId, lookup) ? operation.operationId : undefined;
    case 'capture':
    case 'void':
      return isOwn(operation.holdMspId, lookup) ? operation.holdId : undefined;
    default:
      return undefined;
  }
}

/** Whom the operation gives points, if it does. */
export function credited(operation: Operation, lookup: LedgerLookup): PointsOfAccount | undefined {
  switch (operation.kind) {
    case 'capture':
    case 'void': {
      const hold = lookup.hold(operation.holdMspId, operation.holdId) ?? holdUnderWay(operation.holdId, lookup);
      return hold && { accountId: hold.accountId, programId: hold.programId };
    }
    case 'reverse': {
      const target = targetOf(operation, lookup);
      const givesBack = target?.kind === 'redeem' || target?.kind === 'capture' || target?.kind === 'transfer';
      return target && givesBack ? { accountId: target.accountId, programId: target.programId } : undefined;
    }
    default:
      return creditedBy(operation);
  }
}

function holdUnderWay(holdId: string, lookup: LedgerLookup): Extract<Operation, { kind: 'hold' }> | undefined {
  const underWay = lookup.underWay(holdId);
  return underWay?.kind === 'hold' ? underWay : undefined;
}

export function lockKeys(operation: Operation, lookup: LedgerLookup): string[] {
  const points = debited(operation, lookup);
  const counted = countedMovements(operation).filter(({ programId, side }) => lookup.countsPerDay(programId, side));
  const keys = [...(points ? [debitKey(points)] : []), ...counted.map(dayKey)];
  if (operation.kind === 'reverse')
    keys.push(reversalKey(operation.operationMspId ?? lookup.mspId, operation.operationId));
  if (operation.kind === 'capture' || operation.kind === 'void')
    keys.push(holdKey(operation.holdMspId ?? lookup.mspId, operation.holdId));
  if (operation.kind === 'seize') keys.push(`order ${operation.orderId}`);
  return keys;
}

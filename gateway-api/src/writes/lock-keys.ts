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
/** `owner` is a programme's id, or the name of a rate or of an offer of notes. */
export const quotaKey = (owner: string): string => `quota ${owner}`;
/** Of an operation of the own organisation that is under way: what is about it comes after it. */
export const operationKey = (operationId: string): string => `operation ${operationId}`;
const reversalKey = (mspId: string, operationId: string): string => `reversal ${mspId} ${operationId}`;
const holdKey = (mspId: string, holdId: string): string => `hold ${mspId} ${holdId}`;
const bridgeKey = (programId: string, bridgeId: string): string => `bridge ${programId} ${bridgeId}`;
const lineKey = ({ beneficiary, lineId }: { beneficiary?: string | undefined; lineId?: string | undefined }): string =>
  `line ${beneficiary} ${lineId}`;
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
    case 'redeem-note':
    case 'transfer-note':
    case 'pledge-note':
      return isOwn(operation.noteMspId, lookup) ? operation.noteId : undefined;
    default:
      return undefined;
  }
}

/** Whom the operation gives points, if it does. */
export function credited(operation: Operation, lookup: LedgerLookup): PointsOfAccount | undefined {
  switch (operation.kind) {
    case 'capture':
    case 'void': {
      const hold = heldBy(operation, lookup);
      return hold && { accountId: hold.accountId, programId: hold.programId };
    }
    case 'redeem-note': {
      const { noteMspId, noteId } = operation;
      const note = lookup.note(noteMspId, noteId) ?? noteUnderWay(noteId, lookup);
      return note && { accountId: note.accountId, programId: note.programId };
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

function heldBy({ holdMspId, holdId }: Extract<Operation, { kind: 'capture' | 'void' }>, lookup: LedgerLookup) {
  return lookup.hold(holdMspId, holdId) ?? holdUnderWay(holdId, lookup);
}

function holdUnderWay(holdId: string, lookup: LedgerLookup): Extract<Operation, { kind: 'hold' }> | undefined {
  const underWay = lookup.underWay(holdId);
  return underWay?.kind === 'hold' ? underWay : undefined;
}

function noteUnderWay(noteId: string, lookup: LedgerLookup): Extract<Operation, { kind: 'buy-note' }> | undefined {
  const underWay = lookup.underWay(noteId);
  return underWay?.kind === 'buy-note' ? underWay : undefined;
}

export function lockKeys(operation: Operation, lookup: LedgerLookup): string[] {
  const points = debited(operation, lookup);
  const counted = countedMovements(operation).filter(({ programId, side }) => lookup.countsPerDay(programId, side));
  const keys = [...(points ? [debitKey(points)] : []), ...counted.map(dayKey)];
  if (operation.kind === 'reverse')
    keys.push(reversalKey(operation.operationMspId ?? lookup.mspId, operation.operationId));
  if ((operation.kind === 'issue' || operation.kind === 'hold') && operation.bridgeId !== undefined)
    keys.push(bridgeKey(operation.programId, operation.bridgeId));
  if (operation.kind === 'pledge-note' || (operation.kind === 'hold' && operation.lineId !== undefined))
    keys.push(lineKey(operation));
  if (operation.kind === 'capture' || operation.kind === 'void') {
    const held = heldBy(operation, lookup);
    keys.push(holdKey(operation.holdMspId ?? lookup.mspId, operation.holdId));
    if (held?.lineId !== undefined) keys.push(lineKey(held));
    if (held !== undefined && 'note' in held && held.note !== undefined)
      keys.push(holdKey(held.note.mspId, held.note.noteId));
    if (operation.kind === 'capture' && held?.bridgeId !== undefined)
      keys.push(bridgeKey(held.programId, held.bridgeId));
  }
  if ('noteId' in operation) keys.push(holdKey(operation.noteMspId ?? lookup.mspId, operation.noteId));
  if (operation.kind === 'redeem-note') {
    const { pledge } = lookup.note(operation.noteMspId, operation.noteId) ?? {};
    if (pledge !== undefined) keys.push(holdKey(pledge.mspId, pledge.holdId));
  }
  if (operation.kind === 'seize') keys.push(`order ${operation.orderId}`);
  return keys;
}

/**
 * What operations hold for themselves, and what they only follow: what gives points to an account follows whatever takes from
 * it, and what is about an operation follows that one.
 */
export function keysOf(
  operations: readonly Operation[],
  lookup: LedgerLookup,
): { readonly holds: readonly string[]; readonly follows: readonly string[] } {
  const holds = new Set(operations.flatMap((operation) => lockKeys(operation, lookup)));
  const follows = new Set<string>();
  for (const operation of operations) {
    holds.add(operationKey(operation.id));
    const gained = credited(operation, lookup);
    if (gained) follows.add(debitKey(gained));
    const subject = subjectOf(operation, lookup);
    if (subject !== undefined) follows.add(operationKey(subject));
  }
  return { holds: [...holds], follows: [...follows].filter((key) => !holds.has(key)) };
}

/** What a batch's operations need of the ledger, as far as it can be told from the operations and the receipts they undo. */
import {
  creditedBy,
  debitedBy,
  rearrangedBy,
  expiryOf,
  takenBackFrom,
  type Hold,
  type Operation,
  type Order,
  type PointsOfAccount,
  type Receipt,
} from '@commonpoint/catalogue';
import { amountsByExpiry, totalOf } from '../../domain/points/pool.js';
import { holdingName, receiptName } from '../../domain/points/row-names.js';

/** A name for sets of them. */
export function nameOf({ accountId, programId }: PointsOfAccount): string {
  return holdingName(accountId, programId);
}

/** An operation that names programme and account itself, and not by way of another operation. */
export type Direct = Exclude<
  Operation,
  { kind: 'reverse' | 'capture' | 'void' | 'redeem-note' | 'transfer-note' | 'pledge-note' | 'seize' }
>;

/** Whether an operation may make its programme's issuer owe something. */
export function mayClear(operation: Operation): boolean {
  switch (operation.kind) {
    case 'redeem':
      return operation.acceptor !== undefined;
    case 'hold':
      return operation.beneficiary !== undefined;
    case 'capture':
    case 'exchange':
    case 'reverse':
      return true;
    // What a line’s pledges cover is at the value of the cycle.
    case 'pledge-note':
      return true;
    default:
      return false;
  }
}

/** Whether an operation gives back what is held. Of a capture nobody is to be in the way, so that its rest is not looked at. */
export function givesBack(operation: Operation, { mspId, holdId }: Hold, caller: string): boolean {
  if (operation.kind !== 'void') return false;
  return operation.holdId === holdId && (operation.holdMspId ?? caller) === mspId;
}

/** The merchant at which points are to be spent. */
export function acceptorOf(operation: Direct): string | undefined {
  if (operation.kind === 'redeem') return operation.acceptor;
  return operation.kind === 'hold' ? operation.beneficiary : undefined;
}

/** The accounts an operation names, the debited one first. */
export function accountsOf(operation: Direct): string[] {
  return operation.kind === 'transfer' ? [operation.fromAccountId, operation.toAccountId] : [operation.accountId];
}

/** What a debit draws on without naming lots. */
export function spendingOf(operation: Operation): PointsOfAccount[] {
  const debited = debitedBy(operation) ?? rearrangedBy(operation);
  return debited === undefined || ('inputs' in operation && operation.inputs !== undefined) ? [] : [debited];
}

/** What the reversals of a batch undo, as far as it stands on the ledger. */
export function targetsOf(
  operations: readonly Operation[],
  mspId: string,
  receipts: ReadonlyMap<string, Receipt>,
): Receipt[] {
  return operations.flatMap((operation) => {
    if (operation.kind !== 'reverse') return [];
    const target = receipts.get(receiptName(operation.operationMspId ?? mspId, operation.operationId));
    return target === undefined ? [] : [target];
  });
}

/** Where the points are that a reversal takes back. */
export function returningOf(target: Receipt): PointsOfAccount[] {
  const takenBack = target.reversed === target.amount ? undefined : takenBackFrom(target);
  return takenBack === undefined ? [] : [takenBack];
}

/** Where the points are that an order seizes. */
export function seizedFrom({ scope }: Order): PointsOfAccount[] {
  if (scope.kind !== 'account' || scope.programId === undefined) return [];
  return [{ accountId: scope.accountId, programId: scope.programId }];
}

/**
 * Whether some lots are all that a batch could ask of a holding of which points are taken back. If they are not, all
 * lots have to be seen: what a reversal does not find, it says is not there.
 */
export function suffices(
  lots: readonly { expiry: string; amount: bigint }[],
  debits: readonly Operation[],
  targets: readonly Receipt[],
): boolean {
  let wanted = 0n;
  for (const debit of debits) if ('amount' in debit) wanted += BigInt(debit.amount ?? 0);
  for (const { amount } of targets) wanted += BigInt(amount);
  if (totalOf(lots) < wanted) return false;
  const there = new Map(amountsByExpiry(lots));
  const sent = targets.filter(({ kind }) => kind === 'transfer').flatMap(({ created = [] }) => created);
  const byExpiry = amountsByExpiry(sent.map((part) => ({ expiry: expiryOf(part.lotId), amount: BigInt(part.amount) })));
  return byExpiry.every(([expiry, amount]) => (there.get(expiry) ?? 0n) >= amount);
}

/** The same for operations that are reversed in the batch that posts them. */
export function reversedHere(operations: readonly Operation[]): PointsOfAccount[] {
  const reversed = new Set(
    operations.flatMap((operation) => (operation.kind === 'reverse' ? [operation.operationId] : [])),
  );
  return operations.flatMap((operation) => {
    if (!reversed.has(operation.id) || (operation.kind !== 'issue' && operation.kind !== 'transfer')) return [];
    return creditedBy(operation) ?? [];
  });
}

/** Whether an operation is about a note as its member wishes, and not because it is due. */
export function isAtWill(operation: Operation): boolean {
  if (operation.kind === 'transfer-note' || operation.kind === 'pledge-note') return true;
  return operation.kind === 'redeem-note' && operation.early === true;
}

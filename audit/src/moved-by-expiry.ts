/**
 * Points keep the day with which they end unless a receipt says otherwise, or an order that was lifted: what a transaction's lots come to by account, programme and
 * expiry has to be what its receipts come to. Each lot that a receipt draws on is gone, and none gave more than it had.
 */
import { laterExpiry, type DaysGivenBack } from './days-given-back.js';
import type { Found } from './findings.js';
import type { OperationRow } from './ledger-rows.js';
import { add, pointsOf } from './sums.js';

/** Of the lots that a transaction wrote and deleted. */
export interface MovedLots {
  /** `account programme expiry` to points that came or went. */
  readonly byExpiry: Map<string, bigint>;
  /** `account programme lot` to what those that were deleted had. */
  readonly deleted: Map<string, bigint>;
}

export const nothingMoved = (): MovedLots => ({ byExpiry: new Map(), deleted: new Map() });

export function compareExpiries(
  found: Found,
  txId: string,
  { byExpiry: byLots, deleted }: MovedLots,
  posted: readonly (readonly [name: string, row: OperationRow])[],
  givenBack: readonly DaysGivenBack[],
): void {
  if (posted.length === 0 && byLots.size === 0) return;
  const byReceipts = new Map<string, bigint>();
  for (const [name, row] of posted) {
    const { kind, programId, accountId, toAccountId = accountId, targetProgramId = programId } = row;
    // What a capture spent had left its account with the hold.
    const consumed = kind === 'capture' ? [] : (row.consumed ?? []);
    for (const { lotId, amount } of consumed) {
      add(byReceipts, `${accountId} ${programId} ${lotId.slice(0, 10)}`, -BigInt(amount));
      // One that an operation of the same transaction made is in no row.
      if (lotId.slice(11).startsWith(txId)) continue;
      const lot = `${accountId} ${programId} ${lotId}`;
      add(deleted, lot, -BigInt(amount));
      if (deleted.get(lot)! >= 0n) continue;
      found.about?.([programId]);
      found.push(`${name} drew ${amount} on the lot ${lotId}, which was not there for it`);
    }
    for (const { lotId, amount } of row.created ?? [])
      add(byReceipts, `${toAccountId} ${targetProgramId} ${lotId.slice(0, 10)}`, pointsOf(amount));
  }
  for (const days of givenBack) addDays(byReceipts, deleted, days);
  const compare = (moved: string, lots: bigint, receipts: bigint): void => {
    if (lots === receipts) return;
    found.about?.([moved.split(' ')[1]!]);
    found.push(`transaction ${txId} moved ${lots} points of ${moved} by its lots, ${receipts} by its receipts`);
  };
  for (const [moved, lots] of byLots) compare(moved, lots, byReceipts.get(moved) ?? 0n);
  for (const [moved, receipts] of byReceipts) if (!byLots.has(moved)) compare(moved, 0n, receipts);
}

/** The lots that are gone have to be there again, with another day. */
function addDays(expected: Map<string, bigint>, deleted: ReadonlyMap<string, bigint>, days: DaysGivenBack): void {
  for (const [lot, amount] of deleted) {
    const [accountId, programId, lotId = ''] = lot.split(' ');
    if (accountId !== days.accountId || (days.programId ?? programId) !== programId) continue;
    const expiry = lotId.slice(0, 10);
    const later = laterExpiry(expiry, days);
    if (later === undefined) continue;
    add(expected, `${accountId} ${programId} ${expiry}`, -amount);
    add(expected, `${accountId} ${programId} ${later}`, amount);
  }
}

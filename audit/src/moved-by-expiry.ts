/**
 * Points keep the day with which they end unless a receipt says otherwise: what a transaction's lots come to by account, programme and
 * expiry has to be what its receipts come to.
 */
import type { Found } from './findings.js';
import type { OperationRow } from './ledger-rows.js';
import { add } from './sums.js';

export function compareExpiries(
  found: Found,
  txId: string,
  byLots: ReadonlyMap<string, bigint>,
  posted: readonly (readonly [name: string, row: OperationRow])[],
): void {
  // What orders change of lots is judged with them.
  if (posted.length === 0) return;
  const byReceipts = new Map<string, bigint>();
  for (const [, row] of posted) {
    const { kind, programId, accountId, toAccountId = accountId, targetProgramId = programId } = row;
    // What a capture spent had left its account with the hold.
    const consumed = kind === 'capture' ? [] : (row.consumed ?? []);
    for (const { lotId, amount } of consumed)
      add(byReceipts, `${accountId} ${programId} ${lotId.slice(0, 10)}`, -BigInt(amount));
    for (const { lotId, amount } of row.created ?? [])
      add(byReceipts, `${toAccountId} ${targetProgramId} ${lotId.slice(0, 10)}`, BigInt(amount));
  }
  for (const name of new Set([...byLots.keys(), ...byReceipts.keys()])) {
    const [lots, receipts] = [byLots.get(name) ?? 0n, byReceipts.get(name) ?? 0n];
    if (lots !== receipts)
      found.push(`transaction ${txId} moved ${lots} points of ${name} by its lots, ${receipts} by its receipts`);
  }
}

/** Sums that were computed twice: from the rows, and from the receipts of what was done. */
import type { FoundSoFar } from './findings.js';
import type { Kept } from './store.js';

export type Sums = Pick<Kept<bigint>, 'get' | typeof Symbol.iterator>;

/** Finds where they differ. Names are `account programme`, or `cycle debtor creditor programme`. */
export function compareSums(found: FoundSoFar, what: string, byRows: Sums, byReceipts: Sums): void {
  for (const [name, rows] of byRows) compareOne(found, what, name, rows, byReceipts.get(name) ?? 0n);
  for (const [name, receipts] of byReceipts) {
    if (byRows.get(name) === undefined) compareOne(found, what, name, 0n, receipts);
  }
}

function compareOne(found: FoundSoFar, what: string, name: string, rows: bigint, receipts: bigint): void {
  const isNegative = receipts < 0n && (what === 'balance' || what === 'held');
  if (rows === receipts && !isNegative) return;
  found.about([name.slice(name.lastIndexOf(' ') + 1)]);
  if (rows !== receipts) found.push(`${what} of ${name}: ${rows} by rows, ${receipts} by receipts`);
  if (isNegative) found.push(`${what} of ${name} is negative: ${receipts}`);
}

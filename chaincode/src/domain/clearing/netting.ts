/** What positions come to in money, on the public clearing values that were in force as debts arose. */
import { netOf, type CycleReport } from '@commonpoint/catalogue';
import type { ClearingEntry } from './clearing.js';

export type PrivatePair = CycleReport['privatePairs'][number];

/** The positions that are settled in public; a pair is left out in both directions, so that sums stay zero. */
export function positionsInPublic(
  positions: readonly ClearingEntry[],
  privatePairs: readonly PrivatePair[],
): ClearingEntry[] {
  return positions.filter(
    ({ debtor, creditor }) =>
      !privatePairs.some(({ parties }) => parties.includes(debtor) && parties.includes(creditor)),
  );
}

/** What each merchant is owed or owes over all pairs; zeros are left out, the sum is zero. */
export function netMultilaterally(positions: readonly ClearingEntry[]): { mspId: string; amount: string }[] {
  return netOf(positions, ({ worth }) => BigInt(worth)).filter(({ amount }) => amount !== '0');
}

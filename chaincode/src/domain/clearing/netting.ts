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

/** What of each pair the one owes the other after both directions are set against each other. */
export function netByPair(positions: readonly ClearingEntry[]): { debtor: string; creditor: string; amount: string }[] {
  const pairs = new Map<string, { first: string; second: string; owed: bigint }>();
  for (const { debtor, creditor, worth } of positions) {
    const [first = '', second = ''] = [debtor, creditor].sort();
    const pair = pairs.get(`${first} ${second}`) ?? { first, second, owed: 0n };
    pairs.set(`${first} ${second}`, pair);
    pair.owed += debtor === first ? BigInt(worth) : -BigInt(worth);
  }
  const owing = [...pairs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair);
  return owing.flatMap(({ first, second, owed }) => {
    if (owed === 0n) return [];
    return owed > 0n
      ? [{ debtor: first, creditor: second, amount: String(owed) }]
      : [{ debtor: second, creditor: first, amount: String(-owed) }];
  });
}

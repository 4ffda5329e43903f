/** What positions in points come to in money, on the programmes' public clearing values. */
import { netOf, type CycleStatement, type Position, type Program } from '@commonpoint/catalogue';

/** A programme's clearing value in a cycle: the last one that was set for it or an earlier one. */
export function clearingValueOf({ clearingValues = [] }: Program, cycle: string): string | undefined {
  return clearingValues.findLast(({ fromCycle }) => fromCycle <= cycle)?.clearingValue;
}

export type PrivatePair = CycleStatement['privatePairs'][number];

/** The positions that are settled in public; a pair is left out in both directions, so that sums stay zero. */
export function positionsInPublic(positions: readonly Position[], privatePairs: readonly PrivatePair[]): Position[] {
  return positions.filter(
    ({ debtor, creditor }) =>
      !privatePairs.some(({ parties }) => parties.includes(debtor) && parties.includes(creditor)),
  );
}

/** What each merchant is owed or owes over all pairs; zeros are left out, the sum is zero. */
export function netMultilaterally(
  positions: readonly Position[],
  values: ReadonlyMap<string, string>,
): { mspId: string; amount: string }[] {
  const worth = ({ amount, programId }: Position) => BigInt(amount) * BigInt(values.get(programId) ?? '0');
  return netOf(positions, worth).filter(({ amount }) => amount !== '0');
}

/** What of each pair the one owes the other after both directions are set against each other. */
export function netByPair(
  positions: readonly Position[],
  values: ReadonlyMap<string, string>,
): { debtor: string; creditor: string; amount: string }[] {
  const pairs = new Map<string, { first: string; second: string; owed: bigint }>();
  for (const { debtor, creditor, programId, amount } of positions) {
    const [first = '', second = ''] = [debtor, creditor].sort();
    const pair = pairs.get(`${first} ${second}`) ?? { first, second, owed: 0n };
    pairs.set(`${first} ${second}`, pair);
    const worth = BigInt(amount) * BigInt(values.get(programId) ?? '0');
    pair.owed += debtor === first ? worth : -worth;
  }
  const owing = [...pairs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair);
  return owing.flatMap(({ first, second, owed }) => {
    if (owed === 0n) return [];
    return owed > 0n
      ? [{ debtor: first, creditor: second, amount: String(owed) }]
      : [{ debtor: second, creditor: first, amount: String(-owed) }];
  });
}

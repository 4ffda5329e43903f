/** What merchants are owed over all their positions. */
export interface Position {
  debtor: string;
  creditor: string;
  programId: string;
  amount: string;
}

/**
 * What each merchant is owed (positive) or owes (negative), by MSP id; the sum is zero. A position counts as `worth` says
 * of it, in points if nothing is said.
 */
export function netOf<T extends Position>(
  positions: readonly T[],
  worth: (position: T) => bigint = ({ amount }) => BigInt(amount),
): { mspId: string; amount: string }[] {
  const net = new Map<string, bigint>();
  for (const position of positions) {
    const amount = worth(position);
    net.set(position.creditor, (net.get(position.creditor) ?? 0n) + amount);
    net.set(position.debtor, (net.get(position.debtor) ?? 0n) - amount);
  }
  return [...net].sort(([a], [b]) => (a < b ? -1 : 1)).map(([mspId, amount]) => ({ mspId, amount: String(amount) }));
}

/** The same in points, by programme: points of different ones are never added up. */
export function netByProgram(positions: readonly Position[]): { programId: string; mspId: string; amount: string }[] {
  const programs = Map.groupBy(positions, ({ programId }) => programId);
  return [...programs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([programId, own]) => netOf(own).map((net) => ({ programId, ...net })));
}

/** What the projection says of what merchants owe each other. */
import type { ReplyOf, clearingPositions } from '@commonpoint/catalogue';
import type { Database } from '../../store/database.js';

export function clearingQueries({ sqlite }: Database) {
  const ofCycle = sqlite.prepare(
    `SELECT debtor, creditor, program_id, amount FROM clearing WHERE cycle = ? AND amount <> '0' ORDER BY debtor, creditor, program_id`,
  );
  const status = sqlite.prepare('SELECT status FROM cycles WHERE cycle = ?');
  return {
    positions(cycle: string): ReplyOf<typeof clearingPositions> {
      const positions = ofCycle.all(cycle).map((row) => ({
        debtor: row['debtor'] as string,
        creditor: row['creditor'] as string,
        programId: row['program_id'] as string,
        amount: row['amount'] as string,
      }));
      return { cycle, positions, net: netOf(positions) };
    },
    /** Absent while nobody has begun to close it. */
    cycleStatus: (cycle: string) => (status.get(cycle) as { status: 'closing' | 'closed' } | undefined)?.status,
  };
}

/** Over all programmes, what each organisation is owed (positive) or owes (negative). */
export function netOf(
  positions: readonly { readonly debtor: string; readonly creditor: string; readonly amount: string }[],
): { mspId: string; amount: string }[] {
  const net = new Map<string, bigint>();
  const add = (mspId: string, amount: bigint): unknown => net.set(mspId, (net.get(mspId) ?? 0n) + amount);
  for (const { debtor, creditor, amount } of positions) {
    add(debtor, -BigInt(amount));
    add(creditor, BigInt(amount));
  }
  return [...net]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([mspId, amount]) => ({ mspId, amount: String(amount) }));
}

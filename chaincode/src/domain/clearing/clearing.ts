/** What merchants owe each other in a cycle: the sum of its clearing rows. */
import type { clearingPositions, Program, ReplyOf } from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';
import type { WorkingSet } from '../points/working-set.js';

type Statement = ReplyOf<typeof clearingPositions>;

export interface ClearingEntry {
  debtor: string;
  creditor: string;
  programId: string;
  amount: string;
}

/** Positions that came to nothing are left out. What all are owed and owe sums to zero. */
export function sumClearing(cycle: string, entries: readonly ClearingEntry[]): Statement {
  const positions = new Map<string, ClearingEntry>();
  for (const { debtor, creditor, programId, amount } of entries) {
    const name = `${debtor} ${creditor} ${programId}`;
    const before = BigInt(positions.get(name)?.amount ?? '0');
    positions.set(name, { debtor, creditor, programId, amount: String(before + BigInt(amount)) });
  }
  const open = [...positions.values()].filter(({ amount }) => amount !== '0');
  const net = new Map<string, bigint>();
  for (const { debtor, creditor, amount } of open) {
    net.set(creditor, (net.get(creditor) ?? 0n) + BigInt(amount));
    net.set(debtor, (net.get(debtor) ?? 0n) - BigInt(amount));
  }
  const byMspId = [...net].sort(([a], [b]) => (a < b ? -1 : 1));
  return { cycle, positions: open, net: byMspId.map(([mspId, amount]) => ({ mspId, amount: String(amount) })) };
}

/**
 * Whether a liability of the issuer may be added to the transaction's cycle; towards itself there is none. Errors:
 * CYCLE_CLOSED.
 */
export function unclearabilityOf(
  { rows, cycle }: WorkingSet,
  { issuer }: Program,
  creditor: string | undefined,
): Refusal | undefined {
  if (!rows.cycleClosed || creditor === undefined || creditor === issuer) return undefined;
  return refuse('CYCLE_CLOSED', `the cycle ${cycle} is closed`);
}

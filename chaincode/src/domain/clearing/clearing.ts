/** What merchants owe each other in a cycle: the sum of its clearing rows. */
import { netOf, type clearingPositions, type Position, type Program, type ReplyOf } from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';
import type { WorkingSet } from '../points/working-set.js';

type Statement = ReplyOf<typeof clearingPositions>;

/** Positions that came to nothing are left out. What all are owed and owe sums to zero. */
export function sumClearing(cycle: string, entries: readonly Position[]): Statement {
  const positions = new Map<string, Position>();
  for (const { debtor, creditor, programId, amount } of entries) {
    const name = `${debtor} ${creditor} ${programId}`;
    const before = BigInt(positions.get(name)?.amount ?? '0');
    positions.set(name, { debtor, creditor, programId, amount: String(before + BigInt(amount)) });
  }
  const open = [...positions.values()].filter(({ amount }) => amount !== '0');
  return { cycle, positions: open, net: netOf(open) };
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

/**
 * What is owed back: points that a returned purchase had given, and that were spent.
 *
 * It stands in the account's row, because whatever credits the account reads that row anyway. Every credit that costs
 * nobody else pays it off first: what pays it off counts as issued, or given back, and reversed at once, and comes into no
 * lot. Points that came back after their end pay off nothing, since nobody could have spent them.
 */
import { isPast, type Lot } from '@commonpoint/catalogue';
import { partAmounts } from './receipts.js';
import type { WorkingSet } from './working-set.js';

/** Points of one expiry and maturity. */
export interface Portion {
  readonly expiry: string;
  readonly maturesOn?: string | undefined;
  readonly amount: bigint;
}

interface Holding {
  readonly accountId: string;
  readonly programId: string;
}

/** What an account owes back of a programme's points. */
export function owedBack(set: WorkingSet, { accountId, programId }: Holding): bigint {
  const clawbacks = set.accounts.get(accountId)?.clawbacks ?? [];
  return BigInt(clawbacks.find((clawback) => clawback.programId === programId)?.amount ?? '0');
}

/** Adds to what is owed back, or takes from it. */
export function changeOwedBack(set: WorkingSet, holding: Holding, by: bigint): void {
  const { accountId, programId } = holding;
  const account = set.accounts.get(accountId);
  if (account === undefined || by === 0n) return;
  const { clawbacks = [], ...rest } = account;
  const owed = owedBack(set, holding) + by;
  const others = clawbacks.filter((clawback) => clawback.programId !== programId);
  const changed = owed === 0n ? others : [...others, { programId, amount: String(owed) }];
  const sorted = changed.sort((a, b) => (a.programId < b.programId ? -1 : 1));
  set.recordAccount(sorted.length === 0 ? rest : { ...rest, clawbacks: sorted });
}

/** Credits what is left of points after what is owed back is paid off, the soonest to expire first. */
export function creditOwn(
  set: WorkingSet,
  holding: Holding,
  portions: readonly Portion[],
  origin: Omit<Lot, 'amount' | 'maturesOn'>,
): { created: { lotId: string; amount: string }[]; paidOff?: string } {
  const pool = set.pool(holding.accountId, holding.programId);
  const owed = owedBack(set, holding);
  let unpaid = owed;
  const ordered = owed === 0n ? portions : [...portions].sort((a, b) => (a.expiry < b.expiry ? -1 : 1));
  const created = ordered.flatMap(({ amount, ...life }) => {
    const pays = isPast(life.expiry, set.today) ? 0n : amount < unpaid ? amount : unpaid;
    unpaid -= pays;
    return amount === pays ? [] : [pool.credit(life, amount - pays, origin)];
  });
  const paid = owed - unpaid;
  if (paid === 0n) return { created: partAmounts(created) };
  changeOwedBack(set, holding, -paid);
  set.addSupply(holding.programId, 'reversed', paid);
  return { created: partAmounts(created), paidOff: String(paid) };
}

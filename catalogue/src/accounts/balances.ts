/** What an account holds, by programme. */
import { isPast } from '../core/calendar.js';
import { NEVER } from '../core/values.js';
import type { Account } from './account.js';
import { type Balance, EXPIRING_DAYS_MAX } from './accounts.js';

type Sums = Record<'available' | 'pending' | 'held' | 'expired' | 'clawback', bigint>;

/** Sums of lots, open holds and what is owed back by programme; lots that have ended or not matured apart. */
export function sumBalances(
  lots: readonly { programId: string; expiry: string; maturesOn?: string | undefined; amount: string }[],
  holds: readonly { programId: string; amount: string }[],
  { clawbacks = [] }: Pick<Account, 'clawbacks'>,
  today: string,
): Balance[] {
  const byProgram = new Map<string, { sums: Sums; ending: Map<string, bigint> }>();
  const of = (programId: string) => {
    const sums = { available: 0n, pending: 0n, held: 0n, expired: 0n, clawback: 0n };
    const found = byProgram.get(programId) ?? { sums, ending: new Map<string, bigint>() };
    byProgram.set(programId, found);
    return found;
  };
  for (const { programId, expiry, maturesOn = '', amount } of lots) {
    const { sums, ending } = of(programId);
    const state = isPast(expiry, today) ? 'expired' : maturesOn > today ? 'pending' : 'available';
    sums[state] += BigInt(amount);
    if (state !== 'expired') ending.set(expiry, (ending.get(expiry) ?? 0n) + BigInt(amount));
  }
  for (const { programId, amount } of holds) of(programId).sums.held += BigInt(amount);
  for (const { programId, amount } of clawbacks) of(programId).sums.clawback += BigInt(amount);
  const ordered = [...byProgram].sort(([a], [b]) => (a < b ? -1 : 1));
  return ordered.map(([programId, { sums, ending }]) => ({
    programId,
    available: String(sums.available),
    pending: String(sums.pending),
    held: String(sums.held),
    expired: String(sums.expired),
    clawback: String(sums.clawback),
    expiring: expiringDays(ending),
  }));
}

function expiringDays(ending: ReadonlyMap<string, bigint>): Balance['expiring'] {
  const days = [...ending].filter(([day]) => day !== NEVER).sort(([a], [b]) => (a < b ? -1 : 1));
  return days.slice(0, EXPIRING_DAYS_MAX).map(([day, amount]) => ({ day, amount: String(amount) }));
}

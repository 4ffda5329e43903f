/** What an account holds. */
import { type getBalances, isPast, type ReplyOf } from '@commonpoint/catalogue';

type Balances = ReplyOf<typeof getBalances>['balances'];

/** Sums of lots and open holds by programme; lots past their expiry apart. */
export function sumBalances(
  lots: readonly { programId: string; expiry: string; amount: string }[],
  holds: readonly { programId: string; amount: string }[],
  today: string,
): Balances {
  const sums = new Map<string, { available: bigint; held: bigint; expired: bigint }>();
  const add = (programId: string, field: 'available' | 'held' | 'expired', amount: string): void => {
    const sum = sums.get(programId) ?? { available: 0n, held: 0n, expired: 0n };
    sum[field] += BigInt(amount);
    sums.set(programId, sum);
  };
  for (const { programId, expiry, amount } of lots)
    add(programId, isPast(expiry, today) ? 'expired' : 'available', amount);
  for (const { programId, amount } of holds) add(programId, 'held', amount);
  const byProgram = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  return byProgram.map(([programId, { available, held, expired }]) => ({
    programId,
    available: String(available),
    held: String(held),
    expired: String(expired),
  }));
}

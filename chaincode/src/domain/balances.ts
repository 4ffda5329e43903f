/** What an account holds. */
import type { getBalances } from '../catalogue/accounts.js';
import type { ReplyOf } from '../catalogue/transaction.js';
import { isPast } from './calendar.js';

type Balances = ReplyOf<typeof getBalances>['balances'];

/** Sums of lots by programme, in the order of the lots; those past their expiry apart. */
export function sumBalances(
  lots: readonly { programId: string; expiry: string; amount: string }[],
  today: string,
): Balances {
  const sums = new Map<string, { available: bigint; expired: bigint }>();
  for (const { programId, expiry, amount } of lots) {
    const sum = sums.get(programId) ?? { available: 0n, expired: 0n };
    sum[isPast(expiry, today) ? 'expired' : 'available'] += BigInt(amount);
    sums.set(programId, sum);
  }
  return [...sums].map(([programId, { available, expired }]) => ({
    programId,
    available: String(available),
    held: '0',
    expired: String(expired),
  }));
}

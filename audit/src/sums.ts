/** Sums by name, and sums of supply. */
import type { SupplySums } from './ledger-rows.js';
import type { Kept } from './store.js';

export function add(sums: Kept<bigint>, name: string, amount: bigint): void {
  sums.set(name, (sums.get(name) ?? 0n) + amount);
}

export function total(amounts: Iterable<bigint>): bigint {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}

export const supplyFields = [
  'issued',
  'redeemed',
  'expired',
  'reversed',
  'held',
  'interest',
  'unused',
  'drawn',
] as const satisfies (keyof SupplySums)[];

export function noSupply(): SupplySums {
  const none = { issued: 0n, redeemed: 0n, expired: 0n, reversed: 0n, held: 0n };
  return { ...none, interest: 0n, unused: 0n, drawn: 0n };
}

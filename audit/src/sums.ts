/** Sums by name, and sums of supply. */
import type { SupplySums } from './ledger-rows.js';
import type { Kept } from './store.js';

export function add(sums: Kept<bigint>, name: string, amount: bigint): void {
  sums.set(name, (sums.get(name) ?? 0n) + amount);
}

/** To each name what stands at its place. */
export function addEach(sums: Kept<bigint>, names: readonly string[], amounts: readonly number[]): void {
  if (sums.addEach !== undefined) sums.addEach(names, amounts);
  else for (const [at, name] of names.entries()) add(sums, name, BigInt(amounts[at]!));
}

let lastText = '0';
let lastPoints = 0n;

/** Of a text that is asked for again and again while its receipt is looked at. @throws SyntaxError */
export function pointsOf(amount: string): bigint {
  if (amount === lastText) return lastPoints;
  lastPoints = BigInt(amount);
  lastText = amount;
  return lastPoints;
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

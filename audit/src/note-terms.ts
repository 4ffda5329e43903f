/** What a note has to come to, counted day by day: an algorithm of the audit's own. */
import { dayAfter } from './days.js';

/** Transactions are dated by their clients, and a note is the later of two days where they may differ. */
const CLOCKS_APART_MS = 15 * 60 * 1000;

export interface RateRow {
  readonly from: string;
  readonly ppm: number;
}

const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
/** The first day that a note sold at a moment earns. */
export const begins = (txTime: string): string => dayAt(Date.parse(txTime) + CLOCKS_APART_MS);
/** The day up to which a note has earned at a moment. */
export const reaches = (txTime: string): string => dayAt(Date.parse(txTime) - CLOCKS_APART_MS);

/** Each day earns at the last rate that began by then; the last day does not count. A share of it, in millionths, rounded down. */
export function interestByDays(
  principal: bigint,
  rates: readonly RateRow[],
  from: string,
  until: string,
  share = 1_000_000,
): bigint {
  let sum = 0n;
  let at = -1;
  for (let day = from; day < until; day = dayAfter(day, 1)) {
    while (at + 1 < rates.length && rates[at + 1]!.from <= day) at += 1;
    sum += BigInt(rates[at]?.ppm ?? 0);
  }
  return (principal * sum * BigInt(share)) / 365_000_000_000_000n;
}

/** The most that it can come to. */
export function interestAtMost(principal: bigint, ppm: number, days: number): bigint {
  return (principal * BigInt(ppm) * BigInt(days)) / 365_000_000n;
}

export function daysFrom(from: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);
}

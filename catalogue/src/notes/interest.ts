/**
 * What points earn in a note: whole days, a year of 365 of them, and one division that rounds down.
 *
 * A rate is a list of days and parts per million a year, of which each holds until the next. What is earned follows from
 * the principal and the two days alone: looking often changes nothing, and no points are earned on what was earned.
 */
import { daysAfter, daysBetween, dayOf, instantOf } from '../core/calendar.js';

/** From this day on points earn so many millionths of themselves a year. */
export interface RateStep {
  readonly from: string;
  readonly ppm: number;
}

/** What divides principal × ppm × days. */
const YEAR_PPM = 365n * 1_000_000n;
const WHOLE_PPM = 1_000_000n;

/** Clients date their transactions, and others read them: that far apart gains nobody a day. */
export const NOTE_CLOCKS_APART_MS = 15 * 60 * 1000;

/** The first day that counts for a note sold at a moment: the later one, where clocks may differ. */
export function firstDayOf(txTime: string): string {
  return dayOf(new Date(instantOf(txTime) + NOTE_CLOCKS_APART_MS).toISOString());
}

/** The day up to which a note has earned at a moment: the earlier one, where clocks may differ. */
export function earnedDayOf(txTime: string): string {
  return dayOf(new Date(instantOf(txTime) - NOTE_CLOCKS_APART_MS).toISOString());
}

/** The sum of ppm over the days from one up to another, which does not count itself. */
export function ppmDays(rates: readonly RateStep[], from: string, until: string): bigint {
  let sum = 0n;
  rates.forEach(({ from: begins, ppm }, at) => {
    const ends = rates[at + 1]?.from ?? until;
    const first = begins > from ? begins : from;
    const last = ends < until ? ends : until;
    if (first < last) sum += BigInt(ppm) * BigInt(daysBetween(first, last));
  });
  return sum;
}

/** What a principal earns from one day up to another; of it a share, in millionths. */
export function interestOf(
  principal: bigint,
  rates: readonly RateStep[],
  { from, until }: { readonly from: string; readonly until: string },
  sharePpm = 1_000_000,
): bigint {
  return (principal * ppmDays(rates, from, until) * BigInt(sharePpm)) / (YEAR_PPM * WHOLE_PPM);
}

/** What a note earns by its end, by the rates of its offer that are announced. */
export function earnedAtEnd(
  note: { readonly principal: string; readonly from: string; readonly until: string },
  { rates }: { readonly rates: readonly RateStep[] },
): bigint {
  return interestOf(BigInt(note.principal), rates, note);
}

/** The most that a note can come to: at the highest rate, for all its days. */
export function interestMaxOf(principal: bigint, ppmMax: number, days: number): bigint {
  return (principal * BigInt(ppmMax) * BigInt(days)) / YEAR_PPM;
}

/** The days of a note that is sold at a moment. */
export function termOf(txTime: string, days: number): { readonly from: string; readonly until: string } {
  const from = firstDayOf(txTime);
  return { from, until: daysAfter(from, days) };
}

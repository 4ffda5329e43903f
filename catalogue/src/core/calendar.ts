/**
 * Days and months in UTC, as text: `YYYY-MM-DD` and `YYYY-MM` sort as they pass, and no clock or time zone can
 * make two endorsers differ.
 */
import { NEVER } from './values.js';

/** Where a programme's expiries are rounded up to: the end of a day, month, quarter or year, or a day `MM-DD` of every year. */
export type ExpiryRounding = 'day' | 'month' | 'quarter' | 'year' | (string & {});

/** The day of an RFC 3339 timestamp in UTC. */
export function dayOf(txTime: string): string {
  return txTime.slice(0, 10);
}

/** The month of an RFC 3339 timestamp in UTC: the clearing cycle it falls in. */
export function monthOf(txTime: string): string {
  return txTime.slice(0, 7);
}

/** The month that a clearing cycle is, or is a part of. */
export function monthOfCycle(cycle: string): string {
  return cycle.slice(0, 7);
}

/** The month after a month. */
export function monthAfter(month: string): string {
  return expiryDay(`${month}-01`, 1).slice(0, 7);
}

/** Peers take timestamps that are up to two minutes off: so long after its end a day is over by everybody's clock. */
export const CLOCKS_APART_MS = 2 * 60 * 1000;

/** The day on which it is, by every clock that a peer takes, at a moment: the day before until two minutes after its end. */
export function dayByAnyClock(txTime: string): string {
  return dayOf(new Date(instantOf(txTime) - CLOCKS_APART_MS).toISOString());
}

/** Whole days from one day to a later one. */
export function daysBetween(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / (24 * 60 * 60 * 1000));
}

/** The milliseconds since 1970 of an RFC 3339 timestamp: as texts, `00Z` and `00.5Z` would not sort as they pass. */
export function instantOf(timestamp: string): number {
  return Date.parse(timestamp);
}

/** The last day on which points issued on `day` may be spent: so many months later, the month's last day at most. */
export function expiryDay(day: string, months: number): string {
  if (months === 0) return NEVER;
  const [year, month, dayOfMonth] = day.split('-').map((part) => Number.parseInt(part, 10)) as [number, number, number];
  const monthsSinceZero = year * 12 + (month - 1) + months;
  const targetYear = Math.floor(monthsSinceZero / 12);
  const targetMonth = (monthsSinceZero % 12) + 1;
  const targetDay = Math.min(dayOfMonth, daysInMonth(targetYear, targetMonth));
  return `${digits(targetYear, 4)}-${digits(targetMonth, 2)}-${digits(targetDay, 2)}`;
}

/** A day so many days later, or earlier. */
export function daysAfter(day: string, days: number): string {
  return dayOf(new Date(Date.parse(day) + days * 24 * 60 * 60 * 1000).toISOString());
}

/** The last day of the month, the quarter or the year that a day is in, or the next such day of a year; `day` is the day itself. */
export function roundedUp(day: string, to: ExpiryRounding): string {
  const [year, month] = day.split('-').map((part) => Number.parseInt(part, 10)) as [number, number];
  switch (to) {
    case 'day':
      return day;
    case 'month':
      return lastOf(year, month);
    case 'quarter':
      return lastOf(year, Math.ceil(month / 3) * 3);
    case 'year':
      return lastOf(year, 12);
    default:
      return day.slice(5) <= to ? `${digits(year, 4)}-${to}` : `${digits(year + 1, 4)}-${to}`;
  }
}

function lastOf(year: number, month: number): string {
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(daysInMonth(year, month), 2)}`;
}

/** The expiry of a lot: the first part of its id. */
export function expiryOf(lotId: string): string {
  return lotId.slice(0, 10);
}

/** Points may be spent until their expiry day ends. */
export function isPast(expiry: string, today: string): boolean {
  return expiry < today;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

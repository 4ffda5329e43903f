/** Amounts, money and times as the reader's locale writes them. */
import { locale, t } from './text.js';

/** Points are whole numbers of up to 18 digits, which no floating-point number holds. */
export function points(amount: string | bigint | number): string {
  return new Intl.NumberFormat(locale()).format(BigInt(amount));
}

export function count(number: number): string {
  return new Intl.NumberFormat(locale()).format(number);
}

const MILLIONTH_DIGITS = 6;

/** How many digits a currency has after the point. */
export function digitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/**
 * Money between merchants is counted in millionths of the currency's smallest unit.
 *
 * @param most digits after the point; more are rounded half up
 */
export function money(millionths: string, currency: string, most = digitsOf(currency)): string {
  const digits = digitsOf(currency);
  const scale = MILLIONTH_DIGITS + digits;
  const digitsMax = Math.min(most, scale);
  const negative = millionths.startsWith('-');
  const amount = BigInt(negative ? millionths.slice(1) : millionths);
  const step = 10n ** BigInt(scale - digitsMax);
  const rounded = (amount + step / 2n) / step;
  const text = rounded.toString().padStart(digitsMax + 1, '0');
  const decimal = digitsMax === 0 ? text : `${text.slice(0, -digitsMax)}.${text.slice(-digitsMax)}`;
  // A decimal as text is taken digit by digit, beyond what a number holds.
  const format = new Intl.NumberFormat(locale(), {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digitsMax,
  });
  return format.format(`${negative ? '-' : ''}${decimal}` as unknown as number);
}

/** What a point is worth, and what is as small: to the last millionth of the smallest unit, as it is typed and counted. */
export const price = (millionths: string, currency: string): string => money(millionths, currency, Infinity);

/** An amount as it is typed, `12.5`, in the millionths that money between merchants is counted in. */
export function millionthsOf(typed: string, currency: string): string {
  const [whole = '', part = ''] = typed.trim().split('.');
  return BigInt(whole + part.padEnd(MILLIONTH_DIGITS + digitsOf(currency), '0')).toString();
}

/** Whole smallest units, in the millionths that money between merchants is counted in. */
export const millionths = (whole: string): string => (whole === '0' ? whole : `${whole}000000`);

export const percent = (part: number, digits = 0): string =>
  new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: digits }).format(part);

/** The share that one amount is of another, from 0 to 1. */
export function share(part: string, whole: string): number {
  const all = BigInt(whole);
  return all <= 0n ? 0 : Number((BigInt(part) * 1_000_000n) / all) / 1_000_000;
}

export const time = (iso: string | number): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));

export const timeToTheSecond = (iso: string | number): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(iso));

/** Days and months of the ledger are those of UTC. */
export const day = (iso: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(iso));

/** Below a picture. */
export const shortDay = (iso: string | number): string =>
  new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(iso));
export const clock = (at: number, toTheSecond: boolean): string =>
  new Intl.DateTimeFormat(locale(), { timeStyle: toTheSecond ? 'medium' : 'short' }).format(new Date(at));

export const month = (iso: string): string =>
  new Intl.DateTimeFormat(locale(), { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${iso.slice(0, 7)}-01T00:00:00Z`),
  );

/** A cycle is a month, or a part of one: `2026-11.02`. */
export function cycleName(cycle: string): string {
  const [whole = '', part] = cycle.split('.');
  return part === undefined ? month(whole) : t('clearing.part', { month: month(whole), part: Number(part) });
}

const STEPS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** How far off a time is: in 3 days, 2 hours ago. */
export function relative(iso: string | number, now = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  for (const [unit, length] of STEPS)
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  return format.format(Math.trunc(seconds), 'second');
}

/** `HarborMSP` as people say it. */
export const organizationName = (mspId: string): string => mspId.replace(/MSP$/, '');

/** The first of a long id; the whole stands in its title. */
export const shortId = (id: string): string => {
  const at = id.indexOf(':');
  const [owner, rest] = at === -1 ? ['', id] : [`${organizationName(id.slice(0, at))} · `, id.slice(at + 1)];
  return owner + (rest.length > 13 ? `${rest.slice(0, 8)}…` : rest);
};

/** Up to which event something is: a whole block, or an event of one. */
export const upTo = (eventId: string | undefined): string => {
  const [block = '', event] = (eventId ?? '').split(':');
  if (block === '') return '—';
  return event === '999999' ? t('shell.block', { block: count(Number(block)) }) : eventId!;
};

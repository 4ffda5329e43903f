/** Points by the day at whose end they expire: what an account has of a programme, what a hold keeps, what was spent. */
export type Points = ReadonlyMap<string, bigint>;

/** Points that mature have an expiry of their own: it tells when they do. */
const MATURING_FOR_DAYS = 2_000;

export function daysLater(day: string, days: number): string {
  return new Date(Date.parse(day.slice(0, 10)) + days * 86_400_000).toISOString().slice(0, 10);
}
export const endOfMaturing = (maturesOn: string): string => daysLater(maturesOn, MATURING_FOR_DAYS);
/** From when on points of an expiry can be spent. */
export const ripeFrom = (expiry: string): string =>
  expiry > '2030' && expiry < '9999' ? daysLater(expiry, -MATURING_FOR_DAYS) : '';

export const sum = (points: Points): bigint => [...points.values()].reduce((total, each) => total + each, 0n);

export function plus(points: Points, more: Points, sign = 1n): Map<string, bigint> {
  const result = new Map(points);
  for (const [expiry, amount] of more) {
    const left = (result.get(expiry) ?? 0n) + sign * amount;
    if (left < 0n) throw new Error(`${left} points of ${expiry}`);
    if (left === 0n) result.delete(expiry);
    else result.set(expiry, left);
  }
  return result;
}

export const minus = (points: Points, less: Points): Map<string, bigint> => plus(points, less, -1n);

/** Whether of each expiry there are as many. */
export const hasAll = (points: Points, asked: Points): boolean =>
  [...asked].every(([expiry, amount]) => (points.get(expiry) ?? 0n) >= amount);

export const only = (points: Points, keep: (expiry: string) => boolean): Points =>
  new Map([...points].filter(([expiry]) => keep(expiry)));

/** So many of them, in the order of their expiries. */
export function some(points: Points, amount: bigint, order: 'soonest' | 'newest'): Points {
  const result = new Map<string, bigint>();
  const expiries = [...points.keys()].sort();
  if (order === 'newest') expiries.reverse();
  let left = amount;
  for (const expiry of expiries) {
    const part = points.get(expiry)! < left ? points.get(expiry)! : left;
    if (part > 0n) result.set(expiry, part);
    left -= part;
  }
  return result;
}

/** Lots of a receipt, as points. */
export function pointsOf(lots: readonly { readonly lotId: string; readonly amount: string }[] = []): Points {
  let result: Points = new Map();
  for (const { lotId, amount } of lots) result = plus(result, new Map([[lotId.slice(0, 10), BigInt(amount)]]));
  return result;
}

export const same = (one: Points, other: Points): boolean => sum(one) === sum(other) && hasAll(one, other);

/** The same day so many months later, or the month's last. */
export function monthsLater(day: string, months: number): string {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months + 1, 0);
  const last = date.getUTCDate();
  return `${date.toISOString().slice(0, 8)}${String(Math.min(last, Number(day.slice(8)))).padStart(2, '0')}`;
}

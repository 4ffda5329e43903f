/** Parts of lots, and points by the month in which they were issued. */

export interface LotPart {
  readonly lotId: string;
  readonly amount: string;
}

/** Points of one month, where they lie apart from others. */
export interface Part {
  readonly month: string;
  readonly amount: bigint;
}

export type PointsByMonth = Map<string, bigint>;
export type PointsByExpiry = Map<string, PointsByMonth>;

/** Takes points that were issued first; those of a month before all others, if one is preferred. */
export function takeFrom(
  there: Map<string, bigint> | undefined,
  amount: bigint,
  otherwise: string,
  preferred?: string,
): Part[] {
  const parts: Part[] = [];
  let missing = amount;
  const months = [...(there?.keys() ?? [])].sort();
  for (const month of preferred === undefined ? months : [preferred, ...months.filter((each) => each !== preferred)]) {
    const left = there?.get(month) ?? 0n;
    const taken = left < missing ? left : missing;
    if (taken === 0n) continue;
    if (taken === left) there?.delete(month);
    else there?.set(month, left - taken);
    parts.push({ month, amount: taken });
    missing -= taken;
  }
  // Of a ledger that adds up there is nothing missing; on another one the figures of the month show it.
  return missing === 0n ? parts : [...parts, { month: otherwise, amount: missing }];
}

export function byMonth(parts: readonly Part[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { month, amount } of parts) sums.set(month, (sums.get(month) ?? 0n) + amount);
  return sums;
}

/** Sums by the expiry that lots' ids begin with, the soonest first. */
export function byExpiry(lots: readonly LotPart[]): [expiry: string, amount: bigint][] {
  const sums = new Map<string, bigint>();
  for (const { lotId, amount } of lots) {
    const expiry = lotId.slice(0, 10);
    sums.set(expiry, (sums.get(expiry) ?? 0n) + BigInt(amount));
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
}

export function sumOf(there: Map<string, bigint> | undefined): bigint {
  return [...(there?.values() ?? [])].reduce((sum, amount) => sum + amount, 0n);
}

/** Of points by expiry and month. */
export function sumOfAll(there: ReadonlyMap<string, Map<string, bigint>>): bigint {
  return [...there.values()].reduce((sum, months) => sum + sumOf(months), 0n);
}

/** Takes points that end first. */
export function takeFirst(there: ReadonlyMap<string, Map<string, bigint>>, amount: bigint, otherwise: string): Part[] {
  let missing = amount;
  return [...there.keys()].sort().flatMap((expiry) => {
    const months = there.get(expiry);
    const part = sumOf(months) < missing ? sumOf(months) : missing;
    missing -= part;
    return part > 0n ? takeFrom(months, part, otherwise) : [];
  });
}

export function total(lots: readonly LotPart[]): bigint {
  return lots.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
}

/** Real purchases, a week at a time, shared out among the merchants as if each of them had a third of the customers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../launcher/repository.js';
import { type MerchantSlug, merchantSlugs } from './merchants.js';

export interface Purchase {
  readonly customer: string;
  /** The row as it stands in the file. */
  readonly line: string;
  /** In cents. */
  readonly amount: number;
}

export interface Week {
  /** Its Monday. */
  readonly name: string;
  readonly purchases: Readonly<Record<MerchantSlug, readonly Purchase[]>>;
}

export const CSV_HEADER = 'customer_id,date,quantity,amount';
/** The file begins in the middle of a week, and ends in the middle of another one, which is left out. */
const FIRST_MONDAY = '1997-01-06';
const DAY_MS = 24 * 60 * 60 * 1000;

/** The weeks of `examples/purchases-cdnow.csv`, in order. */
export function readWeeks(): Week[] {
  const text = readFileSync(join(repositoryRoot, 'examples', 'purchases-cdnow.csv'), 'utf8');
  const weeks = new Map<string, Record<MerchantSlug, Purchase[]>>();
  for (const line of text.trimEnd().split('\n').slice(1)) {
    const [customer = '', date = '', , amount = '0'] = line.split(',');
    const monday = mondayOf(date);
    if (monday < FIRST_MONDAY) continue;
    const week = weeks.get(monday) ?? { harbor: [], citypark: [], greenmart: [] };
    weeks.set(monday, week);
    week[homeOf(customer)].push({ customer, line, amount: Number(amount.replace('.', '')) });
  }
  const inOrder = [...weeks].sort(([a], [b]) => (a < b ? -1 : 1));
  return inOrder.slice(0, -1).map(([name, purchases]) => ({ name, purchases }));
}

/** Customers with the most points of these purchases, the best first; of equal ones the lower number. */
export function bestCustomers(
  purchases: readonly Purchase[],
  pointsPerUnit: number,
): { customer: string; points: number }[] {
  const points = new Map<string, number>();
  for (const purchase of purchases) {
    points.set(purchase.customer, (points.get(purchase.customer) ?? 0) + pointsOf(purchase, pointsPerUnit));
  }
  const all = [...points].map(([customer, sum]) => ({ customer, points: sum }));
  return all.sort((a, b) => b.points - a.points || (a.customer < b.customer ? -1 : 1));
}

/** Whole points for a purchase, rounded down once, as an import does it. */
export function pointsOf({ amount }: Purchase, pointsPerUnit: number): number {
  return Math.floor((amount * pointsPerUnit) / 100);
}

function homeOf(customer: string): MerchantSlug {
  return merchantSlugs[Number(customer) % merchantSlugs.length] ?? 'harbor';
}

function mondayOf(date: string): string {
  const time = Date.parse(date);
  const sinceMonday = (new Date(time).getUTCDay() + 6) % 7;
  return new Date(time - sinceMonday * DAY_MS).toISOString().slice(0, 10);
}

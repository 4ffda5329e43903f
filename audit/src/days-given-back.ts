/** Points of which expiry waited under an order end as many days later as it stood: which points, and how many days. */
import { dayAfter } from './days.js';
import type { OrderRow } from './ledger-rows.js';

const DAY_MS = 86_400_000;
const NEVER = '9999-12-31';

export interface DaysGivenBack {
  readonly accountId: string;
  /** Absent where it is about all that the account has. */
  readonly programId: string | undefined;
  /** What had ended before this day ended all the same. */
  readonly from: string;
  readonly days: number;
}

/** By an order that was lifted; undefined if its expiry went on. */
export function daysGivenBackBy({ scope, expiry, from, until, liftedAt }: OrderRow): DaysGivenBack | undefined {
  if (expiry !== 'waits' || scope.accountId === undefined || liftedAt === undefined) return undefined;
  const end = until !== undefined && Date.parse(until) < Date.parse(liftedAt) ? until : liftedAt;
  const days = Math.round((Date.parse(dayOf(end)) - Date.parse(dayOf(from))) / DAY_MS);
  return { accountId: scope.accountId, programId: scope.programId, from: dayOf(from), days: Math.max(0, days) };
}

/** When points of such an account end then; undefined of those that had ended before, or never do. */
export function laterExpiry(expiry: string, { from, days }: DaysGivenBack): string | undefined {
  return days === 0 || expiry === NEVER || expiry < from ? undefined : dayAfter(expiry, days);
}

const dayOf = (time: string): string => time.slice(0, 10);

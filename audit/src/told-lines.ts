/** A credit line as its row tells it, and as receipts and payments do. */
import { dayAfter } from './days.js';

/** The `credit-line` row; money in millionths of the smallest unit. */
export interface LineRow {
  readonly mspId: string;
  readonly lineId: string;
  readonly accountId: string;
  readonly programId: string;
  readonly limit: string;
  readonly haircutPpm: number;
  readonly marginDays: number;
  readonly feePpm: number;
  readonly until: string;
  readonly secures?: string;
  readonly pledgesEndAt: string;
  readonly grantedAt: string;
  readonly status: string;
  readonly pledges: readonly { readonly mspId: string; readonly pledgeId: string; readonly amount: string }[];
  readonly drawing: string;
  readonly drawn: string;
  readonly fee?: string;
  readonly notice?: { readonly takenFrom: string };
  readonly disputed?: number;
  readonly allowed?: object;
}

/** What changes of one. */
export interface ToldLine {
  status: string;
  /** Pledges, `organisation id` and points, the oldest first. */
  pledges: [name: string, amount: string][];
  drawing: string;
  drawn: string;
  disputed: number;
  fee?: string | undefined;
  takenFrom?: string | undefined;
  allowed?: boolean | undefined;
}

/** What a merchant in default owes, as far as it bears on a line. */
export interface DefaultClaim {
  readonly mspId: string;
  readonly lineId: string;
  readonly debtor: string;
  readonly pledges: bigint;
  readonly loss: bigint;
}

const DAYS_AFTER = 30;

export const newLine = (): ToldLine => ({ status: 'open', pledges: [], drawing: '0', drawn: '0', disputed: 0 });

/** In the order in which one is compared with the other. */
export function toldLine(row: LineRow): ToldLine {
  return ordered({
    status: row.status,
    pledges: row.pledges.map(({ mspId, pledgeId, amount }) => [`${mspId} ${pledgeId}`, amount]),
    drawing: row.drawing,
    drawn: row.drawn,
    disputed: row.disputed ?? 0,
    fee: row.fee,
    takenFrom: row.notice?.takenFrom,
    allowed: row.allowed === undefined ? undefined : true,
  });
}

export function ordered({ status, pledges, drawing, drawn, disputed, fee, takenFrom, allowed }: ToldLine): ToldLine {
  return { status, pledges, drawing, drawn, disputed, fee, takenFrom, allowed };
}

/** What a line is granted with, and keeps. */
export function termsOf(row: LineRow): string {
  const { mspId, lineId, accountId, programId, limit, haircutPpm, marginDays, feePpm, until } = row;
  const { pledgesEndAt, grantedAt, secures = '' } = row;
  return [
    mspId,
    lineId,
    accountId,
    programId,
    limit,
    haircutPpm,
    marginDays,
    feePpm,
    until,
    pledgesEndAt,
    grantedAt,
    secures,
  ].join();
}

/** Until when its pledges are held: some days after term and waiting days. */
export function untilEndOf({ until, marginDays }: Pick<LineRow, 'until' | 'marginDays'>): string {
  return `${dayAfter(until, marginDays + DAYS_AFTER)}T00:00:00.000Z`;
}

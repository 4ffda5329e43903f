/**
 * Granting, raising and giving back credit.
 *
 * | limit    | granted        | narrowed               | raised            | ended          |
 * |----------|----------------|------------------------|-------------------|----------------|
 * | none     | the merchant   | –                      | –                 | –              |
 * | in force | (stays)        | the merchant, to what is used at the least | both, the same | the merchant |
 * | ended    | the merchant, with what is used by then | –    | –                 | (stays)        |
 */
import {
  type Acceptance,
  CREDIT_LANES,
  type CreditLane,
  type CreditState,
  type grantCredit,
  type Program,
  type RequestOf,
} from '@commonpoint/catalogue';
import { limitInForce } from './draw-credit.js';
import { refuse, type Refusal } from '../core/refusal.js';
import { spreadQuota } from '../programs/quota.js';

/** An acceptance as it is to stand, and the lanes of its credit if they change. */
export interface CreditChange {
  acceptance: Acceptance;
  lanes?: CreditLane[];
}

/** The same one if it says this already. Errors: CREDIT_LANES_FIXED, CREDIT_RAISE_ALONE, CREDIT_BELOW_USED. */
export function decideGrantCredit(
  before: Acceptance,
  rows: readonly CreditLane[],
  { limit, lanes }: Pick<RequestOf<typeof grantCredit>, 'limit' | 'lanes'>,
  at: string,
): CreditChange | Refusal {
  const { credit } = before;
  const inForce = limitInForce(credit);
  if (credit !== undefined && lanes !== undefined && lanes !== credit.lanes)
    return refuse('CREDIT_LANES_FIXED', `it was granted with ${credit.lanes} lanes`);
  if (inForce?.limit === limit) return { acceptance: before };
  if (inForce !== undefined && BigInt(limit) > BigInt(inForce.limit))
    return refuse('CREDIT_RAISE_ALONE', `the limit is ${inForce.limit}`);
  const count = credit?.lanes ?? lanes ?? CREDIT_LANES;
  const divided = divideLimit(rows.length > 0 ? rows : Array.from({ length: count }, () => unused), BigInt(limit));
  if (!Array.isArray(divided)) return divided;
  return {
    acceptance: { ...before, credit: { limit, lanes: count, grantedAt: credit?.grantedAt ?? at } },
    lanes: divided,
  };
}

/** Errors: CREDIT_UNKNOWN, NOT_CREDIT_PARTY, CREDIT_NOT_RAISED. */
export function decideRaiseCredit(
  before: Acceptance,
  rows: readonly CreditLane[],
  { issuer }: Pick<Program, 'issuer'>,
  limit: string,
  { by, at }: { by: string; at: string },
): CreditChange | Refusal {
  const credit = limitInForce(before.credit);
  if (credit === undefined) return noCredit(before);
  if (by !== before.mspId && by !== issuer)
    return refuse('NOT_CREDIT_PARTY', `it is for ${before.mspId} and ${issuer} to raise this credit`);
  if (BigInt(limit) <= BigInt(credit.limit)) return refuse('CREDIT_NOT_RAISED', `the limit is ${credit.limit}`);
  const { raise, ...rest } = credit;
  if (raise?.limit === limit && raise.by === by) return { acceptance: before };
  if (raise?.limit !== limit) return { acceptance: { ...before, credit: { ...rest, raise: { limit, by, at } } } };
  const divided = divideLimit(rows, BigInt(limit));
  if (!Array.isArray(divided)) return divided;
  return { acceptance: { ...before, credit: { ...rest, limit } }, lanes: divided };
}

/** Errors: CREDIT_UNKNOWN. */
export function decideEndCredit(before: Acceptance, at: string): Acceptance | Refusal {
  if (before.credit === undefined) return noCredit(before);
  if (before.credit.endedAt !== undefined) return before;
  const { raise: _raise, ...credit } = before.credit;
  return { ...before, credit: { ...credit, endedAt: at } };
}

/** Puts an amount into lanes, into each as far as it was used, and what is left into the last one. */
export function returnToLanes(rows: readonly CreditLane[], amount: bigint): CreditLane[] {
  let left = amount;
  return rows.map(({ granted, used }, index) => {
    const there = BigInt(used) < 0n ? 0n : BigInt(used);
    const part = index === rows.length - 1 || left < there ? left : there;
    left -= part;
    return { granted, used: String(BigInt(used) - part) };
  });
}

/** Errors: CREDIT_UNKNOWN. */
export function creditStateOf(
  { programId, mspId, credit }: Pick<Acceptance, 'programId' | 'mspId' | 'credit'>,
  rows: readonly CreditLane[],
  returning: bigint,
): CreditState | Refusal {
  if (credit === undefined) return noCredit({ programId, mspId });
  const used = usedOf(rows) - returning;
  const lanes = rows.map((row, lane) => ({ lane, ...row }));
  return { programId, mspId, credit, lanes, returning: String(returning), used: String(used) };
}

export function noCredit({ programId, mspId }: Pick<Acceptance, 'programId' | 'mspId'>): Refusal {
  return refuse('CREDIT_UNKNOWN', `${mspId} has granted no credit in ${programId}`);
}

const unused: CreditLane = { granted: '0', used: '0' };

const usedOf = (rows: readonly CreditLane[]): bigint => rows.reduce((sum, { used }) => sum + BigInt(used), 0n);

/** A lane keeps what it used, and what is free of the limit is spread evenly. Errors: CREDIT_BELOW_USED. */
function divideLimit(rows: readonly CreditLane[], limit: bigint): CreditLane[] | Refusal {
  const taken = rows.map(({ used }) => (BigInt(used) < 0n ? 0n : BigInt(used)));
  const free = limit - taken.reduce((sum, part) => sum + part, 0n);
  if (free < 0n) return refuse('CREDIT_BELOW_USED', `${limit - free} are used`);
  const shares = spreadQuota(free, rows.length);
  return rows.map(({ used }, lane) => ({ granted: String(taken[lane]! + shares[lane]!), used }));
}

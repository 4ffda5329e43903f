/**
 * Settling what a closed cycle left.
 *
 * | from       | instructed          | confirmed      | disputed    | due                  |
 * |------------|---------------------|----------------|-------------|----------------------|
 * | due        | debtor              | –              | either side | (stays)              |
 * | instructed | (same reference)    | creditor       | either side | –                    |
 * | disputed   | –                   | who disputed, the creditor only | (stays) | who disputed |
 * | confirmed  | –                   | (stays)        | –           | –                    |
 *
 * Of one that was claimed on a line what was the creditor's loss is paid like this, and where that is nothing, nothing is.
 */
import {
  type agedSettlements,
  clearingOtherwise,
  dayOf,
  daysBetween,
  type disputeSettlement,
  monthAfter,
  monthOfCycle,
  payableOf,
  type ReplyOf,
  type RequestOf,
  type resolveSettlement,
  type Settlement,
} from '@commonpoint/catalogue';
import type { CycleRow } from './close-cycle.js';
import { refuse, type Refusal } from '../core/refusal.js';
import type { Saying } from '../core/saying.js';

/** The first day after a cycle; of one that was cut off the day of that. */
export function dueSinceOf({ cycle, cutAt }: Pick<CycleRow, 'cycle' | 'cutAt'>): string {
  return cutAt === undefined ? `${monthAfter(monthOfCycle(cycle))}-01` : dayOf(cutAt);
}

/** What a closed cycle leaves to be settled in public. */
export function settlementsOf(closed: CycleRow): Settlement[] {
  const { cycle, currency = clearingOtherwise.currency, payments = [] } = closed;
  const dueSince = dueSinceOf(closed);
  return payments.map((payment) => ({ cycle, ...payment, currency, status: 'due', dueSince }));
}

/** Errors: NOT_SETTLEMENT_PARTY, SETTLEMENT_STATE. */
export function decideInstruct(before: Settlement, reference: string, { by, at }: Saying): Settlement | Refusal {
  if (by !== before.debtor) return notParty('the debtor');
  if (before.status === 'instructed' && before.reference === reference) return before;
  if (before.status !== 'due' || isClaimedWhole(before)) return wrongState(before);
  return { ...before, status: 'instructed', reference, instructedAt: at };
}

/** Errors: NOT_SETTLEMENT_PARTY, SETTLEMENT_STATE. */
export function decideConfirm(before: Settlement, { by, at }: Saying): Settlement | Refusal {
  if (by !== before.creditor) return notParty('the creditor');
  if (before.status === 'confirmed') return before;
  if (before.status !== 'instructed' || isClaimedWhole(before)) return wrongState(before);
  return { ...before, status: 'confirmed', confirmedAt: at };
}

/** Errors: NOT_SETTLEMENT_PARTY, SETTLEMENT_STATE. */
export function decideDispute(
  before: Settlement,
  { reason }: Pick<RequestOf<typeof disputeSettlement>, 'reason'>,
  { by, at }: Saying,
): Settlement | Refusal {
  if (by !== before.creditor && by !== before.debtor) return notParty('the debtor or the creditor');
  if (before.status === 'disputed' && before.dispute?.by === by && before.dispute.reason === reason) return before;
  if (before.status !== 'due' && before.status !== 'instructed') return wrongState(before);
  const { resolution: _earlier, ...rest } = before;
  return { ...rest, status: 'disputed', dispute: { by, reason, raisedAt: at } };
}

/** Errors: NOT_SETTLEMENT_PARTY, SETTLEMENT_STATE. */
export function decideResolve(
  before: Settlement,
  { outcome, note }: Pick<RequestOf<typeof resolveSettlement>, 'outcome' | 'note'>,
  { by, at }: Saying,
): Settlement | Refusal {
  if (by !== before.creditor && by !== before.debtor) return notParty('the debtor or the creditor');
  if (before.status !== 'disputed') return wrongState(before);
  if (by !== before.dispute?.by) return notParty('whoever disputed it');
  if (outcome === 'paid' && by !== before.creditor) return notParty('the creditor');
  if (outcome === 'paid' && isClaimedWhole(before)) return wrongState(before);
  const resolution = { by, note, resolvedAt: at };
  if (outcome === 'paid') return { ...before, status: 'confirmed', confirmedAt: at, resolution };
  // To be paid again, with another reference.
  const { reference: _reference, instructedAt: _instructedAt, ...rest } = before;
  return { ...rest, status: 'due', resolution };
}

type Aged = ReplyOf<typeof agedSettlements>['pairs'][number];

/** What is neither confirmed nor met otherwise, by pair, in the order of the rows. */
export function ageSettlements(
  settlements: readonly Settlement[],
  { debtor, creditor }: RequestOf<typeof agedSettlements>,
  today: string,
): Aged[] {
  const pairs = new Map<string, Aged>();
  for (const open of settlements) {
    const left = payableOf(open);
    if (left === 0n) continue;
    if ((debtor ?? open.debtor) !== open.debtor || (creditor ?? open.creditor) !== open.creditor) continue;
    const name = `${open.debtor} ${open.creditor}`;
    const pair = pairs.get(name) ?? nothingOwed(open);
    pairs.set(name, pair);
    const fields: (keyof Aged)[] = [bucketOf(daysBetween(open.dueSince, today)), 'total'];
    if (open.status === 'disputed') fields.push('disputed');
    for (const field of fields) pair[field] = String(BigInt(pair[field]) + left);
  }
  return [...pairs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair);
}

function nothingOwed({ debtor, creditor }: Settlement): Aged {
  const buckets = { upTo30Days: '0', upTo60Days: '0', upTo90Days: '0', over90Days: '0' };
  return { debtor, creditor, ...buckets, total: '0', disputed: '0' };
}

function bucketOf(days: number): 'upTo30Days' | 'upTo60Days' | 'upTo90Days' | 'over90Days' {
  if (days <= 30) return 'upTo30Days';
  if (days <= 60) return 'upTo60Days';
  return days <= 90 ? 'upTo90Days' : 'over90Days';
}

function notParty(who: string): Refusal {
  return refuse('NOT_SETTLEMENT_PARTY', `it is for ${who} to say this`);
}

/** Of it nothing is to be paid any more: what is owed is owed on a line, and what comes is a repayment there. */
function isClaimedWhole(settlement: Settlement): boolean {
  return settlement.claim !== undefined && payableOf(settlement) === 0n;
}

function wrongState(settlement: Settlement): Refusal {
  const { status, claim } = settlement;
  const where = claim === undefined ? '' : `, and was claimed on the line ${claim.lineId}`;
  return refuse('SETTLEMENT_STATE', `the settlement is ${status}${where}`);
}

/** Which lots a debit draws on: those it names, or else those that are open to the batch, soonest expiry first. */
import { isPast } from '@commonpoint/catalogue';
import { isRipe, totalOf, type Part, type Pool, type WorkingLot } from './pool.js';
import { Refusal, refuse } from '../core/refusal.js';
import { refuseIfReserved } from '../orders/effects.js';
import type { WorkingSet } from './working-set.js';

/** What of an account is spent, if orders in force let it go. Errors: those of {@link decideSpending}, POINTS_RESERVED. */
export function decideDebit(
  set: WorkingSet,
  from: { accountId: string; programId: string },
  amount: bigint,
  inputs: readonly string[] | undefined,
  /** What ends before this day does not count; nor does what has ended. */
  lasting = set.today,
): Part[] | Refusal {
  const day = lasting > set.today ? lasting : set.today;
  const parts = decideSpending(set.pool(from.accountId, from.programId), amount, inputs, day);
  return parts instanceof Refusal ? parts : (refuseIfReserved(set, from, parts) ?? parts);
}

/** Errors: INPUTS_INVALID, LOT_SPENT, LOT_EXPIRED, LOT_NOT_MATURE, INSUFFICIENT_POINTS. */
export function decideSpending(
  pool: Pool,
  amount: bigint,
  inputs: readonly string[] | undefined,
  today: string,
): Part[] | Refusal {
  if (inputs === undefined) return spendOpenLots(pool, amount, today);
  const lots = namedLots(pool, inputs);
  if (!Array.isArray(lots)) return lots;
  const expired = lots.find(({ expiry }) => isPast(expiry, today));
  if (expired !== undefined) return refuse('LOT_EXPIRED', `lot ${expired.lotId} is past its expiry`);
  const unripe = lots.find(({ maturesOn }) => maturesOn !== undefined);
  if (unripe !== undefined) return refuse('LOT_NOT_MATURE', `lot ${unripe.lotId} matures on ${unripe.maturesOn}`);
  if (totalOf(lots) < amount) return insufficient(amount, totalOf(lots));
  let missing = amount;
  return lots.map((lot) => {
    const part = lot.amount < missing ? lot.amount : missing;
    missing -= part;
    return { lot, amount: part };
  });
}

/** The lots an operation names. Errors: INPUTS_INVALID, LOT_SPENT. */
export function namedLots(pool: Pool, inputs: readonly string[]): WorkingLot[] | Refusal {
  const unordered = inputs.findIndex((lotId, index) => index > 0 && lotId <= (inputs[index - 1] ?? ''));
  if (unordered !== -1) return refuse('INPUTS_INVALID', `input ${unordered} is not above the one before it`);
  const lots: WorkingLot[] = [];
  for (const lotId of inputs) {
    const lot = pool.find(lotId);
    if (lot === undefined) return refuse('LOT_SPENT', `lot ${lotId} is spent`);
    lots.push(lot);
  }
  return lots;
}

function spendOpenLots(pool: Pool, amount: bigint, today: string): Part[] | Refusal {
  const parts = pool.plan(amount, (kind) => isRipe(kind) && !isPast(kind.expiry, today));
  const available = totalOf(parts);
  if (available === amount) return parts;
  // The caller's view of the account was stale: with its present lots there may be enough.
  if (pool.hasMissingLots) return refuse('LOT_SPENT', 'a lot named as source is spent, and the others do not suffice');
  return insufficient(
    amount,
    available,
    pool.all((kind) => !isRipe(kind) && !isPast(kind.expiry, today)),
  );
}

function insufficient(asked: bigint, available: bigint, pending: readonly Part[] = []): Refusal {
  const there = `${asked} asked for, ${available} there`;
  const last = pending.map(({ lot }) => lot.maturesOn ?? '').reduce((a, b) => (a > b ? a : b), '');
  return refuse(
    'INSUFFICIENT_POINTS',
    last === '' ? there : `${there}; ${totalOf(pending)} more are pending, until ${last} at the latest`,
  );
}

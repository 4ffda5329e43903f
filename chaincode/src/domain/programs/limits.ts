/** A programme's limits: the bounds of each operation, and what an account may do on one day. */
import { countsPerDay, type LimitedKind, type Program, type Side } from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';
import type { AccountDay } from '../points/post-rows.js';
import type { WorkingSet } from '../points/working-set.js';
import { accountDayName } from '../points/row-names.js';

/** Points that leave an account or come to it. */
export interface Movement {
  accountId: string;
  program: Program;
  side: Side;
  amount: bigint;
}

/** Errors: AMOUNT_BELOW_MINIMUM, AMOUNT_ABOVE_MAXIMUM. */
export function outOfBounds({ programId, limits }: Program, kind: LimitedKind, amount: string): Refusal | undefined {
  const { min, max } = limits?.operations?.[kind] ?? {};
  if (min !== undefined && BigInt(amount) < BigInt(min))
    return refuse('AMOUNT_BELOW_MINIMUM', `${programId} takes ${min} at least`);
  return max !== undefined && BigInt(amount) > BigInt(max)
    ? refuse('AMOUNT_ABOVE_MAXIMUM', `${programId} takes ${max} at the most`)
    : undefined;
}

/** Whether all movements are within their accounts' day. Errors: DAY_LIMIT_EXCEEDED, VELOCITY_EXCEEDED. */
export function refuseUnlessWithinDay(set: WorkingSet, movements: readonly Movement[]): Refusal | undefined {
  const counted = movements
    .filter(({ program, side }) => countsPerDay(program, side))
    .map((movement) => ({ ...movement, day: afterMovement(set, movement) }));
  for (const { accountId, program, side, day } of counted) {
    const { debitedMax, creditedMax } = program.limits?.perAccountDay ?? {};
    const max = side === 'debit' ? debitedMax : creditedMax;
    const sum = side === 'debit' ? day.debited : day.credited;
    if (max !== undefined && BigInt(sum) > BigInt(max))
      return refuse('DAY_LIMIT_EXCEEDED', `it would be ${sum} of ${max} points of ${accountId} today`);
  }
  for (const { accountId, program, side, day } of counted) {
    const { debitsMax, creditsMax } = program.limits?.perAccountDay ?? {};
    const max = side === 'debit' ? debitsMax : creditsMax;
    const times = side === 'debit' ? day.debits : day.credits;
    if (max !== undefined && times > max)
      return refuse('VELOCITY_EXCEEDED', `it would be the operation ${times} of ${max} of ${accountId} today`);
  }
  return undefined;
}

/** Adds movements to their accounts' day, where it is counted. */
export function countMovements(set: WorkingSet, movements: readonly Movement[]): void {
  for (const movement of movements) {
    const { accountId, program, side } = movement;
    if (countsPerDay(program, side)) set.recordAccountDay(accountId, program.programId, afterMovement(set, movement));
  }
}

function afterMovement(set: WorkingSet, { accountId, program, side, amount }: Movement): AccountDay {
  const before = set.accountDays.get(accountDayName(accountId, program.programId));
  // A timestamp a little behind the last one does not begin the count anew.
  const isSameDay = before !== undefined && before.day >= set.today;
  const day = isSameDay ? before : { day: set.today, debited: '0', debits: 0, credited: '0', credits: 0 };
  return side === 'debit'
    ? { ...day, debited: String(BigInt(day.debited) + amount), debits: day.debits + 1 }
    : { ...day, credited: String(BigInt(day.credited) + amount), credits: day.credits + 1 };
}

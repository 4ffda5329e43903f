/**
 * Leaving by one's own word. What a merchant issued is spent for as long as the constitution says at the least, and for the time that
 * it told; then it has left. What is owed until then is settled as before, and its accounts are handed over by a vote.
 */
import { dayByAnyClock, dayOf, daysAfter, isPast, type Organization, type Program } from '@commonpoint/catalogue';
import { revised } from '../core/revisions.js';
import { refuse, type Refusal } from '../core/refusal.js';

export interface Leaving {
  readonly member: Organization;
  /** Those of its programmes that change. */
  readonly programs: readonly Program[];
}

/** Without a change where nothing is to be done. Errors: LEAVING_TOO_SOON. */
export function decideLeave(
  member: Organization,
  own: readonly Program[],
  { spendableUntil, noticeDays, at }: { spendableUntil: string; noticeDays: number; at: string },
): Leaving | Refusal {
  const { leaving } = member;
  const earliest = leaving?.until ?? daysAfter(dayOf(at), noticeDays);
  if (spendableUntil < earliest) {
    const detail = `its points are to be spent until ${earliest} at the least`;
    return refuse('LEAVING_TOO_SOON', detail, { errors: [{ pointer: '/spendableUntil', detail }] });
  }
  if (leaving !== undefined && isPast(leaving.until, dayByAnyClock(at)))
    return { member: { ...member, status: 'left' }, programs: [] };
  const programs = own
    .filter((program) => program.spendableUntil === undefined || program.spendableUntil < spendableUntil)
    .map((program): Program => revised({ ...program, status: 'active', spendableUntil }));
  if (leaving?.until === spendableUntil) return { member, programs };
  const since = leaving?.since ?? at;
  return { member: { ...member, status: 'leaving', leaving: { since, until: spendableUntil } }, programs };
}

/** Giving back what was spent, because the merchant took its goods back. */
import { dayOf, daysAfter, isPast, type Program, type Receipt, RETURN_GRACE_DAYS } from '@commonpoint/catalogue';
import { creditOwn } from './clawbacks.js';
import { giveBackReversed } from '../credit/draw-credit.js';
import { newestFirst } from './moved-points.js';
import { drawLanes } from './quota-drawing.js';
import { present } from '../core/present.js';
import type { Effect } from './receipts.js';
import { Refusal } from '../core/refusal.js';
import type { Undoing } from './undoing.js';
import type { WorkingSet } from './working-set.js';

/**
 * Returns what a redemption or a capture spent, with the expiries it had, the newest first, and unwinds what the issuer
 * owes for it. What has ended meanwhile can be spent for the programme's days of grace. Errors: QUOTA_EXHAUSTED.
 */
export function giveBackRedemption(set: WorkingSet, undoing: Undoing): Effect | Refusal {
  const { operation, program, target, before, amount: sum } = undoing;
  const { programId, accountId, acceptor } = target;
  const quota = returnQuota(set, program, target, sum);
  if (quota instanceof Refusal) return quota;
  const until = daysAfter(set.today, program.rules.returnGraceDays ?? RETURN_GRACE_DAYS);
  const points = newestFirst(target.consumed, before, sum).map(([expiry, amount]) => ({ expiry, amount }));
  const hasGrace = ({ expiry }: { expiry: string }): boolean => isPast(expiry, set.today) && expiry < until;
  const graced = program.rules.returnGraceDays === 0 ? [] : points.filter(hasGrace);
  const portions = points.map((portion) => (graced.includes(portion) ? { ...portion, expiry: until } : portion));
  const credited = creditOwn(set, { accountId, programId }, portions, set.lotOrigin(operation));
  const grace = graced.map(({ expiry, amount }) => ({ expiry, until, amount: String(amount) }));
  const returned = { ...credited, ...quota, ...(grace.length > 0 && { grace }) };
  const effect = { programId, accountId, amount: String(sum), ...returned };
  if (acceptor === undefined || acceptor === program.issuer) return effect;
  const price = present({ clearingValue: target.clearingValue });
  const back = giveBackReversed(set, target, sum);
  set.addClearing(program, acceptor, -sum, price, back.creditBack !== undefined);
  // The cycle in which it arose may be closed: the unwinding falls in the present one, and says what it is about.
  const late = target.cycle === undefined || target.cycle === set.cycle ? {} : { refersToCycle: target.cycle };
  return { ...effect, acceptor, ...price, ...back, cycle: set.cycle, ...late };
}

/**
 * Takes the points out of what was redeemed. With a cap on what is outstanding, the day of the redemption must not look as
 * if it had retired these points; and once it is folded, so that they came back as quota, they are drawn from it again as
 * if they were issued. Errors: QUOTA_EXHAUSTED.
 */
function returnQuota(
  set: WorkingSet,
  { programId, capOn, lanes }: Program,
  { txTime }: Receipt,
  sum: bigint,
): Pick<Effect, 'lanes'> | Refusal {
  const day = dayOf(txTime);
  const foldedThrough = set.rows.foldedThrough.get(programId) ?? '';
  if (capOn === 'issued' || day > foldedThrough) {
    set.addSupply(programId, 'redeemed', -sum, capOn === 'issued' ? set.today : day);
    return {};
  }
  const drawn = drawLanes(set, programId, lanes, set.lanesOf(programId), sum);
  if (drawn instanceof Refusal) return drawn;
  set.addSupply(programId, 'redeemed', -sum);
  set.addSupply(programId, 'drawn', sum);
  return { lanes: drawn };
}

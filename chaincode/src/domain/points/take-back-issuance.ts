/** Taking back what was issued, because the purchase was returned. */
import { refuseIfReserved } from '../orders/effects.js';
import { changeOwedBack } from './clawbacks.js';
import { isRipe, totalOf, type Ranking } from './pool.js';
import { partAmounts, type Effect } from './receipts.js';
import { refuse, type Refusal } from '../core/refusal.js';
import type { Undoing } from './undoing.js';
import type { WorkingSet } from './working-set.js';

/**
 * Takes the issuance's own points that have not matured, then ripe ones of its expiry, then other ripe ones, and at last
 * what others gave that has not matured. What is not there any more is owed back, or forgiven if that is the programme's
 * rule. That is said only by who has seen all lots of the account: of lots that somebody named, others may be what is
 * missing. Errors: LOT_SPENT, POINTS_RESERVED.
 */
export function takeBackIssuance(set: WorkingSet, { program, target, amount: asked }: Undoing): Effect | Refusal {
  const { programId, accountId } = target;
  const pool = set.pool(accountId, programId);
  const rank: Ranking = (kind) => {
    const isOfItsExpiry = kind.expiry === target.expiry;
    if (isRipe(kind)) return isOfItsExpiry ? 1 : 2;
    return isOfItsExpiry && kind.maturesOn === target.maturesOn ? 0 : 3;
  };
  const parts = pool.plan(asked, () => true, rank);
  const taken = totalOf(parts);
  const missing = asked - taken;
  if (missing > 0n && !pool.isWhole) return refuse('LOT_SPENT', 'the lots named as sources do not suffice any more');
  const keptBack = refuseIfReserved(set, target, parts);
  if (keptBack !== undefined) return keptBack;
  const consumed = partAmounts(parts);
  pool.draw(parts);
  set.addSupply(programId, 'reversed', taken);
  const effect = { programId, accountId, amount: String(taken), consumed };
  if (missing === 0n) return effect;
  const shortfall = String(missing);
  if (program.rules.shortfall !== 'clawback') return { ...effect, shortfall };
  changeOwedBack(set, target, missing);
  return { ...effect, shortfall, clawback: shortfall };
}

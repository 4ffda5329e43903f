/** Sending back what was transferred. */
import { refuseIfReserved } from '../orders/effects.js';
import { newestFirst } from './moved-points.js';
import { isRipe, totalOf, type Part } from './pool.js';
import { partAmounts, type Effect } from './receipts.js';
import { refuse, type Refusal } from '../core/refusal.js';
import type { Undoing } from './undoing.js';
import type { WorkingSet } from './working-set.js';

/** Moves the very points back that were sent, also those past their expiry. Errors: LOT_SPENT, INSUFFICIENT_POINTS, POINTS_RESERVED. */
export function sendBackTransfer(
  set: WorkingSet,
  { operation, target, before, amount: sum }: Undoing,
): Effect | Refusal {
  const { programId, accountId, toAccountId = '' } = target;
  const receiver = set.pool(toAccountId, programId);
  const amounts = newestFirst(target.created, before, sum);
  const parts: Part[] = [];
  for (const [expiry, amount] of amounts) {
    const found = receiver.plan(amount, (kind) => isRipe(kind) && kind.expiry === expiry);
    const there = totalOf(found);
    if (there < amount && !receiver.isWhole)
      return refuse('LOT_SPENT', 'the lots named as sources do not suffice any more');
    if (there < amount)
      return refuse('INSUFFICIENT_POINTS', `${there} are there of ${amount} that were sent and expire on ${expiry}`);
    parts.push(...found);
  }
  const keptBack = refuseIfReserved(set, { accountId: toAccountId, programId }, parts);
  if (keptBack !== undefined) return keptBack;
  const consumed = partAmounts(parts);
  receiver.draw(parts);
  const sender = set.pool(accountId, programId);
  const returned = amounts.map(([expiry, part]) => sender.credit({ expiry }, part, set.lotOrigin(operation)));
  const moved = { accountId: toAccountId, toAccountId: accountId, consumed, created: partAmounts(returned) };
  return { programId, amount: String(sum), ...moved };
}

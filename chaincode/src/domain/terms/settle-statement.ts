/** Settling a money statement: the rules of public settlements, between the two who know the amount. */
import type { MoneyStatement, PrivateRow, Settlement, SettlementSaid } from '@commonpoint/catalogue';
import type { CycleRow } from '../clearing/close-cycle.js';
import { refuse, Refusal } from '../core/refusal.js';
import { decideConfirm, decideDispute, decideInstruct, decideResolve, dueSinceOf } from '../clearing/settlements.js';
import type { Saying } from '../core/saying.js';

export type PrivateSettlement = PrivateRow<'settlement'>;

/** What a statement leaves to be settled, due since the closed cycle's end. Errors: SETTLEMENT_UNKNOWN. */
export function settlementOf(
  { cycle, currency, total, salt }: MoneyStatement,
  closed: Pick<CycleRow, 'cycle' | 'cutAt'>,
): PrivateSettlement | Refusal {
  if (total === undefined) return refuse('SETTLEMENT_UNKNOWN', `nobody pays anything for ${cycle}`);
  return { cycle, currency, ...total, status: 'due', dueSince: dueSinceOf(closed), salt };
}

/** The same object if nothing changes. Errors: NOT_SETTLEMENT_PARTY, SETTLEMENT_STATE. */
export function decideSettle(before: PrivateSettlement, said: SettlementSaid, by: Saying): PrivateSettlement | Refusal {
  const after = decide(before, said, by);
  if (after instanceof Refusal) return after;
  return after === before ? before : { ...after, salt: before.salt };
}

function decide(before: Settlement, said: SettlementSaid, by: Saying): Settlement | Refusal {
  switch (said.say) {
    case 'instructed':
      return decideInstruct(before, said.reference, by);
    case 'confirmed':
      return decideConfirm(before, by);
    case 'disputed':
      return decideDispute(before, said, by);
    case 'resolved':
      return decideResolve(before, said, by);
    default:
      return said satisfies never;
  }
}

/** Keys of clearing. */
import type { Settlement } from '@commonpoint/catalogue';
import { key, range } from '../core/keys.js';

export const clearingKey = (cycle: string, debtor: string, creditor: string, programId: string, txId: string) =>
  key('clearing', cycle, debtor, creditor, programId, txId);
export const clearingRows = (cycle: string) => range('clearing', cycle);
export const currentCycleKey = (month: string) => key('current-cycle', month);
export const cutOffKey = (cycle: string, mspId: string) => key('cut-off', cycle, mspId);
export const cutOffs = (cycle: string) => range('cut-off', cycle);
export const cycleKey = (cycle: string) => key('cycle', cycle);
export const remaindersKey = key('remainders');
export const settlementKey = ({ cycle, debtor, creditor }: Pick<Settlement, 'cycle' | 'debtor' | 'creditor'>) =>
  key('settlement', cycle, debtor, creditor);
export const settlements = (...cycle: (string | undefined)[]) =>
  range('settlement', ...cycle.filter((part) => part !== undefined));

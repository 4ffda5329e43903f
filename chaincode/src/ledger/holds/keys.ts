/** Keys of holds. */
import { key, range } from '../core/keys.js';

export const holdKey = (mspId: string, holdId: string) => key('hold', mspId, holdId);
export const openHoldKey = (accountId: string, programId: string, mspId: string, holdId: string) =>
  key('open-hold', accountId, programId, mspId, holdId);
export const openHolds = (accountId: string) => range('open-hold', accountId);

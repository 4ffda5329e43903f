/** Keys of accounts. */
import { key, keyParts, range } from '../core/keys.js';

export const accountKey = (accountId: string) => key('account', accountId);
export const referenceKey = (referenceId: string) => key('reference', referenceId);
export const accountDays = (accountId: string) => range('account-day', accountId);
export const accountDayKey = (accountId: string, programId: string) => key('account-day', accountId, programId);
/** `lotId` is `expiry.txId.n`; its three parts are the last three of the key. */
export const lotKey = (accountId: string, programId: string, lotId: string) =>
  key('lot', accountId, programId, ...lotId.split('.'));
/** `expiry.txId.n` of a lot's key. */
export const lotIdOf = (lotsKey: string) => keyParts(lotsKey).slice(2).join('.');
export const lots = (accountId: string, ...programId: [] | [string]) => range('lot', accountId, ...programId);

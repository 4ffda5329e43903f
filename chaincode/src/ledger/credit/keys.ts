/** Keys of credit between merchants. */
import { key, laneNumber, range } from '../core/keys.js';

export const creditLaneKey = (programId: string, mspId: string, lane: number) =>
  key('credit-quota', programId, mspId, laneNumber(lane));
export const creditBackKey = (programId: string, mspId: string, txId: string) =>
  key('credit-back', programId, mspId, txId);
export const creditBackRows = (programId: string, mspId: string) => range('credit-back', programId, mspId);
export const creditReleaseKey = (programId: string, mspId: string, cycle: string) =>
  key('credit-release', programId, mspId, cycle);
export const prepaymentKey = (programId: string, mspId: string, prepaymentId: string) =>
  key('prepayment', programId, mspId, prepaymentId);
export const prepayments = (programId: string, mspId: string) => range('prepayment', programId, mspId);

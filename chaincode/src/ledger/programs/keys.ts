/** Keys of programmes. */
import { key, laneNumber, range } from '../core/keys.js';

export const programKey = (programId: string) => key('program', programId);
export const programs = () => range('program');
export const laneKey = (programId: string, lane: number) => key('quota', programId, laneNumber(lane));
export const acceptanceKey = (programId: string, mspId: string) => key('acceptance', programId, mspId);
export const acceptances = (programId: string) => range('acceptance', programId);
export const supplyKey = (programId: string, day: string, txId: string) => key('supply', programId, day, txId);
export const supplyRows = (programId: string, ...day: [] | [string]) => range('supply', programId, ...day);
export const supplyTotalKey = (programId: string) => key('supply-total', programId);

/** Keys of private terms. */
import type { Parties } from '@commonpoint/catalogue';
import { key, privateKey, range, versionNumber } from '../core/keys.js';

export const termsPairKey = (parties: Parties) => key('terms-pair', ...parties);
export const termsPairs = () => range('terms-pair');
export const termsKey = (parties: Parties, version: number) => key('terms', ...parties, versionNumber(version));
export const terms = (...parties: [] | Parties) => range('terms', ...parties);
/** In the pair's collection. */
export const privateTermsKey = (version: number) => privateKey('terms', versionNumber(version));
export const statementKey = (cycle: string, parties: Parties) => key('statement', cycle, ...parties);
export const statements = (cycle: string) => range('statement', cycle);
/** In the pair's collection. */
export const privateStatementKey = (cycle: string) => privateKey('statement', cycle);
export const privateSettlementKey = (cycle: string) => privateKey('settlement', cycle);
export const privateRemainderKey = privateKey('remainder');

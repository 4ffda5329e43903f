/** Rows name members by references, and references may lead to another account than the one that bears their pseudonym. */
import type { PointsLedger } from '../writes/points-ledger.js';
import type { Issuance } from './stretches.js';

export interface Followed {
  readonly issuances: readonly Issuance[];
  /** Those whose reference was taken off. */
  readonly misled: readonly Issuance[];
}

export function followReferences(projection: Pick<PointsLedger, 'leadsTo'>, issuances: readonly Issuance[]): Followed {
  const known = new Map<string, ReturnType<PointsLedger['leadsTo']>>();
  const followed: Issuance[] = [];
  const misled: Issuance[] = [];
  for (const issuance of issuances) {
    const { operation } = issuance;
    const { accountId } = operation;
    if (!known.has(accountId)) known.set(accountId, projection.leadsTo(accountId));
    const target = known.get(accountId);
    if (target === undefined) followed.push(issuance);
    else if (target.removed) misled.push(issuance);
    else followed.push({ ...issuance, operation: { ...operation, accountId: target.accountId } });
  }
  return { issuances: followed, misled };
}

/** A migration's life: proposed by its issuer, approved by the other merchants, and complete when all of it adds up. */
import {
  type completeMigration,
  leafStatuses,
  type Migration,
  type Organization,
  type Program,
  type proposeMigration,
  type approveMigration,
  isActiveMerchant,
  type RequestOf,
  canonicalJson,
} from '@commonpoint/catalogue';
import type { Saying } from '../core/saying.js';
import { refuse, type Refusal } from '../core/refusal.js';
import { isRootOf, joinSums } from './sum-tree.js';

/** What was claimed of a migration, without what was taken back again. */
export interface ClaimedSums {
  readonly count: number;
  readonly amount: bigint;
}

/** Errors: NOT_ISSUER, MIGRATION_EXISTS, MIGRATION_UNSOUND. */
export function decideProposeMigration(
  before: Migration | undefined,
  { issuer, programId }: Program,
  { halves, ...said }: RequestOf<typeof proposeMigration>,
  { by, at }: Saying,
): Migration | Refusal {
  if (issuer !== by) return refuse('NOT_ISSUER', `${programId} is issued by ${issuer}`);
  if (before !== undefined) {
    const { status: _s, proposedAt: _p, approvals: _a, approvedAt: _t, endedAt: _e, ...rest } = before;
    const { claimed: _c, unclaimed: _u, mspId: _m, ...content } = rest;
    return canonicalJson(content) === canonicalJson(said)
      ? before
      : refuse('MIGRATION_EXISTS', `${by} has proposed ${said.migrationId} with other content`);
  }
  const unsound = whyUnsound(said) ?? (hasHalves(said, halves) ? undefined : 'the two halves do not come to the root');
  if (unsound !== undefined) return refuse('MIGRATION_UNSOUND', unsound);
  return { mspId: by, ...said, status: 'proposed', proposedAt: at, approvals: [] };
}

type Snapshot = Omit<RequestOf<typeof proposeMigration>, 'halves'>;

function whyUnsound({ size, total, byStatus }: Snapshot): string | undefined {
  const statuses = byStatus.map(({ status }) => leafStatuses.indexOf(status));
  if (statuses.some((at, n) => n > 0 && at <= statuses[n - 1]!))
    return 'the statuses are not in order, or one is twice';
  const count = byStatus.reduce((sum, each) => sum + each.count, 0);
  if (count !== size) return `the statuses have ${count} balances, and the tree ${size}`;
  const owed = byStatus
    .filter(({ status }) => status === 'active' || status === 'frozen')
    .reduce((sum, each) => sum + BigInt(each.amount), 0n);
  return owed === BigInt(total) ? undefined : `active and frozen balances come to ${owed}, and the total is ${total}`;
}

/** So that whoever approves a root approves the total that it commits to. Of one leaf its claim shows that. */
function hasHalves({ size, root, total }: Snapshot, halves: RequestOf<typeof proposeMigration>['halves']): boolean {
  if (size === 1) return halves.length === 0;
  const [left, right] = halves.map(({ hash, sum }) => ({ hash: Buffer.from(hash, 'base64'), sum: BigInt(sum) }));
  if (left === undefined || right === undefined) return false;
  return isRootOf({ root, total }, { hash: joinSums(left, right), sum: left.sum + right.sum });
}

/** Errors: MIGRATION_NOT_YOURS, MIGRATION_UNEQUAL, MIGRATION_STATE. */
export function decideApproveMigration(
  before: Migration,
  { root, total }: RequestOf<typeof approveMigration>,
  organizations: readonly Organization[],
  { by, at }: Saying,
): Migration | Refusal {
  const { mspId, migrationId, status } = before;
  if (by === mspId) return refuse('MIGRATION_NOT_YOURS', `${migrationId} is ${by}’s own`);
  if (root !== before.root || total !== before.total)
    return refuse('MIGRATION_UNEQUAL', `it has the root ${before.root} and a total of ${before.total}`);
  if (before.approvals.some((each) => each.mspId === by)) return before;
  if (status !== 'proposed') return refuse('MIGRATION_STATE', `${migrationId} is ${status}`);
  const approvals = [...before.approvals, { mspId: by, approvedAt: at }];
  const others = organizations.filter((each) => isActiveMerchant(each) && each.mspId !== mspId);
  const inFavour = others.filter((other) => approvals.some((each) => each.mspId === other.mspId));
  if (inFavour.length * 2 <= others.length) return { ...before, approvals };
  return { ...before, approvals, status: 'approved', approvedAt: at };
}

/** Errors: MIGRATION_STATE, MIGRATION_UNEQUAL. */
export function decideCompleteMigration(
  before: Migration,
  { unclaimed, owedUntil }: RequestOf<typeof completeMigration>,
  claimed: ClaimedSums,
  at: string,
): Migration | Refusal {
  const { migrationId, status, byStatus, total } = before;
  const owed = byStatus.filter((each) => each.status === 'active' || each.status === 'frozen');
  const left = {
    count: owed.reduce((sum, each) => sum + each.count, 0) - claimed.count,
    amount: String(BigInt(total) - claimed.amount),
  };
  if (left.count !== unclaimed.count || left.amount !== unclaimed.amount)
    return refuse('MIGRATION_UNEQUAL', `${left.count} balances of ${left.amount} points are not claimed`);
  // A balance of which a part was taken back again is claimed, and that part is owed.
  if ((left.amount !== '0') !== (owedUntil !== undefined))
    return refuse('MIGRATION_UNEQUAL', 'until when is said of what is not claimed, and of nothing else');
  if (status === 'complete' && before.unclaimed?.owedUntil === owedUntil) return before;
  if (status !== 'approved') return refuse('MIGRATION_STATE', `${migrationId} is ${status}`);
  return {
    ...before,
    status: 'complete',
    endedAt: at,
    claimed: { count: claimed.count, amount: String(claimed.amount) },
    unclaimed: { ...left, ...(owedUntil !== undefined && { owedUntil }) },
  };
}

/** Errors: MIGRATION_STATE. */
export function decideAbortMigration(before: Migration, at: string): Migration | Refusal {
  const { migrationId, status } = before;
  if (status === 'aborted') return before;
  if (status === 'complete') return refuse('MIGRATION_STATE', `${migrationId} is complete`);
  return { ...before, status: 'aborted', endedAt: at };
}

/** Claims what a snapshot owes, in stretches of 500 leaves; or takes it back. What is done is known to the ledger by its ids. */
import {
  claimId,
  type ClaimProof,
  type MigrationLeaf,
  type Operation,
  POST_OPERATIONS_MAX,
  type Role,
  setAccountStatus,
} from '@commonpoint/catalogue';
import { Failure } from '../channel/failures.js';
import type { RefusedClaim, Snapshot, SnapshotStore } from '../store/snapshot-store.js';
import type { LedgerTransactions } from '../writes/ledger-transactions.js';
import type { Submission } from '../writes/submission.js';
import { openMissing, type OpeningParts } from './open-missing.js';
import { postUntilFinal } from './post-until-final.js';

/** Under way at the same time, as of an import. */
const STRETCHES_MAX = 8;
const ROLE: Role = 'operator';

export interface ClaimParts extends OpeningParts {
  readonly mspId: string;
  readonly snapshots: SnapshotStore;
  readonly submission: Submission;
  readonly transactions: LedgerTransactions;
}

type Stretch = readonly [from: number, to: number];

const isOwed = ({ status }: MigrationLeaf): boolean => status === 'active' || status === 'frozen';

export function claimOf(leaf: MigrationLeaf): Operation & { readonly kind: 'issue' } {
  const { migrationId, index, status, salt, programId, accountId, amount, expiresOn, maturesOn, earnedOn } = leaf;
  return {
    id: claimId(migrationId, index),
    kind: 'issue',
    programId,
    accountId,
    amount,
    expiresOn,
    ...(maturesOn !== undefined && { maturesOn }),
    ...(earnedOn !== undefined && { earnedOn }),
    migration: { migrationId, index, status: status === 'frozen' ? 'frozen' : 'active', salt },
  };
}

/** What shows that claims are leaves, of the migrations whose snapshots are here. */
export function proveClaims(snapshots: SnapshotStore, operations: readonly Operation[]): ClaimProof[] {
  const indices = new Map<string, number[]>();
  for (const operation of operations) {
    if (operation.kind !== 'issue' || operation.migration === undefined) continue;
    const { migrationId, index } = operation.migration;
    const known = indices.get(migrationId);
    if (known === undefined) indices.set(migrationId, [index]);
    else known.push(index);
  }
  return [...indices].flatMap(([migrationId, of]) => {
    const snapshot = snapshots.find(migrationId);
    if (snapshot === undefined) return [];
    const beside = snapshots.proofs(snapshot).beside(of);
    return [
      {
        migrationId,
        beside: beside.map(({ hash, sum }) => ({ hash: Buffer.from(hash).toString('base64'), sum: String(sum) })),
      },
    ];
  });
}

/** Resolves when all of it has an outcome, or when `signal` says stop. */
export async function claimBalances(parts: ClaimParts, snapshot: Snapshot, signal: AbortSignal): Promise<void> {
  await eachStretch(parts, snapshot, 'claimed', signal, async (leaves) => {
    const owed = leaves.filter(isOwed);
    const accountIds = new Set(owed.map(({ accountId }) => accountId));
    const closed = await openMissing(parts, ROLE, accountIds, undefined, signal);
    for (const { accountId, status } of owed)
      if (status === 'frozen' && !closed.has(accountId)) await freeze(parts, accountId);
    const claims = owed.filter(({ accountId }) => !closed.has(accountId)).map(claimOf);
    const seq = leaves[0]!.index;
    const results = await postUntilFinal(parts.submission, claims, { role: ROLE, seq, signal });
    return owed.flatMap(({ accountId, index, migrationId }): RefusedClaim[] => {
      const result = closed.get(accountId) ?? results.get(claimId(migrationId, index));
      if (result === undefined || result.state === 'committed') return [];
      return [{ index, code: result.code ?? 'LEDGER_REFUSED', detail: result.detail ?? '' }];
    });
  });
}

/** Takes back what was claimed, after the migration was given up. */
export async function returnBalances(parts: ClaimParts, snapshot: Snapshot, signal: AbortSignal): Promise<void> {
  const { projection, mspId, submission } = parts;
  await eachStretch(parts, snapshot, 'returned', signal, async (leaves) => {
    const claimed = leaves.map(({ migrationId, index }) => claimId(migrationId, index));
    const operations = claimed.flatMap((operationId): Operation[] => {
      const receipt = projection.receipt(mspId, operationId)?.receipt;
      if (receipt === undefined || receipt.reversed === receipt.amount) return [];
      return [{ id: `${operationId}-r`, kind: 'reverse', operationId }];
    });
    if (operations.length === 0) return [];
    const results = await postUntilFinal(submission, operations, { role: ROLE, seq: leaves[0]!.index, signal });
    return leaves.flatMap(({ migrationId, index }): RefusedClaim[] => {
      const result = results.get(`${claimId(migrationId, index)}-r`);
      if (result === undefined || result.state === 'committed') return [];
      return [{ index, code: result.code ?? 'LEDGER_REFUSED', detail: result.detail ?? '' }];
    });
  });
}

async function eachStretch(
  { snapshots }: ClaimParts,
  { seq, migrationId, state, figures: { size } }: Snapshot,
  what: 'claimed' | 'returned',
  signal: AbortSignal,
  work: (leaves: readonly MigrationLeaf[]) => Promise<readonly RefusedClaim[]>,
): Promise<void> {
  const done = snapshots.done(seq, what);
  const underWay = new Set<Promise<void>>();
  let failure: unknown;
  for (let from = 0; from < size && failure === undefined && !signal.aborted; from += POST_OPERATIONS_MAX) {
    if (done.has(from)) continue;
    // It was given up meanwhile.
    if (snapshots.find(migrationId)?.state !== state) break;
    const stretch: Stretch = [from, Math.min(from + POST_OPERATIONS_MAX, size)];
    const posted = work(snapshots.leaves(seq, ...stretch))
      .then((refused) => snapshots.mark(seq, what, stretch, refused))
      .catch((error: unknown) => void (failure ??= error))
      .finally(() => underWay.delete(posted));
    underWay.add(posted);
    while (underWay.size >= STRETCHES_MAX && failure === undefined) await Promise.race(underWay);
  }
  await Promise.all(underWay);
  if (failure !== undefined) throw failure as Error;
}

/** A frozen balance is claimed by a frozen account alone. */
async function freeze({ projection, transactions, log }: ClaimParts, accountId: string): Promise<void> {
  if (projection.account(accountId)?.status === 'frozen') return;
  try {
    await transactions.run('admin', setAccountStatus, { accountId, status: 'frozen' });
  } catch (error) {
    // Then the claim is refused, which is told of with the balance.
    if (!(error instanceof Failure)) throw error;
    log.warn({ err: error, accountId }, 'The account of a frozen balance could not be frozen');
  }
}

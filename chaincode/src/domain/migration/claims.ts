/** Claiming a legacy balance: an issuance that is a leaf of an approved tree, as its snapshot has it. */
import { type Account, claimId, importedIdOf, isPast, type issue, migrationOf } from '@commonpoint/catalogue';
import type { z } from 'zod';
import { refuseUnlessAccountsActive } from '../points/standing.js';
import type { WorkingSet } from '../points/working-set.js';
import type { Life } from '../programs/life.js';
import { refuse, type Refusal } from '../core/refusal.js';

type Claim = z.infer<typeof issue> & { migration: NonNullable<z.infer<typeof issue>['migration']> };

export const isClaim = (operation: z.infer<typeof issue>): operation is Claim => operation.migration !== undefined;

/** Where a claim would stand nothing else does. Errors: CLAIM_INVALID. */
export function refuseIfClaimsPlace(operation: z.infer<typeof issue>): Refusal | undefined {
  const imported = isClaim(operation) ? undefined : importedIdOf(operation.id);
  const migrationId = imported && migrationOf(imported);
  if (migrationId === undefined) return undefined;
  return refuse('CLAIM_INVALID', `${operation.id} is for the claim of a leaf of ${migrationId}`);
}

/** A frozen balance comes to a frozen account. Errors: ACCOUNT_FROZEN, ACCOUNT_CLOSED. */
export function refuseUnlessReceiving(account: Account, { migration: { status } }: Claim): Refusal | undefined {
  return status === 'frozen' && account.status === 'frozen' ? undefined : refuseUnlessAccountsActive(account);
}

/**
 * What the snapshot says of the points' life holds. Errors: MIGRATION_UNKNOWN, MIGRATION_STATE, CLAIM_INVALID,
 * LEAF_NOT_IN_MIGRATION, EXPIRY_OUT_OF_BOUNDS.
 */
export function decideClaim(set: WorkingSet, claim: Claim, { accountId, status }: Account): Life | Refusal {
  const { id, programId, expiresOn, maturesOn } = claim;
  const { migrationId, index } = claim.migration;
  const migration = set.rows.migrations.get(migrationId);
  if (migration === undefined) return refuse('MIGRATION_UNKNOWN', `${set.mspId} has no migration ${migrationId}`);
  if (migration.status !== 'approved') return refuse('MIGRATION_STATE', `${migrationId} is ${migration.status}`);
  if (id !== claimId(migrationId, index))
    return refuse('CLAIM_INVALID', `leaf ${index} of ${migrationId} is claimed as ${claimId(migrationId, index)}`);
  if (!set.provedClaims.has(id) || expiresOn === undefined || programId !== migration.programId)
    return refuse('LEAF_NOT_IN_MIGRATION', `${id} is not shown to be a leaf of ${migrationId}`);
  if (status !== claim.migration.status)
    return refuse('CLAIM_INVALID', `the balance is ${claim.migration.status}, and ${accountId} is ${status}`);
  if (isPast(expiresOn, set.today)) return refuse('EXPIRY_OUT_OF_BOUNDS', `the points ended on ${expiresOn}`);
  return { expiry: expiresOn, ...(maturesOn !== undefined && maturesOn > set.today && { maturesOn }) };
}

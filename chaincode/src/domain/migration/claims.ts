/** Claiming a legacy balance: an issuance that is a leaf of an approved tree, as its snapshot has it. */
import { type Account, claimId, isPast, type issue } from '@commonpoint/catalogue';
import type { z } from 'zod';
import { refuseUnlessAccountsActive } from '../points/standing.js';
import type { WorkingSet } from '../points/working-set.js';
import type { Life } from '../programs/life.js';
import { refuse, type Refusal } from '../core/refusal.js';

type Claim = z.infer<typeof issue> & { migration: NonNullable<z.infer<typeof issue>['migration']> };

export const isClaim = (operation: z.infer<typeof issue>): operation is Claim => operation.migration !== undefined;

/** Errors: ACCOUNT_FROZEN, ACCOUNT_CLOSED, CLAIM_INVALID. */
export function refuseUnlessReceiving(account: Account, { migration: { status } }: Claim): Refusal | undefined {
  const { accountId } = account;
  if (status === 'active' || account.status === 'closed') return refuseUnlessAccountsActive(account);
  return account.status === 'frozen'
    ? undefined
    : refuse('CLAIM_INVALID', `the balance is frozen, ${accountId} is not`);
}

/** What the snapshot says of the points' life holds. Errors: MIGRATION_UNKNOWN, MIGRATION_STATE, CLAIM_INVALID, LEAF_NOT_IN_MIGRATION, EXPIRY_OUT_OF_BOUNDS. */
export function decideClaim(set: WorkingSet, claim: Claim): Life | Refusal {
  const { id, programId, expiresOn, maturesOn } = claim;
  const { migrationId, index } = claim.migration;
  const migration = set.rows.migrations.get(migrationId);
  if (migration === undefined) return refuse('MIGRATION_UNKNOWN', `${set.mspId} has no migration ${migrationId}`);
  if (migration.status !== 'approved') return refuse('MIGRATION_STATE', `${migrationId} is ${migration.status}`);
  if (id !== claimId(migrationId, index) || expiresOn === undefined || programId !== migration.programId)
    return refuse('CLAIM_INVALID', `leaf ${index} of ${migrationId} is claimed as ${claimId(migrationId, index)}`);
  if (!set.provedClaims.has(id))
    return refuse('LEAF_NOT_IN_MIGRATION', `${id} is not shown to be a leaf of ${migrationId}`);
  if (isPast(expiresOn, set.today)) return refuse('EXPIRY_OUT_OF_BOUNDS', `the points ended on ${expiresOn}`);
  return { expiry: expiresOn, ...(maturesOn !== undefined && maturesOn > set.today && { maturesOn }) };
}

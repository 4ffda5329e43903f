/**
 * Migrations: a merchant's legacy balances become points of its programme. What was owed is in a snapshot, whose root the other
 * merchants approve; each balance is then claimed by an issuance that is shown to be in it.
 */
import { z } from 'zod';
import { anyone, ofMembers, ofReads, transaction } from '../core/transaction.js';
import {
  amount,
  bookmark,
  day,
  LIST_ITEMS_MAX,
  mspId,
  page,
  programId,
  salt,
  sha256Hex,
  signedAmount,
  timestamp,
} from '../core/values.js';
import { treeHash, treeSize } from '../evidence/receipt-log.js';
import { leafStatuses } from './sum-tree.js';

/** What an organisation calls one of its migrations. */
export const migrationId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 lower-case letters, digits or dashes');

const count = z.int().min(0);
const countAndAmount = { count, amount };

const sumNode = z.strictObject({ hash: treeHash, sum: amount });

/** The nodes beside the leaves that a batch claims. */
export const claimProof = z.strictObject({ migrationId, beside: z.array(sumNode).max(LIST_ITEMS_MAX) });
export type ClaimProof = z.infer<typeof claimProof>;

/** What makes a claim of an issuance: the leaf's own members; the rest of it are the issuance's. */
export const claimedLeaf = z.strictObject({
  migrationId,
  index: z.int().min(0),
  status: z.enum(['active', 'frozen']),
  salt,
});

/** What the snapshot comes to, as the issuer says and the others approve. */
const snapshot = {
  programId,
  size: treeSize.min(1),
  root: treeHash,
  /** The sum of what is owed: of the active and the frozen balances. */
  total: amount,
  byStatus: z.array(z.strictObject({ status: z.enum(leafStatuses), ...countAndAmount })).max(leafStatuses.length),
  /** SHA-256 of the file that the snapshot was made of. */
  snapshotHash: sha256Hex,
};

export const migration = z.strictObject({
  mspId,
  migrationId,
  ...snapshot,
  /** `proposed`, `approved`: balances are claimed; `complete` after the cut-over; `aborted`. */
  status: z.enum(['proposed', 'approved', 'complete', 'aborted']),
  proposedAt: timestamp,
  approvals: z.array(z.strictObject({ mspId, approvedAt: timestamp })),
  approvedAt: timestamp.optional(),
  endedAt: timestamp.optional(),
  /** Of one that is complete: what was claimed and what was not, and until when that is owed all the same. */
  claimed: z.strictObject(countAndAmount).optional(),
  unclaimed: z.strictObject({ ...countAndAmount, owedUntil: day.optional() }).optional(),
});
export type Migration = z.infer<typeof migration>;

/** What one transaction claimed, or took back. */
export const migrated = z.strictObject({ count: z.int(), amount: signedAmount });

const byName = z.strictObject({ mspId, migrationId });
const ofOwn = [...ofMembers, 'MIGRATION_UNKNOWN'] as const;

export const proposeMigration = transaction({
  name: 'Migrations:Propose',
  mode: 'submit',
  summary:
    'Says what a legacy programme of the caller’s organisation owed, by the root of a tree over all balances. Repeating it changes nothing.',
  roles: ['admin'],
  request: z.strictObject({
    migrationId,
    ...snapshot,
    /** The two nodes below the root; none if there is one leaf. */
    halves: z.array(sumNode).max(2),
  }),
  reply: migration,
  errors: [...ofMembers, 'PROGRAM_UNKNOWN', 'NOT_ISSUER', 'MIGRATION_EXISTS', 'MIGRATION_UNSOUND'],
});

export const approveMigration = transaction({
  name: 'Migrations:Approve',
  mode: 'submit',
  summary:
    'Approves another merchant’s migration; once more than half of the other merchants have, balances are claimed. Repeating it changes nothing.',
  roles: ['admin'],
  request: byName.extend({ root: treeHash, total: amount }),
  reply: migration,
  errors: [...ofOwn, 'MIGRATION_NOT_YOURS', 'MIGRATION_UNEQUAL', 'MIGRATION_STATE'],
});

export const completeMigration = transaction({
  name: 'Migrations:Complete',
  mode: 'submit',
  summary:
    'Ends a migration of the caller’s organisation: what was claimed and what is stated as unclaimed have to be all of it. Repeating it changes nothing.',
  roles: ['admin'],
  request: z.strictObject({
    migrationId,
    unclaimed: z.strictObject(countAndAmount),
    /** Until when what was not claimed is owed all the same; needed if it is anything. */
    owedUntil: day.optional(),
  }),
  reply: migration,
  errors: [...ofOwn, 'MIGRATION_UNEQUAL', 'MIGRATION_STATE'],
});

export const abortMigration = transaction({
  name: 'Migrations:Abort',
  mode: 'submit',
  summary:
    'Gives up a migration of the caller’s organisation: nothing more is claimed, and what was is taken back. Repeating it changes nothing.',
  roles: ['admin'],
  request: z.strictObject({ migrationId }),
  reply: migration,
  errors: [...ofOwn, 'MIGRATION_STATE'],
});

const progress = migration.extend({ claimedSoFar: z.strictObject({ count: z.int(), amount: signedAmount }) });

export const getMigration = transaction({
  name: 'Migrations:Get',
  mode: 'evaluate',
  summary: 'A migration, and what of it was claimed so far.',
  roles: anyone,
  request: byName,
  reply: progress,
  errors: [...ofReads, 'MIGRATION_UNKNOWN'],
});

export const listMigrations = transaction({
  name: 'Migrations:List',
  mode: 'evaluate',
  summary: 'All migrations, by organisation and id.',
  roles: anyone,
  request: z.strictObject(page),
  reply: z.strictObject({ migrations: z.array(migration), bookmark }),
  errors: ofReads,
});

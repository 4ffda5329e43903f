/** What replies about migrations look like. */
import { leafStatuses, migration, proposeMigration } from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, nextCursor, written } from '../views.js';

const { programId, size, root, total, byStatus, snapshotHash } = proposeMigration.request.shape;
const snapshotState = z.enum(['read', 'claiming', 'claimed', 'returning', 'returned']).meta({
  description: 'How far this gateway is with the snapshot: read, claiming or claimed, returning or returned.',
});

export const snapshotView = z
  .strictObject({
    mspId: migration.shape.mspId,
    migrationId: migration.shape.migrationId,
    programId,
    size,
    root,
    total,
    byStatus,
    snapshotHash,
    state: snapshotState,
  })
  .meta({ id: 'MigrationSnapshot' });

const row = z.strictObject(migration.shape).meta({ id: 'Migration' });
export const migrationView = z.strictObject({
  ...migration.shape,
  claimedSoFar: z.strictObject({ count: z.int(), amount: z.string() }),
  snapshot: z
    .strictObject({ state: snapshotState, refused: z.int().min(0) })
    .optional()
    .meta({ description: 'Of a migration of this organisation’s own whose snapshot was taken here.' }),
  asOfBlock,
});
export const migrationsView = z.strictObject({ migrations: z.array(row), nextCursor, asOfBlock });
export const migrationWrittenView = z.strictObject({
  ...migration.omit({ status: true }).partial().shape,
  status: migration.shape.status.optional(),
  ...written,
});

export const balanceView = z
  .strictObject({
    index: z.int().min(0),
    accountId: z.string(),
    amount: z.string(),
    status: z.enum(leafStatuses),
    expiresOn: z.string(),
    maturesOn: z.string().optional(),
    earnedOn: z.string().optional(),
    reference: z.string().optional().meta({
      description:
        'What the snapshot calls the member; it is nowhere but in this gateway, and gone once the member is erased.',
    }),
  })
  .meta({ id: 'LegacyBalance' });

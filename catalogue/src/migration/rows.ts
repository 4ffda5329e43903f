/** Rows of migrations: the parts of their keys, behind the type, and what they hold. */
import { migrated, migration } from './migrations.js';

export const migrationRows = {
  migration: { key: ['mspId', 'migrationId'], holds: migration },
  /** What one transaction claimed of a migration, or took back; blind, so that claims never meet. */
  migrated: { key: ['mspId', 'migrationId', 'txId'], holds: migrated },
} as const;

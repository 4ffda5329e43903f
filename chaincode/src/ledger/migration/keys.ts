/** Keys of migrations. */
import { key, range } from '../core/keys.js';

export const migrationKey = (mspId: string, migrationId: string) => key('migration', mspId, migrationId);
export const migrations = () => range('migration');
export const migratedKey = (mspId: string, migrationId: string, txId: string) =>
  key('migrated', mspId, migrationId, txId);
export const migratedRows = (mspId: string, migrationId: string) => range('migrated', mspId, migrationId);

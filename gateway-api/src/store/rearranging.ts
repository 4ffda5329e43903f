/** A gateway's file that an earlier version wrote is rearranged at the first start, which takes the longer the more is in it. */
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { TableVersion } from './database.js';

/** Of a busy machine with a slow disk; others do ten times as much. */
const BYTES_PER_MS = 1_000;

/** How many milliseconds that may take before anybody takes it to be stuck; undefined where nothing is to be done. */
export function rearrangingMayTakeMs(path: string, tables: readonly TableVersion[]): number | undefined {
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes === 0) return undefined;
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
      const newest = Math.max(...tables.map((table) => table.version));
      return version > 0 && version < newest ? Math.ceil(bytes / BYTES_PER_MS) : undefined;
    } finally {
      database.close();
    }
  } catch {
    // Whoever opens it says what is wrong with it.
    return undefined;
  }
}

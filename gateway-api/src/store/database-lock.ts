/**
 * One process at a time on one `gateway.db`: two would hand over what the other one has under way.
 *
 * The lock is the operating system's on a file beside it, so it ends with the process however that ends. The database itself
 * is not locked: a backup may read it at any time.
 */
import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Misassembled } from './origin.js';

const SQLITE_BUSY = 5;
/** A process that was told to end finishes what is under way, and a new one may have been started meanwhile. */
const PATIENCE_MS = 5_000;

/** @throws Misassembled when another process has it */
export function lockDatabase(path: string, patienceMs = PATIENCE_MS): { release(): void } {
  const lockPath = `${path}.lock`;
  const take = (): DatabaseSync => {
    const lock = new DatabaseSync(lockPath, { timeout: patienceMs });
    try {
      lock.exec('BEGIN EXCLUSIVE');
      return lock;
    } catch (error) {
      lock.close();
      throw error;
    }
  };
  let lock: DatabaseSync;
  try {
    lock = take();
  } catch (error) {
    if (((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY) {
      throw new Misassembled(`${path} is in use by another gateway process: stop that one first.`);
    }
    // Nothing is ever written into it.
    rmSync(lockPath, { force: true });
    lock = take();
  }
  return { release: () => lock.close() };
}

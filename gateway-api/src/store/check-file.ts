/**
 * Whether the pages of SQLite's file hang together. Of a file with millions of operations that takes seconds, so a thread looks while the
 * gateway works already; a small one is looked at before anything else.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Larger ones are looked at by a thread. */
export const CHECKED_AT_ONCE_BYTES = 64 * 1024 * 1024;

export const isCheckedAtOnce = (path: string, bytesMax = CHECKED_AT_ONCE_BYTES): boolean =>
  path === ':memory:' || (statSync(path, { throwIfNoEntry: false })?.size ?? 0) <= bytesMax;

/** Resolves with whether it does, once the thread has looked; true as well where it could not. */
export function checkFile(path: string, script = join(__dirname, 'check-file-thread.js')): Promise<boolean> {
  const looked = new Promise<boolean>((resolve) => {
    const worker = new Worker(script, { workerData: path });
    // A gateway that stops does not wait for it.
    worker.unref();
    worker.on('message', (hangsTogether: boolean) => resolve(hangsTogether));
    worker.on('error', () => resolve(true));
    worker.on('exit', () => resolve(true));
  });
  // Where the system gives no thread.
  return looked.catch(() => true);
}

/** The thread that looks at what a start left: it reads files, and tells of the first one that is damaged, and of those that cannot be read. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { findDamaged } from './find-damaged.js';
import type { LeftFile, Looked } from './looks.js';

/** Of this thread alone: whoever waits goes before. With 19 it got no turn on a machine that is never idle. */
const NICENESS = 10;

try {
  if (process.platform === 'linux') setPriority(0, NICENESS);
} catch {
  // Not allowed here: it reads beside the others.
}
const unread: string[] = [];
const damaged = findDamaged(workerData as readonly LeftFile[], (path, error) => {
  unread.push(`${path} could not be looked at: ${String(error)}`);
});
parentPort!.postMessage({ damaged, unread } satisfies Looked);

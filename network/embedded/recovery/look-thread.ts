/** The thread that looks at what a start left: it reads files, and tells of the first one that is damaged. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { findDamaged } from './find-damaged.js';
import type { LeftFile } from './looks.js';

/** Of this thread alone: whoever waits goes before. With 19 it got no turn on a machine that is never idle. */
const NICENESS = 10;

try {
  if (process.platform === 'linux') setPriority(0, NICENESS);
} catch {
  // Not allowed here: it reads beside the others.
}
parentPort!.postMessage(findDamaged(workerData as readonly LeftFile[]));

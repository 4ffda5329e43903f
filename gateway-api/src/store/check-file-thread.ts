/** The thread that looks through a large file, with a connection of its own that only reads. */
import { setPriority } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { isDamage, pagesHangTogether } from './damage.js';

/** Of this thread alone: whoever waits goes before. With 19 it got no turn on a machine that is never idle. */
const NICENESS = 10;

try {
  if (process.platform === 'linux') setPriority(0, NICENESS);
} catch {
  // Not allowed here: it reads beside the others.
}
let hangsTogether: boolean;
try {
  const sqlite = new DatabaseSync(workerData as string, { readOnly: true });
  hangsTogether = pagesHangTogether(sqlite);
  sqlite.close();
} catch (error) {
  hangsTogether = !isDamage(error);
}
parentPort!.postMessage(hangsTogether);

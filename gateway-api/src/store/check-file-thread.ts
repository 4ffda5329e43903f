/** The thread that looks through a large file, with a connection of its own that only reads. */
import { setPriority } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { isDamage, pagesHangTogether } from './damage.js';

/** Of this thread alone: it takes what nobody else wants. */
const NICENESS = 19;

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

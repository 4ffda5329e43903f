/** The thread that looks through a large file, with a connection of its own that only reads. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { giveWayToOthers } from '../low-priority.js';
import { isDamage, pagesHangTogether } from './damage.js';

giveWayToOthers();
let hangsTogether: boolean;
try {
  const sqlite = new DatabaseSync(workerData as string, { readOnly: true });
  hangsTogether = pagesHangTogether(sqlite);
  sqlite.close();
} catch (error) {
  hangsTogether = !isDamage(error);
}
parentPort!.postMessage(hangsTogether);

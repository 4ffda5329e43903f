/** The thread that moves SQLite's log: it has a connection of its own to the gateway's file. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromMover, MoverOptions, ToMover } from './move-log.js';

const PASSES_MAX = 5;

interface Moved {
  readonly busy: number;
  readonly log: number;
  readonly checkpointed: number;
}

const port = parentPort!;
const tell = (message: FromMover): void => port.postMessage(message);
const { databasePath, pagesMin } = workerData as MoverOptions;
/** What can be moved while writers wait. */
const pagesLittle = pagesMin / 12;
const sqlite = new DatabaseSync(databasePath);
sqlite.exec('PRAGMA busy_timeout = 0');
const looking = sqlite.prepare('PRAGMA wal_checkpoint(NOOP)');
const moving = sqlite.prepare('PRAGMA wal_checkpoint(PASSIVE)');

/** A log that somebody still reads does not become empty: then it is looked at when it has grown by some more. */
let next = pagesMin;

/** Whether all was moved but what came last. */
function moveMost(): boolean {
  let before = 0;
  for (let pass = 0; pass < PASSES_MAX; pass++) {
    const { busy, log, checkpointed } = moving.get() as unknown as Moved;
    next = log + pagesMin / 4;
    if (busy !== 0 || checkpointed < log) return false;
    if (log - before < pagesLittle) return true;
    before = log;
  }
  return false;
}

port.on('message', (message: ToMover) => {
  try {
    if (message === 'finish') {
      moving.get();
    } else {
      const { log } = looking.get() as unknown as Moved;
      if (log < pagesMin) next = pagesMin;
      if (log >= next && moveMost()) tell('nearly');
    }
  } catch {
    // A disk that is full or fails: whoever writes hears of it, and what stays in the log is not lost.
  }
  if (message === 'finish') tell('finished');
});

/** A thread that gives way to all others: whoever waits at a till goes before it. */
import { setPriority } from 'node:os';

/** With 19 a thread got no turn on a machine that is never idle. */
const NICENESS = 10;

/** Of the thread that calls it alone, and on Linux alone: elsewhere it would be the whole process. */
export function giveWayToOthers(): void {
  try {
    if (process.platform === 'linux') setPriority(0, NICENESS);
  } catch {
    // Not allowed here: it works beside the others.
  }
}

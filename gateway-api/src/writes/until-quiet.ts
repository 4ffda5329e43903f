/** For an orderly stop: nothing waits and nothing is under way any more. */
import { setTimeout as pause } from 'node:timers/promises';
import type { OutstandingOperations } from './outstanding.js';
import type { Submission } from './submission.js';

export async function untilQuiet(
  submission: Submission,
  outstanding: OutstandingOperations,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && submission.length + submission.inFlight + outstanding.size > 0) await pause(20);
}

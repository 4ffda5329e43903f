/** Waiting for what other people and their machines do, which may take days: what is waited for is said whenever it changes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DangerousUpdate } from '@commonpoint/network/config/dangers';
import { Complaint } from './complaint.js';

const EVERY_MS = 1_000;

/** What is waited for, in a sentence. */
export class Waiting {
  constructor(readonly why: string) {}
}

/**
 * Looks again and again until there is something else than waiting. What fails meanwhile is waited for, too: nodes start again, and
 * peers lag behind.
 * @throws Complaint as soon as a look does, or comes to what nobody should sign
 */
export async function awaitOthers<T>(
  look: () => Promise<T | Waiting>,
  { say, everyMs = EVERY_MS }: { readonly say: (line: string) => void; readonly everyMs?: number },
): Promise<T> {
  for (let said = ''; ;) {
    const seen = await look().catch((error: unknown) => {
      if (error instanceof Complaint) throw error;
      // No waiting makes it less dangerous.
      if (error instanceof DangerousUpdate) throw new Complaint(error.message);
      return new Waiting((error as Error).message);
    });
    if (!(seen instanceof Waiting)) return seen;
    if (seen.why !== said) say(`waiting: ${seen.why}`);
    said = seen.why;
    await sleep(everyMs);
  }
}

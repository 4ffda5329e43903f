import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

/** Asks again until the answer is as wanted. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isWanted: (answer: T) => boolean,
  { timeoutMs = 30_000, intervalMs = 100 } = {},
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let answer: T | undefined;
    let failure: unknown;
    try {
      answer = await ask();
      if (isWanted(answer)) return answer;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > deadline) {
      // Not `instanceof Error`: errors of Node's own are not of the test's realm.
      const last = failure === undefined ? inspect(answer) : inspect(failure);
      throw new Error(`not as wanted after ${timeoutMs} ms: ${last}`);
    }
    await sleep(intervalMs);
  }
}

/** Waiting for what another peer is about to know. */
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 20_000;
const EVERY_MS = 100;

/** What one merchant did, another one's peer knows a moment later: asks it until it does. @throws Error if it never does */
export async function soon<T>(what: string, ask: () => Promise<T>, isThere: (answer: T) => boolean): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (performance.now() > deadline) throw new Error(`${what}: not seen within ${PATIENCE_MS / 1000} s`);
    await sleep(EVERY_MS);
  }
}

/** Waits until a gateway serves requests. */
import { setTimeout as sleep } from 'node:timers/promises';

/** So long it may stand still: one that reads the ledger again is not given up while it gets on. */
const STANDS_STILL_MS = 60_000;
const ASKED_EVERY_MS = 50;

/** @throws Error with what it said last */
export async function awaitReady(url: string, standsStillMs = STANDS_STILL_MS): Promise<void> {
  let block = -Infinity;
  let deadline = Date.now() + standsStillMs;
  for (;;) {
    const answer = await fetch(`${url}/readyz`).then(
      async (response) => ({ ok: response.ok, text: await response.text() }),
      (error: unknown) => ({ ok: false, text: String(error) }),
    );
    if (answer.ok) return;
    const reached = Number(/"projectionBlock":(-?\d+)/.exec(answer.text)?.[1] ?? -Infinity);
    if (reached > block) [block, deadline] = [reached, Date.now() + standsStillMs];
    if (Date.now() > deadline) throw new Error(`${url}/readyz: ${answer.text}`);
    await sleep(ASKED_EVERY_MS);
  }
}

/**
 * Has each organisation's orderer started again when the organisation's own gateway says that it is due: one that stands still
 * says itself that it is well, so nobody else would.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const EVERY_MS = 1_000;
const ANSWER_WITHIN_MS = 2_000;

const readiness = z.object({
  orderers: z.array(z.object({ mspId: z.string(), restartDueAt: z.iso.datetime().optional() })),
});

export interface WatchedGateway {
  readonly mspId: string;
  readonly url: string;
}

/** Asks until the signal; what cannot be asked now says nothing. */
export function restartOrderers(
  gateways: readonly WatchedGateway[],
  restart: (mspId: string, startedBefore: number) => void,
  signal: AbortSignal,
): void {
  for (const gateway of gateways) void follow(gateway, restart, signal);
}

async function follow(
  { mspId, url }: WatchedGateway,
  restart: (mspId: string, startedBefore: number) => void,
  signal: AbortSignal,
): Promise<void> {
  let done = 0;
  while (!signal.aborted) {
    const dueAt = await restartDueOf(mspId, url).catch(() => undefined);
    if (dueAt !== undefined && dueAt > done && !signal.aborted) {
      done = dueAt;
      restart(mspId, dueAt);
    }
    await sleep(EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

async function restartDueOf(mspId: string, url: string): Promise<number | undefined> {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  const { orderers } = readiness.parse(await response.json());
  const own = orderers.find((each) => each.mspId === mspId);
  return own?.restartDueAt === undefined ? undefined : Date.parse(own.restartDueAt);
}

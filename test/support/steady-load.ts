/** Writes at gateways without a break, as tills do: what asks to be repeated is, under its key. How many were not done, and the longest time in which none was. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** A till asks again for so long: busy cores make pauses, and a pause is told, not a failure. */
const PATIENCE_MS = 60_000;
/** Where gateways end meanwhile and are started again, a till asks also one that does not answer. */
const PATIENCE_WITHOUT_ANSWER_MS = 240_000;
const REPEATED_AFTER_MS = 500;

export interface Till {
  readonly url: string;
  readonly key: string;
  readonly programId: string;
  readonly accountId: string;
}

/** What a till asks for. */
export interface Ask {
  readonly path: string;
  readonly body: object;
}

const issuance = ({ programId, accountId }: Till): Ask => ({
  path: '/v1/issuances',
  body: { programId, accountId, amount: '1' },
});

export interface LoadOptions {
  readonly pauseMs?: number;
  /** Of each till's n-th; issuances of one point unless given. */
  readonly askOf?: (till: Till, n: number) => Ask;
  /** Gateways end meanwhile: what is not answered is asked again under its key, as a till does. */
  readonly gatewaysEnd?: boolean;
}

export interface LoadReport {
  readonly done: number;
  /** By account and path. */
  readonly doneOf: Readonly<Record<string, number>>;
  /** How often a write was sent again, as its answer asked for. */
  readonly repeated: number;
  /** What was answered instead, in short. */
  readonly failures: readonly string[];
  readonly longestPauseMs: number;
}

/** Of tests that failed midway: nobody ends these, and no run of tests would end while they go on. */
const leftRunning = new Set<() => Promise<unknown>>();
afterAll(() => Promise.all([...leftRunning].map((abandon) => abandon())), PATIENCE_MS);

/** One after the other at each till, each answered before the next, until `end`. */
export function steadyLoad(
  tills: readonly Till[],
  { pauseMs = 60, askOf = issuance, gatewaysEnd = false }: LoadOptions = {},
): { end(): Promise<LoadReport> } {
  const failures: string[] = [];
  const doneOf: Record<string, number> = {};
  let [done, repeated, longestPauseMs, isOver, isAbandoned] = [0, 0, 0, false, false];
  let last = performance.now();
  const send = async ({ url, key }: Till, { path, body }: Ask, idempotencyKey: string) => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey,
        prefer: 'wait=30',
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  };
  const patienceMs = gatewaysEnd ? PATIENCE_WITHOUT_ANSWER_MS : PATIENCE_MS;
  const perform = async (
    till: Till,
    ask: Ask,
    idempotencyKey: string,
    until = performance.now() + patienceMs,
  ): Promise<void> => {
    const { status, text } = await send(till, ask, idempotencyKey).catch((error: unknown) => {
      if (!gatewaysEnd) throw error;
      return { status: 0, text: String(error) };
    });
    const asksAgain = status === 0 || status === 202 || (status === 503 && text.includes('"retryable":true'));
    if (asksAgain && !isAbandoned && performance.now() < until) {
      repeated += 1;
      await sleep(REPEATED_AFTER_MS);
      return perform(till, ask, idempotencyKey, until);
    }
    if (status !== 201 && status !== 200) {
      failures.push(`${ask.path} ${status} ${text.slice(0, 300)}`);
      return;
    }
    done += 1;
    const name = `${till.accountId} ${ask.path}`;
    doneOf[name] = (doneOf[name] ?? 0) + 1;
    longestPauseMs = Math.max(longestPauseMs, performance.now() - last);
    last = performance.now();
  };
  const run = async (till: Till): Promise<void> => {
    for (let n = 0; !isOver; n += 1) {
      await perform(till, askOf(till, n), randomUUID()).catch((error: unknown) => void failures.push(String(error)));
      await sleep(pauseMs);
    }
  };
  const running = tills.map(run);
  const abandon = (): Promise<unknown> => {
    isOver = isAbandoned = true;
    return Promise.all(running);
  };
  leftRunning.add(abandon);
  return {
    async end() {
      isOver = true;
      await Promise.all(running);
      leftRunning.delete(abandon);
      return { done, doneOf, repeated, failures, longestPauseMs: Math.round(longestPauseMs) };
    },
  };
}

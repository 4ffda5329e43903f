/** Writes at gateways without a break, as tills do: what asks to be repeated is, under its key. How many were not done, and the longest time in which none was. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** A till asks again for so long: busy cores make pauses, and a pause is told, not a failure. */
const PATIENCE_MS = 60_000;
const REPEATED_AFTER_MS = 500;

export interface Till {
  readonly url: string;
  readonly key: string;
  readonly programId: string;
  readonly accountId: string;
}

export interface LoadReport {
  readonly done: number;
  /** How often a write was sent again, as its answer asked for. */
  readonly repeated: number;
  /** What was answered instead, in short. */
  readonly failures: readonly string[];
  readonly longestPauseMs: number;
}

/** One issuance after the other at each till, each answered before the next, until `end`. */
export function steadyLoad(tills: readonly Till[], pauseMs = 60): { end(): Promise<LoadReport> } {
  const failures: string[] = [];
  let [done, repeated, longestPauseMs, isOver] = [0, 0, 0, false];
  let last = performance.now();
  const issue = async (
    { url, key, programId, accountId }: Till,
    idempotencyKey: string,
    until = performance.now() + PATIENCE_MS,
  ): Promise<void> => {
    const response = await fetch(`${url}/v1/issuances`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey,
        prefer: 'wait=30',
      },
      body: JSON.stringify({ programId, accountId, amount: '1' }),
    });
    const text = await response.text();
    const asksAgain = response.status === 202 || (response.status === 503 && text.includes('"retryable":true'));
    if (asksAgain && performance.now() < until) {
      repeated += 1;
      await sleep(REPEATED_AFTER_MS);
      return issue({ url, key, programId, accountId }, idempotencyKey, until);
    }
    if (response.status !== 201) {
      failures.push(`${response.status} ${text.slice(0, 300)}`);
      return;
    }
    done += 1;
    longestPauseMs = Math.max(longestPauseMs, performance.now() - last);
    last = performance.now();
  };
  const run = async (till: Till): Promise<void> => {
    while (!isOver) {
      await issue(till, randomUUID()).catch((error: unknown) => void failures.push(String(error)));
      await sleep(pauseMs);
    }
  };
  const running = tills.map(run);
  return {
    async end() {
      isOver = true;
      await Promise.all(running);
      return { done, repeated, failures, longestPauseMs: Math.round(longestPauseMs) };
    },
  };
}

/** Trying again what nodes that have just started cannot do yet. */
import { setTimeout as sleep } from 'node:timers/promises';

/** How often and how long to try; see {@link retry}. */
export interface RetryOptions {
  /** What is being tried, as in "could not {what}". */
  readonly what: string;
  readonly timeoutMs?: number;
  readonly intervalMs?: number;
  /** Errors that no waiting will heal. */
  readonly isFinal?: (error: unknown) => boolean;
}

/**
 * Nodes that have just started refuse connections, know no leader and have not heard of each other; all of that passes.
 * Tries until it works, the time is over or the error is final.
 */
export async function retry<T>(
  { what, timeoutMs = 60_000, intervalMs = 100, isFinal = () => false }: RetryOptions,
  action: () => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (isFinal(error) || Date.now() + intervalMs > deadline) {
        throw new Error(`Could not ${what}: ${describeError(error)}`, { cause: error });
      }
      await sleep(intervalMs);
    }
  }
}

/** The error's message and, where a peer's gateway gave some, what each node said. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const { details } = error as { details?: unknown };
  if (!Array.isArray(details)) {
    return error.message;
  }
  const messages = details.map((detail: { mspId?: string; message?: string }) =>
    [detail.mspId, detail.message].filter(Boolean).join(': '),
  );
  return [error.message, ...messages].join('; ');
}

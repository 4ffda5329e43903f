/** How long to wait before a request is sent again. */

const FIRST_MS = 100;
const MOST_MS = 5_000;
const LEAST_MS = 20;

/**
 * What the gateway says (seconds, or a date), else twice as long each time. With chance on top, so that clients that failed
 * together do not come back together.
 */
export function pauseMs(retryAfter: string | null, attempt: number, now = Date.now()): number {
  const backoff = Math.min(MOST_MS, FIRST_MS * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
  const said = retryAfter === null ? NaN : parseRetryAfter(retryAfter, now);
  return Number.isNaN(said) ? backoff : Math.max(said, LEAST_MS) + (said > 0 ? Math.random() * FIRST_MS : 0);
}

/** In milliseconds from now; not a number for what is neither. */
export function parseRetryAfter(text: string, now: number): number {
  return /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Math.max(0, Date.parse(text) - now);
}

/** @throws the signal's reason, when it is aborted meanwhile or was before */
export function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason as Error);
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', abort, { once: true });
  });
}

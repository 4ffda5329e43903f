/** When a message that did not arrive is sent again, and when it is not any more. */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** After the first failure, the second, …; from the last one on it stays so. */
export const RETRY_DELAYS_MS: readonly number[] = [
  ...[5 * SECOND, 5 * MINUTE, 30 * MINUTE],
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR),
];
/** A webhook that fails for so long is disabled. */
export const FAILING_MAX_MS = 5 * 24 * HOUR;
/** So much longer a pause is at the most, so that many webhooks do not come back together. */
const JITTER = 0.1;
const RETRY_AFTER_MAX_MS = 24 * HOUR;

/** @param failures how many there were in a row; @param chance between 0 and 1 */
export function pauseAfter(
  failures: number,
  retryAfterMs: number | undefined,
  chance: number,
  delaysMs: readonly number[] = RETRY_DELAYS_MS,
): number {
  const delay = delaysMs[Math.min(failures, delaysMs.length) - 1] ?? 0;
  return Math.max(delay * (1 + JITTER * chance), Math.min(retryAfterMs ?? 0, RETRY_AFTER_MAX_MS));
}

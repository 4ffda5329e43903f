/** What comes of a load's operations, whoever begins them and when. */
import { percentile } from './statistics.js';

export interface LoadResult {
  readonly committed: number;
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly elapsedMs: number;
  /** Committed operations per second. */
  readonly rate: number;
  /** From when an operation was sent, or due, to the answer that says committed; committed ones only. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export class LoadTally {
  readonly startedAt = performance.now();
  readonly #latencies: number[] = [];
  readonly #failures: Record<string, number> = {};

  /** Waits for the answer to one operation, whose latency counts from `since`. */
  async note(since: number, answer: Promise<string | undefined>): Promise<void> {
    const failure = await answer.catch((error: unknown) =>
      error instanceof Error ? error.message.slice(0, 80) : 'error',
    );
    if (failure === undefined) this.#latencies.push(performance.now() - since);
    else this.#failures[failure] = (this.#failures[failure] ?? 0) + 1;
  }

  /** Once all are answered: what is answered after the time counts too, and so does the time. */
  result(): LoadResult {
    const elapsedMs = performance.now() - this.startedAt;
    return {
      committed: this.#latencies.length,
      failed: Object.values(this.#failures).reduce((sum, count) => sum + count, 0),
      failures: this.#failures,
      elapsedMs,
      rate: this.#latencies.length / (elapsedMs / 1000),
      p50Ms: percentile(this.#latencies, 0.5),
      p99Ms: percentile(this.#latencies, 0.99),
    };
  }
}

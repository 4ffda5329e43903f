/** A load of a fixed number of clients, each of which begins its next operation when the last one was answered. */
import { percentile } from './statistics.js';

export interface Load {
  readonly clients: number;
  readonly durationMs: number;
  /** Does one operation. Resolves to undefined when it committed, else to a short name of what went wrong. */
  readonly operate: (client: number, sequence: number) => Promise<string | undefined>;
}

export interface LoadResult {
  readonly committed: number;
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly elapsedMs: number;
  /** Committed operations per second. */
  readonly rate: number;
  /** From sending to the answer that says committed; committed ones only. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Runs the load and waits for the last answer. What is answered after the time counts too, and so does the time. */
export async function runClosedLoop({ clients, durationMs, operate }: Load): Promise<LoadResult> {
  const latencies: number[] = [];
  const failures: Record<string, number> = {};
  const startedAt = performance.now();
  const client = async (index: number): Promise<void> => {
    for (let sequence = 0; performance.now() - startedAt < durationMs; sequence += 1) {
      const sentAt = performance.now();
      const failure = await operate(index, sequence).catch((error: unknown) =>
        error instanceof Error ? error.message.slice(0, 80) : 'error',
      );
      if (failure === undefined) latencies.push(performance.now() - sentAt);
      else failures[failure] = (failures[failure] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  const elapsedMs = performance.now() - startedAt;
  return {
    committed: latencies.length,
    failed: Object.values(failures).reduce((sum, count) => sum + count, 0),
    failures,
    elapsedMs,
    rate: latencies.length / (elapsedMs / 1000),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
}

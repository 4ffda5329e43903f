/** How long balances, statements and operations by id took, each read by itself. */
import { percentile } from './statistics.js';

export type Read = 'balances' | 'statement' | 'operation';

export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export class ReadTimes {
  readonly #times: Record<Read, number[]> = { balances: [], statement: [], operation: [] };

  async timed<T>(kind: Read, read: () => T | Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const answer = await read();
    this.#times[kind].push(performance.now() - startedAt);
    return answer;
  }

  latencies(): Readonly<Record<Read, Latency>> {
    const latency = (kind: Read): Latency => ({
      p50Ms: percentile(this.#times[kind], 0.5),
      p99Ms: percentile(this.#times[kind], 0.99),
    });
    return { balances: latency('balances'), statement: latency('statement'), operation: latency('operation') };
  }
}

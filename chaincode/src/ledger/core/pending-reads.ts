/** Reads that are asked for one by one and made together. */
import type { Key } from './keys.js';
import type { LedgerState } from './state.js';

export class PendingReads {
  #takers = new Map<string, (row: never) => void>();

  constructor(private readonly state: LedgerState) {}

  /** Asks for a row; `take` is called with it if it exists. Asked for twice, it is read once. */
  want<T>(key: Key<T>, take: (row: T) => void): void {
    this.#takers.set(key, take);
  }

  /** Reads all that was asked for since the last time. */
  async read(): Promise<void> {
    const takers = this.#takers;
    this.#takers = new Map();
    const rows = await this.state.getMany<unknown>(takers.keys());
    for (const [key, row] of rows) takers.get(key)?.(row as never);
  }
}

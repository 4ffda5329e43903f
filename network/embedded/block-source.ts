/**
 * Blocks one after the other, for whoever follows a chain: clients of Deliver and of events, and peers that follow the
 * orderers.
 */
export interface BlockSource {
  /** The number of the next block. */
  readonly height: number;
  /** A block's bytes; it must exist. */
  read(blockNumber: number): Promise<Uint8Array>;
  /** Resolves when the chain is higher than `blockNumber`, or when `signal` aborts. */
  awaitBlock(blockNumber: number, signal: AbortSignal): Promise<void>;
}

/** Wakes those who wait for a height. */
export class HeightNotifier {
  readonly #waiting = new Set<{ readonly blockNumber: number; readonly wake: () => void }>();

  constructor(private readonly heightOf: () => number) {}

  /** Call it after the height has grown. */
  notify(): void {
    const height = this.heightOf();
    for (const waiter of this.#waiting) {
      if (waiter.blockNumber < height) waiter.wake();
    }
  }

  awaitBlock(blockNumber: number, signal: AbortSignal): Promise<void> {
    if (blockNumber < this.heightOf() || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const waiter = {
        blockNumber,
        wake: () => {
          this.#waiting.delete(waiter);
          signal.removeEventListener('abort', waiter.wake);
          resolve();
        },
      };
      this.#waiting.add(waiter);
      signal.addEventListener('abort', waiter.wake);
    });
  }
}

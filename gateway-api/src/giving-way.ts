/**
 * What nobody waits for gives way to what people do: while the gateway is busy, steps of it come one after the other with pauses,
 * and are made up for when it is not.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

/** Of its time the event loop works so much, or more, when the gateway counts as busy. */
const BUSY = 0.5;
const LOOKED_EVERY_MS = 100;
/** From one step to the next meanwhile. */
const BUSY_PAUSE_MS = 10;

export class GivingWay {
  #since = performance.eventLoopUtilization();
  #lookedAt = performance.now();
  #isBusy = false;
  #nextAt = 0;

  constructor(
    /** How much of its time the event loop has worked since it was looked at last. */
    private readonly utilization: () => number = () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, this.#since);
      this.#since = now;
      return utilization;
    },
  ) {}

  /** Resolves when the next step may begin. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = performance.now();
    if (now - this.#lookedAt >= LOOKED_EVERY_MS) {
      this.#lookedAt = now;
      this.#isBusy = this.utilization() >= BUSY;
    }
    if (!this.#isBusy) return;
    this.#nextAt = Math.max(now, this.#nextAt + BUSY_PAUSE_MS);
    if (this.#nextAt > now) await pause(this.#nextAt - now, undefined, { signal, ref: false });
  }
}

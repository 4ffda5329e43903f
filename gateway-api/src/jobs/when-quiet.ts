/** What is written from receipts when no blocks come: then there is time. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Job } from './periodically.js';

/** So long no block came: there is time. */
const QUIET_MS = 2_000;
/** For what else there may be to do. */
const BREATH_MS = 10;

export interface QuietWork {
  readonly name: string;
  readonly lastBlock: () => number;
  /** Some of it; false if there is nothing to do. */
  readonly advance: () => boolean;
  /** So many steps are done all the same while blocks come. */
  readonly stepsWhileBusy?: () => number;
}

export function whenQuiet({ name, lastBlock, advance, stepsWhileBusy = () => 0 }: QuietWork): Job {
  let last = lastBlock();
  return {
    name,
    pauseMs: () => QUIET_MS,
    async run(signal) {
      const steps = stepsWhileBusy();
      for (let step = 0; !signal.aborted && (step < steps || last === lastBlock()) && advance(); step++)
        await pause(BREATH_MS, undefined, { signal, ref: false }).catch(() => undefined);
      if (!signal.aborted) last = lastBlock();
    },
  };
}

/** How long single turns of the event loop take. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Turns {
  /** The longest of them, in milliseconds of work of this thread: what others do on the machine does not count. */
  readonly longestWorkMs: number;
  /** As `monitorEventLoopDelay` sees it, the 99th percentile: on a busy machine more. */
  readonly delayMs: number;
}

/** Measures from now on until it is ended. */
export function watchTurns(): { end(): Turns } {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  let longest = 0;
  let before = process.threadCpuUsage();
  let next = setImmediate(function look() {
    const { user, system } = process.threadCpuUsage(before);
    longest = Math.max(longest, user + system);
    before = process.threadCpuUsage();
    next = setImmediate(look);
  });
  return {
    end() {
      clearImmediate(next);
      delays.disable();
      return { longestWorkMs: longest / 1000, delayMs: delays.percentile(99) / 1e6 };
    },
  };
}

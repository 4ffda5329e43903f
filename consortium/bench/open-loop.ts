/**
 * A load that begins operations at a fixed rate, whether or not earlier ones were answered, as shops do. Latency counts from when an
 * operation was due, so that a system that stands still for a second is not spared those that would have come meanwhile.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Load } from './closed-loop.js';
import { type LoadResult, LoadTally } from './load-tally.js';

export interface OpenLoad extends Pick<Load, 'durationMs'> {
  /** Operations a second that fall due. */
  readonly perSecond: number;
  readonly operate: (sequence: number) => Promise<string | undefined>;
}

/** Runs the load and waits for the last answer; `rate` is of what committed, over the time until that. */
export async function runOpenLoop({ perSecond, durationMs, operate }: OpenLoad): Promise<LoadResult> {
  const tally = new LoadTally();
  const all: Promise<void>[] = [];
  const count = Math.round((perSecond * durationMs) / 1000);
  while (all.length < count) {
    const dueAt = tally.startedAt + (all.length * 1000) / perSecond;
    const early = dueAt - performance.now();
    if (early > 0) await sleep(early);
    else all.push(tally.note(dueAt, operate(all.length)));
  }
  await Promise.all(all);
  return tally.result();
}

/** What measures have in common: a folder of their own, and what every process used meanwhile. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessEvents, SupervisedProcess } from '../launcher/supervised-process.js';
import { snapshot, usageBetween, withDescendants } from './process-usage.js';
import type { Measured } from './report.js';

/** The name of the process that measures, among those that are measured. */
export const LOAD = 'benchmark (load)';

export const events: ProcessEvents = {
  restarting: (name, how) => console.error(`${name} ended (${how}) during the benchmark`),
  restarted: () => undefined,
  lost: (name, how) => console.error(`${name} ended (${how}) during the benchmark`),
};

type Processes = Iterable<readonly [string, SupervisedProcess]>;

/** Runs a measure and reads before and after it what every process used. */
export async function measured<T>(processes: Processes, measure: () => Promise<T>): Promise<Measured<T>> {
  const pids = (): [string, number][] => [
    ...[...processes].flatMap(([name, { pid }]): [string, number][] =>
      pid === undefined ? [] : withDescendants(name, pid),
    ),
    [LOAD, process.pid],
  ];
  const before = snapshot(pids());
  const result = await measure();
  return { result, usage: usageBetween(before, snapshot(pids())) };
}

/** A data folder that is gone afterwards. */
export async function inFolder<T>(task: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'commonpoint-bench-'));
  try {
    return await task(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** What closing a cycle cost, as lines for people. */
import type { LoadResult } from './load-tally.js';
import type { Usage } from './process-usage.js';
import { percentile } from './statistics.js';
import type { Step } from './watch-closing.js';

export interface Closing {
  readonly rows: number;
  /** That the rows stand for. */
  readonly operations: number;
  readonly positions: number;
  readonly makingMs: number;
  /** Other traffic before closing, and while it went on. */
  readonly alone: LoadResult;
  readonly beside: LoadResult;
  /** Of the processes while both went on. */
  readonly usage: Readonly<Record<string, Usage>>;
  /** While closing went on alone. */
  readonly quietUsage: Readonly<Record<string, Usage>>;
  /** Times are from the beginning of each part: beside traffic, alone until everything was killed, and after that. */
  readonly besideSteps: readonly Step[];
  readonly quietSteps: readonly Step[];
  readonly resumedSteps: readonly Step[];
  /** From the kill to the last gateway's readiness. */
  readonly startMs: number;
  /** Whether everything was recomputed from blocks in the end; what was found would have been an error. */
  readonly audited: boolean;
}

/** The lines of the report. */
export function closeReportLines(closing: Closing): string[] {
  const { rows, operations, positions, makingMs, alone, beside, usage, quietUsage, startMs, audited } = closing;
  const { besideSteps, quietSteps, resumedSteps } = closing;
  const killedAt = [...besideSteps, ...quietSteps].at(-1)?.folded ?? 0;
  const seconds = (partMs: number) => `${(partMs / 1000).toFixed(1)} s`;
  const closingMs = [besideSteps, quietSteps, resumedSteps].reduce((sum, steps) => sum + (steps.at(-1)?.atMs ?? 0), 0);
  return [
    `${whole(rows)} clearing rows of ${whole(operations)} redemptions, ${whole(positions)} positions`,
    `made in ${seconds(makingMs)}: ${whole(operations / (makingMs / 1000))} redemptions a second`,
    '',
    row('steps of closing', 'steps', 'p50 ms', 'p99 ms', 'rows/s'),
    ...(
      [
        ['beside other traffic', besideSteps],
        ['with nothing else', quietSteps],
        ['after all was killed and started again', resumedSteps],
      ] as const
    ).map(([label, steps]) => row(label, ...stepCells(steps))),
    '',
    `closed in ${seconds(closingMs)} of closing; killed at ${whole(killedAt)} rows, up again after ${seconds(startMs)}`,
    `every row counts once${audited ? ', also by recomputation from blocks' : ''}`,
    '',
    row('other traffic, 16 clients', 'committed/s', 'p50 ms', 'p99 ms', 'failed'),
    row('before', ...trafficCells(alone)),
    row('beside closing', ...trafficCells(beside)),
    '',
    row('process', 'CPU s', 'MiB', 'CPU ms a step', 'MiB'),
    row('', 'beside traffic', '', 'closing alone', ''),
    ...Object.entries(usage).map(([name, { cpuS, residentMiB }]) => {
      const alone = quietUsage[name];
      const stepMs = ((alone?.cpuS ?? NaN) * 1000) / quietSteps.length;
      return row(`  ${name}`, cpuS.toFixed(1), whole(residentMiB), whole(stepMs), whole(alone?.residentMiB ?? NaN));
    }),
  ];
}

/** From one step to the next, so that the first one, whose beginning is not known, is not counted. */
export function stepTimes(steps: readonly Step[]): number[] {
  return steps.slice(1).map(({ atMs }, index) => atMs - (steps[index]?.atMs ?? 0));
}

function stepCells(steps: readonly Step[]): string[] {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined || first === last) return [whole(steps.length)];
  const times = stepTimes(steps);
  const rate = (last.folded - first.folded) / ((last.atMs - first.atMs) / 1000);
  return [whole(steps.length), whole(percentile(times, 0.5)), whole(percentile(times, 0.99)), whole(rate)];
}

function trafficCells({ rate, p50Ms, p99Ms, failed }: LoadResult): string[] {
  return [rate, p50Ms, p99Ms, failed].map(whole);
}

function row(label: string, ...cells: string[]): string {
  return label.padEnd(44) + cells.map((cell) => cell.padStart(16)).join('');
}

const whole = (value: number): string => (Number.isFinite(value) ? Math.round(value).toLocaleString('en') : '');

/** The benchmark's results as a table for people. Rates are medians over the runs. */
import type { LoadResult } from './load-tally.js';
import type { ImportResult } from './import-measure.js';
import type { Usage } from './process-usage.js';
import type { SharedAccountsResult } from './shared-accounts-measure.js';
import { median } from './statistics.js';

/** One measure with what each process used meanwhile. */
export interface Measured<T> {
  readonly result: T;
  readonly usage: Readonly<Record<string, Usage>>;
}

export interface Run {
  readonly import: Measured<ImportResult>;
  readonly uniform: Measured<LoadResult>;
  readonly hot: Measured<LoadResult>;
  /** Two gateways on the same accounts. */
  readonly shared: Measured<SharedAccountsResult>;
  readonly baselineUniform: Measured<LoadResult>;
  readonly baselineHot: Measured<LoadResult>;
}

const IMPORT = 'import of purchases';
const loads = {
  uniform: 'single operations by REST, many accounts',
  hot: 'single operations by REST, one account',
  shared: 'two gateways on the same 100 accounts',
  baselineUniform: 'baseline token, own accounts',
  baselineHot: 'baseline token, one account',
} as const;

/** The median rate of every measure, in committed operations per second. */
export function reportedRates(runs: readonly Run[]): { label: string; rate: number; isBaseline: boolean }[] {
  const names = ['import', ...Object.keys(loads)] as (keyof Run)[];
  return names.map((name) => ({
    label: name === 'import' ? IMPORT : loads[name],
    rate: median(runs.map((run) => run[name].result.rate)),
    isBaseline: name.startsWith('baseline'),
  }));
}

/** The lines of the report. */
export function reportLines(runs: readonly Run[]): string[] {
  const of = (pick: (run: Run) => number) => median(runs.map(pick));
  const rate = (name: keyof typeof loads) => of((run) => run[name].result.rate);
  const lines = [
    row('measure', 'committed/s', 'p50 ms', 'p99 ms', 'failed'),
    row(
      IMPORT,
      number(of((run) => run.import.result.rate)),
      '',
      '',
      number(of((run) => run.import.result.rowsRejected)),
    ),
    ...Object.entries(loads).map(([name, label]) => {
      const result = (run: Run) => run[name as keyof typeof loads].result;
      return row(
        label,
        number(rate(name as keyof typeof loads)),
        number(of((run) => result(run).p50Ms)),
        number(of((run) => result(run).p99Ms)),
        number(runs.reduce((sum, run) => sum + result(run).failed, 0)),
      );
    }),
    '',
    `one account / many accounts: ${percent(rate('hot') / rate('uniform'))}`,
    `two gateways, first-try success: ${percent(of((run) => run.shared.result.firstTry))}`,
    `single operations / baseline, many accounts: ${ratio(rate('uniform') / rate('baselineUniform'))}`,
    `single operations / baseline, one account: ${ratio(rate('hot') / rate('baselineHot'))}`,
    `import / baseline, many accounts: ${ratio(of((run) => run.import.result.rate) / rate('baselineUniform'))}`,
    '',
    row('process', 'CPU s per 1,000', '', '', 'MiB'),
  ];
  for (const [measure, name] of Object.entries(measures)) {
    lines.push(`${measure}:`);
    for (const process of Object.keys((runs[0] as Run)[name].usage)) {
      const cpu = of((run) => ((run[name].usage[process]?.cpuS ?? NaN) / committedIn(run, name)) * 1000);
      const resident = of((run) => run[name].usage[process]?.residentMiB ?? NaN);
      lines.push(row(`  ${process}`, cpu.toFixed(3), '', '', number(resident)));
    }
  }
  return lines;
}

export const measures = {
  import: 'import',
  'many accounts': 'uniform',
  'one account': 'hot',
  'two gateways': 'shared',
  baseline: 'baselineUniform',
} as const satisfies Readonly<Record<string, keyof Run>>;

/** How many operations a measure committed. */
export function committedIn(run: Run, name: keyof Run): number {
  return name === 'import' ? run.import.result.rowsPosted : run[name].result.committed;
}

function row(label: string, ...cells: string[]): string {
  return label.padEnd(44) + cells.map((cell) => cell.padStart(16)).join('');
}

const number = (value: number) => value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
const ratio = (value: number) => `${value.toFixed(1)} x`;

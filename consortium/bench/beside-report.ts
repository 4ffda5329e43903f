/** Two sides of a benchmark as a table: medians, and what the second one has of the first. */
import { LOAD } from './measured.js';
import { committedIn, measures, type Run } from './report.js';
import { median } from './statistics.js';

export interface Beside {
  readonly names: readonly [string, string];
  readonly runs: readonly [readonly Run[], readonly Run[]];
}

export function besideLines({ names, runs }: Beside): string[] {
  const header = [
    'measure',
    ...names.map((name) => `${name}/s`),
    'ratio',
    ...names.map((name) => `${name} ms`),
    'ratio',
  ];
  const lines = [row(header)];
  for (const [label, name] of Object.entries(measures)) {
    const [rates, cpu] = [rateIn(name), cpuMsIn(name)].map((pick) => runs.map((side) => median(side.map(pick))));
    const [one = NaN, other = NaN] = rates ?? [];
    const [oneCpu = NaN, otherCpu = NaN] = cpu ?? [];
    const figures = [one.toFixed(0), other.toFixed(0), (other / one).toFixed(3)];
    lines.push(row([label, ...figures, oneCpu.toFixed(3), otherCpu.toFixed(3), (otherCpu / oneCpu).toFixed(3)]));
  }
  lines.push('', 'ms: processor time of all processes but the load, for each operation');
  const failed = runs.map((side) => side.reduce((sum, run) => sum + failedIn(run), 0));
  lines.push(`failed operations: ${names.map((name, side) => `${name} ${failed[side]}`).join(', ')}`);
  return lines;
}

const rateIn = (name: keyof Run) => (run: Run) => run[name].result.rate;

const cpuMsIn = (name: keyof Run) => (run: Run) => {
  const { usage } = run[name];
  const used = Object.entries(usage).filter(([process]) => process !== LOAD);
  return (used.reduce((sum, [, { cpuS }]) => sum + cpuS, 0) / committedIn(run, name)) * 1000;
};

const failedIn = ({ import: imported, uniform, hot, shared }: Run): number =>
  imported.result.rowsRejected + uniform.result.failed + hot.result.failed + shared.result.failed;

function row(cells: readonly string[]): string {
  return cells.map((cell, index) => (index === 0 ? cell.padEnd(16) : cell.padStart(14))).join('');
}

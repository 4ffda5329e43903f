/** What retiring lots took, as lines for people. */
import type { LoadResult } from './load-tally.js';
import type { Usage } from './process-usage.js';
import { median } from './statistics.js';

export interface Expiry {
  readonly lots: number;
  /** Of them, those that were retired within the time; the first ones only showed that it had begun. */
  readonly counted: number;
  readonly elapsedMs: number;
  /** Other traffic before, and piece by piece while lots were retired. */
  readonly alone: LoadResult;
  readonly beside: readonly LoadResult[];
  readonly usage: Readonly<Record<string, Usage>>;
  readonly isAudited: boolean;
}

export function expiryReportLines({ lots, counted, elapsedMs, alone, beside, usage, isAudited }: Expiry): string[] {
  const perSecond = counted / (elapsedMs / 1000);
  const failed = beside.reduce((sum, piece) => sum + piece.failed, 0);
  const of = (pick: (piece: LoadResult) => number): number => median(beside.map(pick));
  return [
    `${whole(lots)} lots retired beside other traffic: ${whole(perSecond)} lots/s, ${(elapsedMs / 1000).toFixed(1)} s`,
    ...(isAudited ? ['nothing was found when all was recomputed from blocks'] : []),
    '',
    row('other traffic, 16 clients', 'committed/s', 'p50 ms', 'p99 ms', 'failed'),
    row('before', ...[alone.rate, alone.p50Ms, alone.p99Ms, alone.failed].map(whole)),
    row('beside', ...[of(({ rate }) => rate), of(({ p50Ms }) => p50Ms), of(({ p99Ms }) => p99Ms), failed].map(whole)),
    '',
    row('process', 'CPU s', 'CPU ms per 1,000 lots', 'MiB'),
    ...Object.entries(usage).map(([name, { cpuS, residentMiB }]) =>
      row(`  ${name}`, cpuS.toFixed(1), ((cpuS * 1_000_000) / counted).toFixed(0), whole(residentMiB)),
    ),
  ];
}

function row(label: string, ...cells: string[]): string {
  return label.padEnd(32) + cells.map((cell) => cell.padStart(24)).join('');
}

const whole = (value: number): string => (Number.isFinite(value) ? Math.round(value).toLocaleString('en') : '');

/** How the explorer answers, as lines for people. */
import type { ConsoleMeasured } from './console-measure.js';
import type { LoadResult } from './load-tally.js';
import { median, percentile } from './statistics.js';

export const questions = ['block', 'bytes', 'transaction', 'history', 'often written'] as const;

/** What each of them is answered within, for 95 of 100. */
export const ANSWERED_WITHIN_MS = 300;

/** What the overview of the console is painted within. */
export const PAINTED_WITHIN_MS = 1_000;

export interface Answered {
  readonly question: (typeof questions)[number];
  readonly asked: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

export interface Explored {
  readonly operations: number;
  readonly blocks: number;
  readonly indexBytes: number;
  readonly answers: readonly Answered[];
  /** Absent where there is no Chromium. */
  readonly console: ConsoleMeasured | undefined;
  /** Operations with an index that is whole. */
  readonly alone: LoadResult;
  /** After the index was thrown away. */
  readonly again: {
    /** Until the gateway took operations. */
    readonly readyMs: number;
    /** Until the index had everything. */
    readonly wholeMs: number;
    /** Operations meanwhile, piece by piece. */
    readonly beside: readonly LoadResult[];
  };
}

export function explorerReportLines({
  operations,
  blocks,
  indexBytes,
  answers,
  console,
  alone,
  again,
}: Explored): string[] {
  const { readyMs, wholeMs, beside } = again;
  const of = (pick: (piece: LoadResult) => number): number => median(beside.map(pick));
  const failed = beside.reduce((sum, piece) => sum + piece.failed, 0);
  return [
    `${whole(operations)} operations in ${whole(blocks)} blocks; the index has ${(indexBytes / operations).toFixed(1)} bytes for each`,
    row('question', 'asked', 'p50 ms', 'p95 ms', 'most ms'),
    ...answers.map(({ question, asked, p50Ms, p95Ms, maxMs }) =>
      row(question, whole(asked), ...[p50Ms, p95Ms, maxMs].map((ms) => ms.toFixed(1))),
    ),
    ...answers
      .filter(({ p95Ms }) => !(p95Ms <= ANSWERED_WITHIN_MS))
      .map(({ question }) => `${question}: above ${ANSWERED_WITHIN_MS} ms`),
    '',
    ...(console === undefined
      ? ['neither CHROMIUM nor PATH names a Chromium: the console was not looked at']
      : consoleLines(console)),
    '',
    `without its index the gateway was ready after ${seconds(readyMs)}, and the index whole after ${seconds(wholeMs)}`,
    row('operations', 'committed/s', 'p50 ms', 'p99 ms', 'failed'),
    row('with the index', ...[alone.rate, alone.p50Ms, alone.p99Ms, alone.failed].map(whole)),
    row(
      'while it is made again',
      ...[of(({ rate }) => rate), of(({ p50Ms }) => p50Ms), of(({ p99Ms }) => p99Ms), failed].map(whole),
    ),
  ];
}

function consoleLines({ paint, whole: promises, lists }: ConsoleMeasured): string[] {
  const line = (label: string, times: readonly number[]): string =>
    row(label, whole(times.length), ...[percentile(times, 0.5), Math.max(...times)].map((ms) => ms.toFixed(0)));
  return [
    row('console', 'seen', 'p50 ms', 'most ms'),
    line('overview, first paint', paint),
    line('overview, its promises', promises),
    ...lists.flatMap(({ address, whole: all, next }) => [
      line(brief(address), all),
      ...(next.length === 0 ? [] : [line('  its next page', next)]),
    ]),
    ...(Math.max(...paint) <= PAINTED_WITHIN_MS ? [] : [`first paint: above ${PAINTED_WITHIN_MS} ms`]),
  ];
}

/** Of an account, without its id. */
const brief = (address: string): string => address.replace(/\/[^/?]*%3A[^/?]*/, '').slice(0, 24);
const whole = (value: number): string => Math.round(value).toLocaleString('en');
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const row = (label: string, ...cells: string[]): string =>
  label.padEnd(24) + cells.map((cell) => cell.padStart(14)).join('');

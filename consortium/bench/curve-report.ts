/** What the curve's measures come to: medians by number of clients and by rate that fell due, side by side. */
import type { Usage } from './process-usage.js';
import { median } from './statistics.js';

export interface CurvePoint {
  /** Which checkout. */
  readonly side: string;
  /** Clients that wait for their answers; absent where operations fall due. */
  readonly clients?: number;
  /** Operations a second that fell due. */
  readonly due?: number;
  /** Committed operations a second. */
  readonly rate: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
  /** Processor time for each committed operation, by program. */
  readonly cpuMs: Readonly<Record<string, number>>;
}

export function cpuMsOf(usage: Readonly<Record<string, Usage>>, committed: number): Record<string, number> {
  return Object.fromEntries(Object.entries(usage).map(([name, { cpuS }]) => [name, (cpuS * 1000) / committed]));
}

/** The median of several rounds, of one side and one load. */
export function mediansOf(points: readonly CurvePoint[]): CurvePoint[] {
  const loads = new Map<string, CurvePoint[]>();
  for (const point of points) {
    const name = JSON.stringify([point.side, point.clients, point.due]);
    loads.set(name, [...(loads.get(name) ?? []), point]);
  }
  return [...loads.values()].map((same) => {
    const of = (read: (point: CurvePoint) => number): number => median(same.map(read));
    const programs = Object.keys(same[0]!.cpuMs);
    return {
      ...same[0]!,
      rate: of(({ rate }) => rate),
      p50Ms: of(({ p50Ms }) => p50Ms),
      p99Ms: of(({ p99Ms }) => p99Ms),
      failed: same.reduce((sum, { failed }) => sum + failed, 0),
      cpuMs: Object.fromEntries(programs.map((name) => [name, of(({ cpuMs }) => cpuMs[name] ?? NaN)])),
    };
  });
}

/** A line for each load, with the last side's parts of the first one's. */
export function curveLines(points: readonly CurvePoint[], sides: readonly string[]): string[] {
  const all = mediansOf(points);
  const loads = [...new Set(all.map(({ clients, due }) => JSON.stringify({ clients, due })))].map(
    (load) => JSON.parse(load) as Pick<CurvePoint, 'clients' | 'due'>,
  );
  return loads.map(({ clients, due }) => {
    const same = sides.flatMap(
      (name) => all.find((p) => p.side === name && p.clients === clients && p.due === due) ?? [],
    );
    const what = clients === undefined ? `${due} a second due` : `${clients} clients`;
    const ratio =
      sides.length > 1 && same.length === sides.length
        ? `; parts: ${(same.at(-1)!.rate / same[0]!.rate).toFixed(2)} of the rate, ${(totalOf(same.at(-1)!) / totalOf(same[0]!)).toFixed(2)} of the processor`
        : '';
    return `${what.padEnd(18)} ${same.map(textOf).join(' | ')}${ratio}`;
  });
}

const totalOf = ({ cpuMs }: CurvePoint): number => Object.values(cpuMs).reduce((sum, each) => sum + each, 0);

function textOf(point: CurvePoint): string {
  const { side, rate, p50Ms, p99Ms, failed, cpuMs } = point;
  const programs = Object.entries(cpuMs)
    .filter(([, each]) => each >= 0.005)
    .map(([name, each]) => `${name} ${each.toFixed(2)}`);
  return `${side}: ${rate.toFixed(0)}/s, p50 ${p50Ms.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms, failed ${failed}, CPU ${totalOf(point).toFixed(2)} ms (${programs.join(', ')})`;
}

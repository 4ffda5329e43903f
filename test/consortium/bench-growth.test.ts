/** Growth: purchases that are made up are the same whenever they are made, and what a ledger takes is told part by part. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sizeOf } from '../../consortium/bench/folder-size.js';
import { generatedPurchases } from '../../consortium/bench/generated-purchases.js';
import { snapshot } from '../../consortium/bench/process-usage.js';
import { growthReportLines } from '../../consortium/bench/growth-report.js';
import { readBenchSettings } from '../../consortium/bench/settings.js';
import { Complaint } from '../../consortium/terminal/complaint.js';

const rowsOf = (file: Buffer): string[] => file.toString().split('\n').slice(1, -1);

describe('made-up purchases', () => {
  const made = generatedPurchases(1_000, 7);

  it('are the same for a seed, in whatever parts they are made', () => {
    const whole = rowsOf(made.csv(0, 1_000));
    expect(whole).toHaveLength(1_000);
    expect([...rowsOf(made.csv(0, 300)), ...rowsOf(made.csv(300, 700))]).toEqual(whole);
    expect(rowsOf(generatedPurchases(1_000, 7).csv(0, 1_000))).toEqual(whole);
    expect(rowsOf(generatedPurchases(1_000, 8).csv(0, 1_000))).not.toEqual(whole);
  });

  it('have a member, a day that has been, and an amount of a unit or more each', () => {
    for (const row of rowsOf(made.csv(0, 1_000))) {
      const [member, day, quantity, amount] = row.split(',') as [string, string, string, string];
      expect(member).toMatch(/^g\d{7}$/);
      expect(Date.parse(day)).toBeLessThan(Date.UTC(2026, 10, 1));
      expect(quantity).toBe('1');
      expect(Number(amount)).toBeGreaterThanOrEqual(1);
    }
  });

  it('are of few who buy often and many who do not', () => {
    const purchases = new Map<string, number>();
    for (const row of rowsOf(generatedPurchases(100_000, 7).csv(0, 100_000))) {
      const [member = ''] = row.split(',');
      purchases.set(member, (purchases.get(member) ?? 0) + 1);
    }
    const most = [...purchases.values()].sort((a, b) => b - a);
    const tenth = most.slice(0, 200).reduce((sum, count) => sum + count, 0);
    expect(tenth).toBeGreaterThan(25_000);
    expect(most.length).toBeGreaterThan(1_900);
  });
});

it('tells rates and memory by part, and what is left for each row', () => {
  const usage = (residentMiB: number) => ({
    network: { cpuS: 1, residentMiB },
    chaincode: { cpuS: 1, residentMiB, mappedMiB: residentMiB / 2 },
  });
  const lines = growthReportLines({
    rows: 2_000,
    parts: [
      { rows: 1_000, elapsedMs: 1_000, usage: usage(100) },
      { rows: 1_000, elapsedMs: 1_250, usage: usage(110) },
    ],
    linesMs: 1_500,
    bytes: { gateway: 600_000, watch: 200_000, peer: 1_400_000, orderers: 1_000_000 },
    inProjection: {
      balances: { p50Ms: 0.1, p99Ms: 0.4 },
      statement: { p50Ms: 0.2, p99Ms: 0.5 },
      operation: { p50Ms: 0.3, p99Ms: 0.6 },
    },
    startMs: 2_345,
    firstReads: {
      balances: { p50Ms: 7, p99Ms: 14 },
      statement: { p50Ms: 8, p99Ms: 15 },
      operation: { p50Ms: 9, p99Ms: 16 },
    },
    reads: {
      balances: { p50Ms: 1, p99Ms: 4 },
      statement: { p50Ms: 2, p99Ms: 5 },
      operation: { p50Ms: 3, p99Ms: 6 },
    },
    audit: { perSecond: 50_000, residentMiB: 300 },
    lost: { perSecond: 20_000, livezMaxMs: 12 },
  });
  expect(lines.join('\n')).toContain('rows/s: 1,000, 800');
  expect(lines).toContain('the last part at 0.80 of the first one’s rate');
  expect(lines).toContain('  network: MiB after each part 100, 110');
  expect(lines).toContain('  chaincode: MiB after each part 100, 110, of it mapped files 50, 55');
  expect(lines).toContain(
    'statement: p50 2.0 ms, p99 5.0 ms; first ones after the start p50 8.0 ms, p99 15.0 ms; in the projection p50 0.2 ms, p99 0.5 ms',
  );
  expect(lines).toContain('bytes for each row: the gateway’s file 300, its watch’s 100, a peer 700, orderers 500');
});

const itOnLinux = process.platform === 'linux' ? it : it.skip;
itOnLinux('knows what a process has in memory, and how much of it stands in files', () => {
  const { residentMiB = 0, mappedMiB = 0 } = snapshot([['this', process.pid]]).get('this') ?? {};
  expect(mappedMiB).toBeGreaterThan(1);
  expect(residentMiB).toBeGreaterThan(mappedMiB + 10);
});

it('knows what a folder takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'size-'));
  try {
    mkdirSync(join(folder, 'deep'));
    writeFileSync(join(folder, 'a'), 'x'.repeat(10));
    writeFileSync(join(folder, 'deep', 'b'), 'x'.repeat(5));
    expect([sizeOf(folder), sizeOf(join(folder, 'a')), sizeOf(join(folder, 'none'))]).toEqual([15, 10, 0]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('is asked for by itself', () => {
  expect(readBenchSettings(['--growth'], {}).growth).toEqual({ rows: 10_000_000 });
  expect(readBenchSettings(['--growth', '--rows', '5000'], {}).growth).toEqual({ rows: 5_000 });
  for (const args of [
    ['--growth', '--readers'],
    ['--growth', '--close'],
    ['--rows', '5'],
    ['--growth', '--programs', '5'],
  ])
    expect(() => readBenchSettings(args, {})).toThrow(Complaint);
});

import { closeReportLines, stepTimes } from '../../consortium/bench/close-report.js';
import { rowsPerTransaction } from '../../consortium/bench/clearing-rows.js';
import { readBenchSettings } from '../../consortium/bench/settings.js';
import { Complaint } from '../../consortium/terminal/complaint.js';

describe('what the benchmark is asked for', () => {
  it('is everything, or the closing of a cycle', () => {
    expect(readBenchSettings([], {})).toMatchObject({ runs: 3, network: 'embedded', closing: undefined });
    expect(readBenchSettings(['--close'], { NETWORK: 'native' })).toMatchObject({
      network: 'native',
      closing: { rows: 1_000_000, programs: 50 },
    });
    expect(readBenchSettings(['--close', '--rows', '500', '--programs=250', '--quick'], {}).closing).toEqual({
      rows: 500,
      programs: 250,
      durationMs: 3_000,
    });
  });

  it('is two checkouts in turn, or this one without its watch and with it', () => {
    expect(readBenchSettings(['--beside', '/other', '--quick', '--rounds', '5'], {}).beside).toMatchObject({
      rounds: 5,
      sides: [
        { name: 'beside', folder: '/other', args: ['--quick'] },
        { name: 'this', args: ['--quick'] },
      ],
    });
    expect(readBenchSettings(['--watch-cost'], {}).beside).toMatchObject({
      rounds: 3,
      sides: [
        { name: 'unwatched', args: ['--unwatched'] },
        { name: 'watched', args: [] },
      ],
    });
    expect(readBenchSettings(['--unwatched'], {})).toMatchObject({ isWatched: false, beside: undefined });
  });

  it('is how operations go beside readers of events', () => {
    expect(readBenchSettings(['--readers', '--quick'], {})).toMatchObject({ isOfReaders: true, runs: 1 });
    expect(readBenchSettings([], {}).isOfReaders).toBe(false);
  });

  it('is redeeming elsewhere with a credit beside without, and nothing else', () => {
    expect(readBenchSettings(['--credit', '--quick'], {})).toMatchObject({ isOfCredit: true, runs: 1 });
    expect(() => readBenchSettings(['--credit', '--readers'], {})).toThrow(Complaint);
    expect(() => readBenchSettings(['--readers', '--close'], {})).toThrow(Complaint);
  });

  it('is how lots that ended are retired', () => {
    expect(readBenchSettings(['--expiry'], {}).expiry).toEqual({ lots: 1_000_000, durationMs: 10_000 });
    expect(readBenchSettings(['--expiry', '--lots', '5000', '--quick'], {}).expiry).toMatchObject({ lots: 5_000 });
    expect(readBenchSettings([], {}).expiry).toBeUndefined();
  });

  it.each([
    ['--fast'],
    ['--lots', '5'],
    ['--expiry', '--close'],
    ['--expiry', '--watch-cost'],
    ['--rounds', '3'],
    ['--beside', '/other', '--close'],
    ['--beside', '/other', '--watch-cost'],
    ['--watch-cost', '--unwatched'],
    ['--watch-cost', '--rounds', '0'],
    ['close'],
    ['--rows', '5'],
    ['--close', '--rows', '0'],
    ['--close', '--rows', '1e6'],
    ['--close', '--rows', '-5'],
    ['--close', '--rows'],
    ['--close', '--programs', '251'],
  ])('%s %s %s is refused with exit code 2', (...args) => {
    const refused = () => readBenchSettings(args, {});
    expect(refused).toThrow(Complaint);
    expect(refused).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});

describe('the report on closing', () => {
  const step = (atMs: number, folded: number) => ({ atMs, folded, status: 'closing' as const });
  const load = { committed: 10, failed: 0, failures: {}, elapsedMs: 1000, rate: 10, p50Ms: 5, p99Ms: 9 };

  it('counts the time from one step to the next', () => {
    expect(stepTimes([step(500, 1000), step(540, 2000), step(600, 3000)])).toEqual([40, 60]);
    expect(stepTimes([])).toEqual([]);
  });

  it('says what was measured, of a single step no rate', () => {
    const lines = closeReportLines({
      rows: 4000,
      operations: 4000,
      positions: 100,
      makingMs: 2000,
      alone: load,
      beside: load,
      usage: { network: { cpuS: 1.25, residentMiB: 300.4 } },
      quietUsage: { network: { cpuS: 0.06, residentMiB: 310 } },
      besideSteps: [step(500, 1000), step(540, 2000)],
      quietSteps: [step(50, 3000)],
      resumedSteps: [step(70, 4000)],
      startMs: 4900,
      audited: true,
    });
    const text = lines.join('\n');
    expect(text).toContain('made in 2.0 s: 2,000 redemptions a second');
    expect(text).toMatch(/beside other traffic +2 +40 +40 +25,000\n/);
    expect(text).toMatch(/with nothing else +1\n/);
    expect(text).toContain('closed in 0.7 s of closing; killed at 3,000 rows, up again after 4.9 s');
    expect(text).toMatch(/ {2}network +1\.3 +300 +60 +310/);
    expect(text).toContain('also by recomputation');
  });
});

test('each programme gives a transaction two rows', () => {
  expect(rowsPerTransaction(50)).toBe(100);
});

import { explorerReportLines } from '../../consortium/bench/explorer-report.js';
import type { ConsoleMeasured } from '../../consortium/bench/console-measure.js';
import { readBenchSettings } from '../../consortium/bench/settings.js';
import { Complaint } from '../../consortium/terminal/complaint.js';

describe('how the explorer answers', () => {
  it('is measured with few operations unless more are asked for, and alone', () => {
    expect(readBenchSettings(['--explorer'], {}).explorer).toEqual({
      operations: 20_000,
      reads: 500,
      consoleRounds: 5,
      durationMs: 5_000,
    });
    expect(readBenchSettings(['--explorer', '--operations', '1000000', '--quick'], {}).explorer).toMatchObject({
      operations: 1_000_000,
      reads: 50,
    });
    expect(readBenchSettings([], {}).explorer).toBeUndefined();
    for (const args of [
      ['--operations', '5'],
      ['--explorer', '--operations', '0'],
      ['--explorer', '--growth'],
      ['--explorer', '--close'],
    ])
      expect(() => readBenchSettings(args, {})).toThrow(Complaint);
  });

  const piece = { committed: 10, failed: 0, failures: {}, elapsedMs: 1_000, rate: 10, p50Ms: 5, p99Ms: 9 };
  const answered = (p95Ms: number) => ({ question: 'block' as const, asked: 500, p50Ms: 4, p95Ms, maxMs: 900 });
  const explored = (p95Ms: number, seen?: ConsoleMeasured) =>
    explorerReportLines({
      ...{ operations: 20_000, blocks: 400, indexBytes: 660_000, answers: [answered(p95Ms)], alone: piece },
      console: seen,
      again: { readyMs: 1_500, wholeMs: 12_340, beside: [piece, { ...piece, rate: 8, failed: 1 }, piece] },
    });

  it('is told by question, with what is later than promised', () => {
    expect(explored(300)).toEqual([
      '20,000 operations in 400 blocks; the index has 33.0 bytes for each',
      'question                         asked        p50 ms        p95 ms       most ms',
      'block                              500           4.0         300.0         900.0',
      '',
      'neither CHROMIUM nor PATH names a Chromium: the console was not looked at',
      '',
      'without its index the gateway was ready after 1.5 s, and the index whole after 12.3 s',
      'operations                 committed/s        p50 ms        p99 ms        failed',
      'with the index                      10             5             9             0',
      'while it is made again              10             5             9             1',
    ]);
    expect(explored(300.1)).toContain('block: above 300 ms');
  });

  it('tells how soon the console was seen, and whether that is later than promised', () => {
    const account = 'members/account/HarborMSP%3A12ab?tab=lots';
    const seen = (paint: number): ConsoleMeasured => ({
      ...{ paint: [300, 412, paint], whole: [600, 700, 950] },
      lists: [
        { address: 'members', whole: [250, 240, 260], next: [40, 50, 60] },
        { address: account, whole: [100, 120, 110], next: [] },
      ],
    });
    expect(explored(300, seen(999)).slice(4, 10)).toEqual([
      'console                           seen        p50 ms       most ms',
      'overview, first paint                3           412           999',
      'overview, its promises               3           700           950',
      'members                              3           250           260',
      '  its next page                      3            50            60',
      'members/account?tab=lots             3           110           120',
    ]);
    expect(explored(300, seen(1_001))).toContain('first paint: above 1000 ms');
  });
});

import { explorerReportLines } from '../../consortium/bench/explorer-report.js';
import { readBenchSettings } from '../../consortium/bench/settings.js';
import { Complaint } from '../../consortium/terminal/complaint.js';

describe('how the explorer answers', () => {
  it('is measured with few operations unless more are asked for, and alone', () => {
    expect(readBenchSettings(['--explorer'], {}).explorer).toEqual({
      operations: 20_000,
      reads: 500,
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
  const explored = (p95Ms: number) =>
    explorerReportLines({
      ...{ operations: 20_000, blocks: 400, indexBytes: 660_000, answers: [answered(p95Ms)], alone: piece },
      again: { readyMs: 1_500, wholeMs: 12_340, beside: [piece, { ...piece, rate: 8, failed: 1 }, piece] },
    });

  it('is told by question, with what is later than promised', () => {
    expect(explored(300)).toEqual([
      '20,000 operations in 400 blocks; the index has 33.0 bytes for each',
      'question                         asked        p50 ms        p95 ms       most ms',
      'block                              500           4.0         300.0         900.0',
      '',
      'without its index the gateway was ready after 1.5 s, and the index whole after 12.3 s',
      'operations                 committed/s        p50 ms        p99 ms        failed',
      'with the index                      10             5             9             0',
      'while it is made again              10             5             9             1',
    ]);
    expect(explored(300.1)).toContain('block: above 300 ms');
  });
});

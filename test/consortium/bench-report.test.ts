import { besideLines } from '../../consortium/bench/beside-report.js';
import { picture } from '../../consortium/bench/picture.js';
import { reportedRates, reportLines, type Run } from '../../consortium/bench/report.js';

function run(factor: number): Run {
  const load = (rate: number) => ({
    result: { rate: rate * factor, committed: 10, failed: 1, failures: {}, elapsedMs: 1000, p50Ms: 5, p99Ms: 9 },
    usage: { network: { cpuS: 0.02, residentMiB: 100 } },
  });
  const shared = load(300);
  return {
    import: {
      result: { rate: 2000 * factor, rowsPosted: 100, rowsSkipped: 0, rowsRejected: 0, elapsedMs: 50 },
      usage: { network: { cpuS: 0.1, residentMiB: 100 } },
    },
    uniform: load(400),
    hot: load(380),
    shared: { ...shared, result: { ...shared.result, transactions: 200, madeAgain: 1, firstTry: 0.995 } },
    baselineUniform: load(100),
    baselineHot: load(4),
  };
}

test('rates are medians over the runs', () => {
  const rates = reportedRates([run(1), run(3), run(2)]);
  expect(rates.map(({ rate }) => rate)).toEqual([4000, 800, 760, 600, 200, 8]);
  expect(rates.filter(({ isBaseline }) => isBaseline)).toHaveLength(2);
});

test('failures are summed, and ratios stand below the table', () => {
  const text = reportLines([run(1), run(1)]).join('\n');
  expect(text).toMatch(/one account {2,}380 +5 +9 +2$/m);
  expect(text).toContain('one account / many accounts: 95.0 %');
  expect(text).toContain('two gateways, first-try success: 99.5 %');
});

test('two sides stand beside each other by their medians, and what the second has of the first', () => {
  const lines = besideLines({ names: ['before', 'now'], runs: [[run(1), run(9), run(1)], [run(2)]] });
  const cells = lines.find((line) => line.startsWith('import'))?.split(/ +/);
  // Twice as fast, at the same processor time for each operation.
  expect(cells).toEqual(['import', '2000', '4000', '2.000', '1.000', '1.000', '1.000']);
  expect(lines.at(-1)).toBe('failed operations: before 9, now 3');
});

test('the picture has a bar for each measure, the longest for the highest rate', () => {
  const svg = picture([run(1)], 'Native & "real"');
  const widths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));
  expect(widths).toHaveLength(6);
  expect(Math.max(...widths)).toBe(widths[0]);
  expect(svg).toContain('Native &amp; &quot;real&quot;');
  expect(svg).toContain('>2,000<');
});

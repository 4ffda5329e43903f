/** What points earn in a note, against a count day by day, and what no sequence of looks, parts and days gains. */
import fc from 'fast-check';
import { daysAfter, earnedDayOf, firstDayOf, interestMaxOf, interestOf, ppmDays, termOf } from '@commonpoint/catalogue';

const day = fc.integer({ min: 0, max: 4_000 }).map((days) => daysAfter('2023-12-15', days));
const steps = fc
  .uniqueArray(fc.tuple(day, fc.integer({ min: 0, max: 1_000_000 })), { selector: ([from]) => from, maxLength: 8 })
  .map((all) => all.map(([from, ppm]) => ({ from, ppm })).sort((a, b) => (a.from < b.from ? -1 : 1)))
  .map((all) => [{ from: '2000-01-01', ppm: 30_000 }, ...all]);
const principal = fc.bigInt({ min: 1n, max: 10n ** 18n - 1n });
const days = fc.tuple(day, day).map(([a, b]) => (a < b ? { from: a, until: b } : { from: b, until: a }));

/** Each day at the rate that began last. */
function slowly(rates: readonly { from: string; ppm: number }[], from: string, until: string): bigint {
  let sum = 0n;
  for (let at = from; at < until; at = daysAfter(at, 1))
    sum += BigInt(rates.findLast((step) => step.from <= at)?.ppm ?? 0);
  return sum;
}

test('rates are summed by whole days, whatever changes they have', () => {
  fc.assert(
    fc.property(steps, days, (rates, { from, until }) => {
      expect(ppmDays(rates, from, until)).toBe(slowly(rates, from, until));
    }),
    { numRuns: 60 },
  );
});

test('a term in two is the same days as one: nothing is gained by looking between', () => {
  fc.assert(
    fc.property(steps, day, day, day, (rates, ...three) => {
      const [a, b, c] = three.toSorted() as [string, string, string];
      expect(ppmDays(rates, a, b) + ppmDays(rates, b, c)).toBe(ppmDays(rates, a, c));
    }),
  );
});

test('parts earn no more than the whole, at the end and at the most', () => {
  fc.assert(
    fc.property(principal, principal, steps, days, (one, other, rates, term) => {
      const [whole, parts] = [
        interestOf(one + other, rates, term),
        interestOf(one, rates, term) + interestOf(other, rates, term),
      ];
      expect(parts <= whole && whole - parts <= 1n).toBe(true);
      const most = (of: bigint): bigint => interestMaxOf(of, 1_000_000, 900);
      expect(most(one) + most(other) <= most(one + other)).toBe(true);
    }),
  );
});

test('no term, at no rate within the bounds and for no share, comes to more than was drawn for it', () => {
  fc.assert(
    fc.property(
      principal,
      day,
      fc.integer({ min: 1, max: 3_660 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      steps,
      fc.integer({ min: 0, max: 1_000_000 }),
      (points, from, length, ppmMax, asked, share) => {
        const rates = asked.map((step) => ({ ...step, ppm: Math.min(step.ppm, ppmMax) }));
        const earned = interestOf(points, rates, { from, until: daysAfter(from, length) }, share);
        expect(earned <= interestMaxOf(points, ppmMax, length)).toBe(true);
      },
    ),
  );
});

test('a shorter term is never worth more', () => {
  fc.assert(
    fc.property(principal, steps, days, (points, rates, { from, until }) => {
      fc.pre(from < until);
      expect(
        interestOf(points, rates, { from, until: daysAfter(until, -1) }) <= interestOf(points, rates, { from, until }),
      ).toBe(true);
    }),
  );
});

test('a quarter of an hour earlier or later, a transaction earns no day that was not', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
      fc.integer({ min: -900_000, max: 900_000 }),
      (now, off) => {
        const [today, dated] = [now.toISOString().slice(0, 10), new Date(now.getTime() + off).toISOString()];
        expect(firstDayOf(dated) >= today).toBe(true);
        expect(earnedDayOf(dated) <= today).toBe(true);
      },
    ),
  );
});

test.each([
  ['2024-02-28T12:00:00Z', 1, '2024-02-29'],
  ['2024-02-28T12:00:00Z', 2, '2024-03-01'],
  ['2023-02-28T12:00:00Z', 1, '2023-03-01'],
  ['2024-02-29T12:00:00Z', 365, '2025-02-28'],
  ['2026-12-31T12:00:00Z', 1, '2027-01-01'],
  ['2026-01-31T12:00:00Z', 28, '2026-02-28'],
])('sold at %s for %d days it is due on %s', (at, length, due) => {
  expect(termOf(at, length)).toEqual({ from: at.slice(0, 10), until: due });
});

test('a leap year has a day more, and the year of the rate has 365', () => {
  const rates = [{ from: '2020-01-01', ppm: 100_000 }];
  const year = (of: number) => interestOf(365_000n, rates, { from: `${of}-01-01`, until: `${of + 1}-01-01` });
  expect([year(2023), year(2024)]).toEqual([36_500n, 36_600n]);
});

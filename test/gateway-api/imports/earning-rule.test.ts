/** Exact arithmetic of earning: no row is ever worth a point more or less than it should be. */
import fc from 'fast-check';
import { parseDecimal, pointsFor } from '../../../gateway-api/src/imports/earning-rule.js';

describe('amounts', () => {
  test.each([
    ['0', 0n],
    ['0.00', 0n],
    ['11.77', 11_770_000n],
    ['1', 1_000_000n],
    ['007', 7_000_000n],
    ['0.000001', 1n],
    ['999999999999999.999999', 999_999_999_999_999_999_999n],
  ])('%s is read', (text, millionths) => expect(parseDecimal(text)).toBe(millionths));

  test.each([
    '',
    ' ',
    '1 ',
    '-1',
    '+1',
    '1e3',
    '0x10',
    '1,5',
    '.5',
    '5.',
    '1.0000001',
    '1'.repeat(16),
    '1'.repeat(40),
    'NaN',
    '١',
  ])('%j is refused', (text) => expect(parseDecimal(text)).toBeUndefined());
});

describe('points', () => {
  test.each([
    ['11.77', '1', 'floor', 11n],
    ['11.77', '1', 'half-up', 12n],
    ['11.77', '1', 'ceiling', 12n],
    ['11.5', '1', 'half-up', 12n],
    ['11.499999', '1', 'half-up', 11n],
    ['12.00', '1', 'ceiling', 12n],
    ['0.99', '1', 'floor', 0n],
    ['0.1', '10', 'floor', 1n],
    ['1.15', '100', 'floor', 115n],
    ['29', '0.01', 'floor', 0n],
    ['100', '0.000001', 'ceiling', 1n],
  ] as const)('%s at %s, %s: %d', (amount, rate, rounding, points) => {
    expect(pointsFor(parseDecimal(amount)!, parseDecimal(rate)!, rounding)).toBe(points);
  });

  test('floor <= half-up <= ceiling <= floor + 1, and floor is the whole part of the product', () => {
    const millionths = fc.bigInt({ min: 0n, max: 10n ** 21n - 1n });
    fc.assert(
      fc.property(millionths, fc.bigInt({ min: 0n, max: 10n ** 12n }), (amount, rate) => {
        const [floor, halfUp, ceiling] = (['floor', 'half-up', 'ceiling'] as const).map((r) =>
          pointsFor(amount, rate, r),
        );
        return (
          floor! <= halfUp! && halfUp! <= ceiling! && ceiling! <= floor! + 1n && floor! * 10n ** 12n <= amount * rate
        );
      }),
    );
  });
});

import fc from 'fast-check';
import { quote } from '../../../catalogue/src/rates/quote.js';

const at = (numerator: string, denominator: string, amount: bigint) => {
  const { taken, received, remainder } = quote({ numerator, denominator }, amount);
  return [taken, received, remainder];
};

describe('what an amount buys', () => {
  test.each([
    ['without a remainder', '2', '3', 9n, [9n, 6n, 0n]],
    ['with one that buys nothing', '2', '3', 10n, [9n, 6n, 1n]],
    ['where a point more buys one more', '2', '3', 11n, [11n, 7n, 0n]],
    ['too little for a point', '1', '100', 99n, [0n, 0n, 99n]],
    ['many for one', '100', '1', 3n, [3n, 300n, 0n]],
    ['one for one', '1', '1', 7n, [7n, 7n, 0n]],
    ['at a ratio that is not in lowest terms', '20', '30', 10n, [9n, 6n, 1n]],
    [
      'of the largest amounts',
      '999999999',
      '1',
      999_999_999_999_999_999n,
      [999_999_999_999_999_999n, 999999998999999999000000001n, 0n],
    ],
  ])('%s', (_name, numerator, denominator, amount, expected) => {
    expect(at(numerator, denominator, amount)).toEqual(expected);
  });

  const part = fc.bigInt({ min: 1n, max: 999_999_999n });
  const amounts = fc.bigInt({ min: 1n, max: 10n ** 18n - 1n });

  test('never more than it is worth, never less than the most that whole points allow', () => {
    fc.assert(
      fc.property(part, part, amounts, (n, d, amount) => {
        const { taken, received, remainder } = quote({ numerator: String(n), denominator: String(d) }, amount);
        expect(taken + remainder).toBe(amount);
        expect(remainder >= 0n && taken >= 0n).toBe(true);
        expect(received * d <= taken * n).toBe(true);
        expect((received + 1n) * d > amount * n).toBe(true);
        // One point less would buy less.
        if (taken > 0n) expect((taken - 1n) * n < received * d).toBe(true);
      }),
    );
  });

  test('in parts, it never buys more than at once', () => {
    fc.assert(
      fc.property(part, part, amounts, amounts, (n, d, a, b) => {
        const ratio = { numerator: String(n), denominator: String(d) };
        expect(quote(ratio, a).received + quote(ratio, b).received <= quote(ratio, a + b).received).toBe(true);
      }),
    );
  });
});

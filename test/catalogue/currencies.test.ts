/** In which currencies money is owed, and how an amount is told. */
import fc from 'fast-check';
import { currency, currencyCodes, decimalOf, placesOf } from '@commonpoint/catalogue';

test.each([
  ['USD', 2],
  ['EUR', 2],
  ['JPY', 0],
  ['KWD', 3],
])('%s is paid in %i places', (code, places) => expect(placesOf(code)).toBe(places));

test('all codes are ISO 4217’s, with the places that it says', () => {
  const known = new Set(Intl.supportedValuesOf('currency'));
  for (const code of currencyCodes) {
    // Younger than what some versions of Node know.
    if (!known.has(code)) expect(['SLE', 'VED', 'XCG', 'ZWG']).toContain(code);
  }
  expect(currencyCodes).toHaveLength(new Set(currencyCodes).size);
  for (const code of ['BHD', 'CLP', 'ISK', 'KRW', 'TND', 'VND', 'XOF']) {
    const { maximumFractionDigits } = new Intl.NumberFormat('en', {
      style: 'currency',
      currency: code,
    }).resolvedOptions();
    expect([code, placesOf(code)]).toEqual([code, maximumFractionDigits]);
  }
});

test.each(['usd', 'US', 'XXX', 'XAU', 'DEM', 'HRK', '', 'US$'])('%j is none', (code) => {
  expect(currency.safeParse(code).success).toBe(false);
});

test.each([
  ['45000000', 'USD', '0.45'],
  ['4500000000', 'USD', '45.00'],
  ['4500123456', 'USD', '45.00123456'],
  ['-1', 'USD', '-0.00000001'],
  ['0', 'JPY', '0'],
  ['45000000', 'JPY', '45'],
  ['45500000', 'JPY', '45.5'],
  ['45000000', 'KWD', '0.045'],
])('%s millionths of the smallest unit of %s', (amount, code, text) => {
  expect(decimalOf(amount, code)).toBe(text);
});

test('a decimal says exactly the amount', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
      fc.constantFrom(...currencyCodes),
      (amount, code) => {
        const [whole = '', below = ''] = decimalOf(amount, code).split('.');
        expect(BigInt(whole + below.padEnd(placesOf(code) + 6, '0'))).toBe(amount);
      },
    ),
  );
});

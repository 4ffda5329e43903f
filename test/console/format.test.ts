import { cycleName, day, money, points, price, relative, share, shortId } from '../../console/src/texts/format.js';
import { loadTexts } from '../../console/src/texts/text.js';

describe('figures as the reader writes them', () => {
  beforeAll(() => {
    Object.defineProperty(navigator, 'languages', { value: ['de-CH', 'en-GB'], configurable: true });
    return loadTexts('en');
  });

  it('points to the last digit', () => {
    expect(points('999999999999999999')).toBe('999,999,999,999,999,999');
    expect(points('-1200')).toBe('-1,200');
  });

  it('money from millionths of the smallest unit, whatever digits a currency has', () => {
    expect(money('176000000', 'EUR')).toBe('€1.76');
    expect(money('-900000', 'EUR')).toBe('-€0.01');
    expect(money('900000', 'EUR', 6)).toBe('€0.009');
    expect(money('5000000', 'JPY')).toBe('JP¥5');
    expect(money('1234000000', 'KWD')).toMatch(/^KWD.1\.234$/);
    expect(money('99999999999999999900000000', 'EUR')).toBe('€999,999,999,999,999,999.00');
  });

  it('what a point is worth to the last millionth, whatever digits a currency has', () => {
    expect(price('1', 'USD')).toBe('US$0.00000001');
    expect([price('900001', 'USD'), price('900000', 'USD')]).toEqual(['US$0.00900001', 'US$0.009']);
    expect(price('100000000', 'USD')).toBe('US$1.00');
    expect(price('1', 'JPY')).toBe('JP¥0.000001');
    expect(price('1', 'KWD')).toMatch(/^KWD.0\.000000001$/);
    // More digits than there are are none.
    expect(money('1', 'JPY', 8)).toBe('JP¥0.000001');
  });

  it('days and months of UTC, also where it is another day already', () => {
    expect(day('2026-11-30')).toBe('30 Nov 2026');
    expect(cycleName('2026-11')).toBe('Nov 2026');
    expect(cycleName('2026-11.02')).toBe('Nov 2026, part 2');
  });

  it('how far off', () => {
    const now = Date.parse('2026-11-29T12:00:00Z');
    expect(relative('2026-12-02T12:00:00Z', now)).toBe('in 3 days');
    expect(relative('2026-11-29T11:58:00Z', now)).toBe('2 minutes ago');
  });

  it('shares without floating-point sums', () => {
    expect(share('1', '3')).toBeCloseTo(0.333333, 6);
    expect(share('5', '0')).toBe(0);
  });

  it('ids short, with their owner’s name', () => {
    expect(shortId('HarborMSP:0cb6b9380f3e7cebdbdfbc3417a2665d')).toBe('Harbor · 0cb6b938…');
    expect(shortId('harbor')).toBe('harbor');
  });
});

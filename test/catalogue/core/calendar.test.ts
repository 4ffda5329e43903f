import { NEVER } from '@commonpoint/catalogue';
import { dayOf, expiryDay, isPast, monthOf } from '../../../catalogue/src/core/calendar.js';

describe('expiry by months', () => {
  test.each([
    ['a plain day', '2026-11-23', 12, '2027-11-23'],
    ['into the next year', '2026-11-23', 2, '2027-01-23'],
    ['to December', '2026-11-23', 1, '2026-12-23'],
    ['the end of a longer month to a shorter one', '2026-01-31', 1, '2026-02-28'],
    ['the same in a leap year', '2028-01-31', 1, '2028-02-29'],
    ['a leap day to a common year', '2028-02-29', 12, '2029-02-28'],
    ['a leap day to a leap year', '2028-02-29', 48, '2032-02-29'],
    ['a century that is no leap year', '2099-02-28', 12, '2100-02-28'],
    ['to thirty days', '2026-05-31', 1, '2026-06-30'],
    ['the longest', '2026-11-23', 240, '2046-11-23'],
    ['never', '2026-11-23', 0, NEVER],
  ])('%s', (_name, day, months, expected) => {
    expect(expiryDay(day, months)).toBe(expected);
  });

  test('points may be spent until their day ends', () => {
    expect(isPast('2026-11-23', '2026-11-23')).toBe(false);
    expect(isPast('2026-11-22', '2026-11-23')).toBe(true);
    expect(isPast(NEVER, '2026-11-23')).toBe(false);
  });

  test('days and months are those of UTC', () => {
    expect(dayOf('2026-11-30T23:59:59.999Z')).toBe('2026-11-30');
    expect(monthOf('2026-11-30T23:59:59.999Z')).toBe('2026-11');
  });
});

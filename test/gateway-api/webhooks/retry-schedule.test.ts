import { pauseAfter, RETRY_DELAYS_MS } from '../../../gateway-api/src/webhooks/retry-schedule.js';
import { retryAfterOf } from '../../../gateway-api/src/webhooks/send-once.js';

const HOUR = 3_600_000;

it('sends again after seconds, minutes and hours, and from then on once a day', () => {
  const pauses = Array.from({ length: 11 }, (_, at) => pauseAfter(at + 1, undefined, 0));
  expect(pauses).toEqual([5_000, 300_000, 1_800_000, ...[2, 5, 10, 14, 20, 24, 24, 24].map((hours) => hours * HOUR)]);
  expect(RETRY_DELAYS_MS).toHaveLength(9);
});

it.each([
  [0, 5_000],
  [0.5, 5_250],
  [1, 5_500],
])('is later by chance, by a tenth at the most: %s', (chance, pause) => {
  expect(pauseAfter(1, undefined, chance)).toBe(pause);
});

it.each([
  ['longer than the pause counts', 60_000, 60_000],
  ['shorter does not', 1_000, 5_000],
  ['for ever is a day', 999 * HOUR, 24 * HOUR],
])('Retry-After %s', (_name, asked, pause) => {
  expect(pauseAfter(1, asked, 0)).toBe(pause);
});

const now = Date.parse('2026-11-23T09:30:00.000Z');
it.each([
  [undefined, undefined],
  ['120', 120_000],
  ['0', 0],
  ['Mon, 23 Nov 2026 09:31:00 GMT', 60_000],
  ['Mon, 23 Nov 2020 09:31:00 GMT', 0],
  ['soon', undefined],
  ['-5', 0],
  ['1e9', undefined],
])('Retry-After: %s is %s milliseconds', (header, ms) => {
  expect(retryAfterOf(header, now)).toBe(ms);
});

/** How requests of a client are counted, by a clock of the test's. */
import { createRateLimit } from '../../../gateway-api/src/http/rate-limit.js';

const WINDOW_MS = 60_000;

function limited(requestsMax: number) {
  let now = 1_000_000;
  const limit = createRateLimit({ requestsMax, windowMs: WINDOW_MS }, () => now);
  const ask = (clientId: string | undefined, ip = '203.0.113.7') => {
    const headers = new Map<string, string>();
    const response = { setHeader: (name: string, value: string) => headers.set(name.toLowerCase(), value) };
    const request = { observed: { caller: clientId === undefined ? undefined : { clientId } }, ip };
    try {
      limit(request as never, response as never);
      return { headers, refused: false };
    } catch (error) {
      expect(error).toMatchObject({ code: 'RATE_LIMITED' });
      return { headers, refused: true };
    }
  };
  return { ask, pass: (ms: number) => (now += ms) };
}

it('counts from a client’s first request, and begins anew when its window is over', () => {
  const { ask, pass } = limited(2);
  expect(ask('till').headers.get('ratelimit')).toBe('"requests"; r=1; t=60');
  pass(20_500);
  expect(ask('till').headers.get('ratelimit')).toBe('"requests"; r=0; t=40');
  const third = ask('till');
  expect([third.refused, third.headers.get('retry-after'), third.headers.get('ratelimit')]).toEqual([
    true,
    '40',
    '"requests"; r=0; t=40',
  ]);
  pass(39_499);
  expect(ask('till').refused).toBe(true);
  pass(1);
  expect(ask('till').headers.get('ratelimit')).toBe('"requests"; r=1; t=60');
});

it('goes on counting over the time at which others are forgotten', () => {
  const { ask, pass } = limited(3);
  pass(50_000);
  ask('till');
  ask('till');
  pass(15_000);
  ask('other');
  expect(ask('till').headers.get('ratelimit')).toBe('"requests"; r=0; t=45');
  expect(ask('till').refused).toBe(true);
});

it('names each client’s partition by a key that stays the same and tells nothing', () => {
  const { ask, pass } = limited(10);
  const policyOf = (clientId: string): string | undefined => ask(clientId).headers.get('ratelimit-policy');
  const first = policyOf('till');
  expect(first).toMatch(/^"requests"; q=10; w=60; pk=:[A-Za-z0-9+/]{16}:$/);
  expect(policyOf('other')).not.toBe(first);
  pass(5 * WINDOW_MS);
  expect(policyOf('till')).toBe(first);
});

it('counts whoever has no key by address: one of version 6 by its network, a mapped one as version 4', () => {
  const { ask } = limited(1);
  expect(ask(undefined, '203.0.113.7').refused).toBe(false);
  expect(ask(undefined, '::ffff:203.0.113.7').refused).toBe(true);
  expect(ask(undefined, '203.0.113.8').refused).toBe(false);
  expect(ask(undefined, '2001:db8:1:1::1').refused).toBe(false);
  expect(ask(undefined, '2001:db8:1:2::9').refused).toBe(true);
  expect(ask(undefined, '2001:db8:2::1').refused).toBe(false);
  expect(ask('203.0.113.7').refused).toBe(false);
});

/** That a session has ended is told by the gateway's answer that it knows nobody by that key, and by no other. */
import { tellingEnd } from '../../console/src/data/ended.js';

const answer = (status: number, body: string): Response =>
  new Response(body, { status, headers: { 'content-type': 'application/problem+json' } });
const problem = (status: number, code: string): Response => answer(status, JSON.stringify({ status, code }));

it.each([
  ['a revoked key', () => problem(401, 'UNAUTHENTICATED'), 1],
  ['a sign-in that was too long ago for this', () => problem(401, 'STEP_UP_REQUIRED'), 0],
  ['what a role may not', () => problem(403, 'ROLE_NOT_ALLOWED'), 0],
  ['what is not there', () => problem(404, 'ACCOUNT_UNKNOWN'), 0],
  ['an answer that is not a gateway’s', () => answer(401, '<html>'), 0],
  ['what was asked for', () => answer(200, '{"code":"UNAUTHENTICATED"}'), 0],
])('%s', async (_, answered, ends) => {
  let ended = 0;
  const fetch = tellingEnd(
    async () => answered(),
    () => (ended += 1),
  );
  const given = await fetch('/v1/programs', { method: 'GET', headers: {} });
  expect(ended).toBe(ends);
  // It is still to be read by who asked.
  expect(await given.text()).toBe(await answered().text());
});

import { keyOf, roles, routes, startApp, type StartedApp } from '../start-app.js';

let app: StartedApp;
/** The auditor's own gateway. */
let auditing: StartedApp;
beforeAll(async () => {
  app = await startApp();
  auditing = await startApp({ organization: 'auditor', network: app.network });
});
const concrete = (path: string): string =>
  path
    .replace('{programId}', 'harbor')
    .replace('{accountId}', 'HarborMSP:00000000')
    .replace('{operationId}', 'op-1')
    .replace('{importId}', 'imp-1')
    .replace('{webhookId}', `wh-${'0'.repeat(32)}`)
    .replace('{cycle}', '2026-11')
    .replace('{holdId}', 'op-1')
    .replace('{sourceProgramId}', 'harbor')
    .replace('{targetProgramId}', 'greenmart')
    .replace('{version}', '1')
    .replace('{debtor}', 'HarborMSP')
    .replace('{creditor}', 'CityParkMSP')
    .replace('{counterparty}', 'CityParkMSP');

describe('who may do what', () => {
  const guarded = routes.filter((route) => route.roles !== 'public');
  const pairs = guarded.flatMap((route) =>
    roles.map((role) => [role, route.roles.includes(role), route.method, route.path] as const),
  );

  it.each(pairs)('%s, allowed %s: %s %s', async (role, allowed, method, path) => {
    // An empty request gets past the permission and no further.
    const { status, body } = await (role === 'auditor' ? auditing : app).as(role)(method, concrete(path));
    expect(status === 403).toBe(!allowed);
    if (!allowed) expect(body).toMatchObject({ code: 'ROLE_NOT_ALLOWED', detail: expect.stringContaining(role) });
  });

  it('lets an auditor write nothing', () => {
    // What would change is told without a write; with which key an auditor signs the log is its own to say.
    const others = new Set(['previewProposal', 'rotateLogKey']);
    const writing = guarded.filter(({ method, operationId }) => method !== 'get' && !others.has(operationId));
    expect(writing.filter((route) => route.roles.includes('auditor'))).toEqual([]);
  });

  it.each(guarded.map((route) => [route.method, route.path] as const))('%s %s needs a key', async (method, path) => {
    const { body, headers } = await app.anonymous[method](concrete(path)).expect(401);
    expect(body.code).toBe('UNAUTHENTICATED');
    expect(headers['www-authenticate']).toBe('Bearer realm="commonpoint"');
  });

  it.each([
    ['an unknown key', 'Bearer nobody'],
    ['another scheme', `Basic ${keyOf('admin')}`],
    ['a key and more', `Bearer ${keyOf('admin')} x`],
    ['no key', 'Bearer'],
    ['the digest of a key', 'Bearer 3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['a very long one', `Bearer ${'x'.repeat(600)}`],
  ])('%s is not let in', async (_name, authorization) => {
    const { headers } = await app.anonymous.get('/v1/programs').set('authorization', authorization).expect(401);
    expect(headers['www-authenticate']).toBe('Bearer realm="commonpoint", error="invalid_token"');
  });

  it('takes the scheme in any case', async () => {
    await app.anonymous
      .get('/v1/programs')
      .set('authorization', `bearer ${keyOf('admin')}`)
      .expect(200);
  });
});

describe('methods and paths', () => {
  it.each([
    ['delete', '/v1/programs', 'GET, POST, HEAD, OPTIONS'],
    ['put', '/v1/accounts/HarborMSP:00000000', 'GET, PATCH, HEAD, OPTIONS'],
    ['get', '/v1/issuances', 'POST, OPTIONS'],
    ['post', '/livez', 'GET, HEAD, OPTIONS'],
  ] as const)('%s %s is answered 405', async (method, path, allow) => {
    const { body, headers } = await app.anonymous[method](path).expect(405);
    expect(body.code).toBe('METHOD_NOT_ALLOWED');
    expect(headers.allow).toContain(allow.split(', ')[0]!);
    expect(headers.allow!.split(', ').sort()).toEqual(allow.split(', ').sort());
  });

  it('OPTIONS says what there is', async () => {
    const { headers } = await app.anonymous.options('/v1/programs/harbor').expect(204);
    expect(headers.allow).toBe('GET, PATCH, HEAD, OPTIONS');
  });

  it('HEAD is GET without the body', async () => {
    const { headers, text } = await app.anonymous
      .head('/v1/programs')
      .set('authorization', `Bearer ${keyOf('auditor')}`)
      .expect(200);
    expect(headers['content-type']).toBe('application/json');
    expect(text).toBeUndefined();
  });

  it.each([
    '/v1',
    '/v1/',
    '/v1/programs/',
    '/V1/programs',
    '/v1/nothing',
    '/v1/accounts/HarborMSP:00000000/x',
    '/.env',
    '/v1//programs',
  ])('%s is answered 404', async (path) => {
    const { body, headers } = await app.anonymous.get(path).expect(404);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(body).toMatchObject({ code: 'ROUTE_UNKNOWN', instance: path, type: '/docs/errors#ROUTE_UNKNOWN' });
  });
});

describe('rate limits', () => {
  it('are told in every reply, and kept', async () => {
    const limited = await startApp({ limits: { requestsMax: 2 } });
    const first = await limited.cashier('get', '/v1/programs').expect(200);
    expect(first.headers.ratelimit).toMatch(/^"requests"; r=1; t=\d+$/);
    expect(first.headers['ratelimit-policy']).toMatch(/^"requests"; q=2; w=60; pk=:.*:$/);
    await limited.cashier('get', '/v1/programs').expect(200);
    const { body, headers } = await limited.cashier('get', '/v1/programs').expect(429);
    expect(body).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    // Another client has its own allowance.
    await limited.operator('get', '/v1/programs').expect(200);
  });

  it('hold for those who guess keys', async () => {
    const limited = await startApp({ limits: { requestsMax: 1 } });
    await limited.anonymous.get('/v1/programs').set('authorization', 'Bearer a').expect(401);
    await limited.anonymous.get('/v1/programs').set('authorization', 'Bearer b').expect(429);
  });

  it('do not hold for probes', async () => {
    const limited = await startApp({ limits: { requestsMax: 1 } });
    for (let at = 0; at < 3; at++) await limited.anonymous.get('/livez').expect(200);
  });
});

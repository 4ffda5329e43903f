/** People sign in at a provider of their own, in what stands for a browser: cookies, redirects, and nothing that it should not do. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseConfig } from '../../../gateway-api/src/config.js';
import { Sessions } from '../../../gateway-api/src/sign-in/sessions.js';
import { openSignIn } from '../../../gateway-api/src/sign-in/sign-in.js';
import { signInConfig } from '../../../gateway-api/src/sign-in/token-config.js';
import { databaseAt, freshKey, startApp, type StartedApp } from '../start-app.js';

jest.setTimeout(60_000);
/** The provider's clock goes on, so this one must too; by so much it is ahead. */
let aheadMs = 0;
const tellTime = (): void => jest.setSystemTime(jest.getRealSystemTime() + aheadMs);

/** Keeps cookies of each host, follows redirects by hand. */
class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  async request(url: string, options: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    tellTime();
    const { origin } = new URL(url);
    const jar = this.#cookies.get(origin) ?? new Map<string, string>();
    this.#cookies.set(origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      ...options,
      redirect: 'manual',
      headers: { ...(options.headers as Record<string, string> | undefined), ...(cookie && { cookie }) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line) || at === pair.length - 1) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  cookiesOf(url: string): ReadonlyMap<string, string> {
    return this.#cookies.get(new URL(url).origin) ?? new Map<string, string>();
  }

  /** Goes where it is sent, signing in and agreeing on the way, until it is sent back to this path. */
  async follow(url: string, name: string, until: string): Promise<Response> {
    for (let at = url, steps = 0; steps < 12; steps += 1) {
      let response = await this.request(at);
      if (response.status === 200) {
        const page = await response.text();
        const [, action = ''] = /action="([^"]+)"/.exec(page) ?? [];
        const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? 'login';
        const body = new URLSearchParams({ prompt, ...(prompt === 'login' && { login: name, password: 'x' }) });
        response = await this.request(new URL(action, at).href, { method: 'POST', body });
      }
      const location = response.headers.get('location');
      if (location === null) return response;
      at = new URL(location, at).href;
      if (new URL(at).pathname === until) return this.request(at);
    }
    throw new Error('sent around in circles');
  }
}

let provider: ChildProcess;
let server: Server;
let base: string;
let app: StartedApp;
let sessions: Sessions;
const sessionsPath = databaseAt('sessions');

beforeAll(async () => {
  server = createServer((request, response) => app.app(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  provider = spawn(process.execPath, [join(__dirname, 'provider.mjs'), `${base}/sign-in/callback`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(provider.stdout!, 'data')) as [Buffer];
  const { issuer } = JSON.parse(
    String(said)
      .split('\n')
      .find((line) => line.startsWith('{'))!,
  ) as { issuer: string };
  const clientSecretPath = databaseAt('client-secret').replace('.db', '');
  writeFileSync(clientSecretPath, `${'a secret of the client’s'.replaceAll(/[^a-z]/g, '-')}\n`);
  sessions = new Sessions(sessionsPath);
  const config = signInConfig.parse({
    ...{ issuer, clientId: 'commonpoint', clientSecretPath, gatewayUrl: base },
    roles: { 'points-operator': 'operator', 'points-delegate': 'delegate', 'points-admin': 'admin' },
  });
  app = await startApp({ signIn: openSignIn(config, sessions) });
});
afterAll(() => {
  provider.kill();
  server.close();
  server.closeAllConnections();
  sessions.close();
});

const signIn = async (browser: Browser, name: string, query = ''): Promise<Response> =>
  browser.follow(`${base}/sign-in${query}`, name, '/sign-in/callback');
const own = { 'sec-fetch-site': 'same-origin', 'commonpoint-session': '1' };
const write = (browser: Browser, path: string, headers: Record<string, string> = own, body: object = {}) =>
  browser.request(`${base}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': freshKey(), ...headers },
    body: JSON.stringify(body),
  });
const codeOf = async (response: Response): Promise<string> => ((await response.json()) as { code: string }).code;

it('who signs in reads and writes as what the provider says, and is nobody afterwards', async () => {
  const browser = new Browser();
  expect((await browser.request(`${base}/v1/programs`)).status).toBe(401);
  const back = await signIn(browser, 'operator-anna', '?returnTo=/console/');
  expect([back.status, back.headers.get('location')]).toEqual([303, '/console/']);
  const set = back.headers.getSetCookie().find((line) => line.startsWith('commonpoint=')) ?? '';
  expect(set).toMatch(/; Path=\/; Max-Age=28800; HttpOnly; SameSite=Lax$/);
  expect((await browser.request(`${base}/v1/webhooks`)).status).toBe(200);
  expect(await (await browser.request(`${base}/v1/session`)).json()).toEqual({
    organization: 'harbor',
    mspId: 'HarborMSP',
    client: 'person:operator-anna',
    role: 'operator',
    authenticatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
  });
  const opened = await write(browser, '/v1/accounts', own, { memberRef: 'anna-1' });
  expect(opened.status).toBe(201);
  // What only administrators do, an operator does not.
  expect(await codeOf(await write(browser, '/v1/webhooks', own, { url: 'https://a.example/' }))).toBe(
    'ROLE_NOT_ALLOWED',
  );
  expect((await write(browser, '/sign-out')).status).toBe(204);
  expect((await browser.request(`${base}/v1/programs`)).status).toBe(401);
});

it('what the file of sessions has opens nothing', async () => {
  const browser = new Browser();
  await signIn(browser, 'operator-anna');
  const id = browser.cookiesOf(base).get('commonpoint')!;
  expect(sessions.find(id)).toMatchObject({ client: 'person:operator-anna', role: 'operator' });
  const bytes = Buffer.concat(['', '-wal'].map((end) => readFileSync(`${sessionsPath}${end}`)));
  expect(bytes.includes(id)).toBe(false);
});

it.each<[string, Record<string, string>]>([
  ['another site', { 'sec-fetch-site': 'cross-site', 'commonpoint-session': '1' }],
  ['a page of a neighbouring host', { 'sec-fetch-site': 'same-site', 'commonpoint-session': '1' }],
  ['a form, which adds no header', { 'sec-fetch-site': 'same-origin' }],
  ['who does not say where it is from', { 'commonpoint-session': '1' }],
])('a write that comes from %s is refused', async (_name, headers) => {
  const browser = new Browser();
  await signIn(browser, 'operator-anna');
  expect(await codeOf(await write(browser, '/v1/accounts', headers, { memberRef: 'x' }))).toBe('CROSS_SITE_REQUEST');
  if (headers['sec-fetch-site'] === 'cross-site')
    expect((await browser.request(`${base}/v1/programs`, { headers })).status).toBe(403);
});

it('who is nobody here is not signed in', async () => {
  const browser = new Browser();
  const back = await signIn(browser, 'visitor-otto');
  expect([back.status, await codeOf(back)]).toEqual([403, 'ROLE_NOT_ALLOWED']);
  expect(browser.cookiesOf(base).size).toBe(0);
});

describe('a person’s browser is shown a sentence in the console, no problem of the API', () => {
  const page = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

  it('where the provider gives no role', async () => {
    const browser = new Browser();
    const request = browser.request.bind(browser);
    browser.request = (url, options) => request(url, { ...options, headers: page });
    const back = await signIn(browser, 'visitor-otto');
    expect([back.status, back.headers.get('location')]).toEqual([303, '/console/?refused=ROLE_NOT_ALLOWED']);
    expect(browser.cookiesOf(base).size).toBe(0);
  });

  it.each([
    ['that nobody began', ''],
    ['that was broken off at the provider', '?error=access_denied&state=x'],
  ])('after a sign-in %s', async (_what, query) => {
    const browser = new Browser();
    if (query !== '') await browser.request(`${base}/sign-in`);
    const back = await browser.request(`${base}/sign-in/callback${query}`, { headers: page });
    expect([back.status, back.headers.get('location')]).toEqual([303, '/console/?refused=SIGN_IN_FAILED']);
    expect(browser.cookiesOf(base).size).toBe(0);
  });

  it('where the provider does not answer', async () => {
    const config = signInConfig.parse({ issuer: 'http://127.0.0.1:9/', clientId: 'x', gatewayUrl: base, roles: {} });
    const other = await startApp({ signIn: openSignIn(config, sessions) });
    const { headers } = await other.anonymous.get('/sign-in').set(page).expect(303);
    expect(headers['location']).toBe('/console/?refused=IDENTITY_PROVIDER_UNAVAILABLE');
  });
});

it('a vote needs somebody who showed lately who it is', async () => {
  const browser = new Browser();
  await signIn(browser, 'delegate-dora');
  const vote = () => write(browser, '/v1/proposals/HarborMSP:none/votes', own, { vote: 'for' });
  expect((await vote()).status).not.toBe(401);
  aheadMs = 6 * 60_000;
  const late = await vote();
  expect([late.status, late.headers.get('www-authenticate')]).toEqual([
    401,
    'Bearer error="insufficient_user_authentication", max_age="300"',
  ]);
  expect(await codeOf(late)).toBe('STEP_UP_REQUIRED');
  // Reading does not need it.
  expect((await browser.request(`${base}/v1/programs`)).status).toBe(200);
  aheadMs = 0;
  const before = browser.cookiesOf(base).get('commonpoint')!;
  const back = await signIn(browser, 'delegate-dora', '?anew');
  expect(back.status).toBe(303);
  const after = browser.cookiesOf(base).get('commonpoint')!;
  expect(after).not.toBe(before);
  expect(sessions.find(before)).toBeUndefined();
  tellTime();
  expect(Date.now() - sessions.find(after)!.authenticatedAt).toBeLessThan(60_000);
});

describe('a sign-in', () => {
  it('is nothing that strangers use up: however many begin one, who is under way arrives, and so does the next', async () => {
    const [early, next] = [new Browser(), new Browser()];
    await early.request(`${base}/sign-in`);
    const begun = new Map(early.cookiesOf(base));
    const stateBegun = statSync(sessionsPath).size;
    for (let sent = 0; sent < 1_100; sent += 50) {
      const statuses = await Promise.all(
        Array.from({ length: 50 }, async () => (await fetch(`${base}/sign-in`, { redirect: 'manual' })).status),
      );
      expect(new Set(statuses)).toEqual(new Set([303]));
    }
    expect(statSync(sessionsPath).size).toBe(stateBegun);
    expect(early.cookiesOf(base)).toEqual(begun);
    for (const browser of [early, next]) expect((await signIn(browser, 'operator-anna')).status).toBe(303);
  });

  /** Begins one and comes as far as the provider’s answer, which is not followed. */
  const answered = async (browser: Browser): Promise<{ url: string; name: string; sealed: string }> => {
    const request = browser.request.bind(browser);
    let found: { url: string; name: string; sealed: string } | undefined;
    browser.request = async (url, options) => {
      if (new URL(url).pathname !== '/sign-in/callback') return request(url, options);
      const [[name, sealed] = ['', '']] = browser.cookiesOf(base);
      found = { url, name, sealed };
      return new Response();
    };
    await signIn(browser, 'operator-anna');
    browser.request = request;
    return found!;
  };
  const arrive = async (url: string, cookie: string): Promise<Response> =>
    fetch(url, { redirect: 'manual', headers: { cookie } });

  it('keeps nothing that a browser could read or change', async () => {
    const { url, name, sealed } = await answered(new Browser());
    const state = new URL(url).searchParams.get('state')!;
    expect(Buffer.from(sealed, 'base64url').includes(state)).toBe(false);
    const changed = Buffer.from(sealed, 'base64url');
    changed[changed.length - 1]! ^= 1;
    for (const other of [changed.toString('base64url'), sealed.slice(0, 43), sealed.slice(0, 20), 'x'])
      expect(await codeOf(await arrive(url, `${name}=${other}`))).toBe('SIGN_IN_FAILED');
    expect((await arrive(url, `${name}=${sealed}`)).status).toBe(303);
  });

  it('of one browser is not completed by another’s, nor by one that came with it twice, nor too late', async () => {
    const [mine, other] = [await answered(new Browser()), await answered(new Browser())];
    expect(await codeOf(await arrive(mine.url, `${other.name}=${other.sealed}`))).toBe('SIGN_IN_FAILED');
    expect((await arrive(mine.url, `${mine.name}=${mine.sealed}`)).status).toBe(303);
    expect(await codeOf(await arrive(mine.url, `${mine.name}=${mine.sealed}`))).toBe('SIGN_IN_FAILED');
    aheadMs = 601_000;
    tellTime();
    expect(await codeOf(await arrive(other.url, `${other.name}=${other.sealed}`))).toBe('SIGN_IN_FAILED');
    aheadMs = 0;
    tellTime();
  });

  it('is completed once, whatever the provider says', () => {
    const [session, begun] = [
      { client: 'person:x', role: 'operator', authenticatedAt: Date.now() } as const,
      { id: 'a-state', endsAt: Date.now() + 1_000 },
    ];
    expect(sessions.complete(begun, session, 1)).toMatch(/^[\w-]{43}$/);
    expect(sessions.complete(begun, session, 1)).toBeUndefined();
  });

  it('is completed by the browser that began it, once', async () => {
    const [browser, thief] = [new Browser(), new Browser()];
    const sent: string[] = [];
    const request = browser.request.bind(browser);
    browser.request = async (url, options) => {
      if (new URL(url).pathname === '/sign-in/callback') sent.push(url);
      return request(url, options);
    };
    await signIn(browser, 'operator-anna');
    for (const other of [thief, browser]) {
      const again = await other.request(sent[0]!);
      expect([again.status, await codeOf(again)]).toEqual([400, 'SIGN_IN_FAILED']);
    }
    // Somebody else's code in a sign-in that the browser did begin.
    await thief.request(`${base}/sign-in`);
    expect(await codeOf(await thief.request(sent[0]!))).toBe('SIGN_IN_FAILED');
    expect(thief.cookiesOf(base).size).toBe(0);
  });

  it.each(['//evil.example/', '/\\evil.example', 'https://evil.example/', 'x', '/a%0d%0ab'])(
    'does not lead back to %s',
    async (path) => {
      const browser = new Browser();
      const back = await signIn(browser, 'operator-anna', `?returnTo=${encodeURIComponent(path)}`);
      expect(back.headers.get('location')).toMatch(/^\/(a%0d%0ab)?$/);
    },
  );

  it('asks for a code, with a challenge, a state and a nonce', async () => {
    const { headers } = await new Browser().request(`${base}/sign-in`);
    const { searchParams } = new URL(headers.get('location')!);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{20,}$/),
      nonce: expect.stringMatching(/^[\w-]{20,}$/),
      max_age: '28800',
    });
  });
});

it('where the provider cannot be asked, that is said', async () => {
  const config = signInConfig.parse({ issuer: 'http://127.0.0.1:9/', clientId: 'x', gatewayUrl: base, roles: {} });
  const other = await startApp({ signIn: openSignIn(config, sessions) });
  const { body } = await other.anonymous.get('/sign-in').expect(503);
  expect(body.code).toBe('IDENTITY_PROVIDER_UNAVAILABLE');
});

it('where nobody signs in, there is no page for it, and no cookie counts', async () => {
  const other = await startApp();
  await other.anonymous.get('/sign-in').expect(404);
  const id = sessions.open({ client: 'person:x', role: 'admin', authenticatedAt: Date.now() }, 1);
  await other.anonymous.get('/v1/programs').set('cookie', `commonpoint=${id}`).expect(401);
  await app.anonymous.get('/v1/programs').set('cookie', `commonpoint=${id}`).expect(200);
});

it('a provider without TLS is refused, but on the own machine', () => {
  const signIn = { issuer: 'http://sso.example', clientId: 'x', gatewayUrl: 'https://gw.example', roles: {} };
  expect(() => parseConfig(JSON.stringify({ signIn }), 'config.json')).toThrow(/signIn\.issuer/);
});

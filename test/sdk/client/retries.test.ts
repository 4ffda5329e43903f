/** What the client does with answers that no real gateway can be made to give at will. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, type Fetch, OutcomeUnknownError, ProblemError, UnreachableError } from '@commonpoint/client';
import { fillPath } from '../../../sdk/client/src/addresses.js';
import { parseRetryAfter, pauseMs } from '../../../sdk/client/src/waiting.js';

interface Scripted {
  readonly status?: number;
  readonly retryAfter?: string;
  readonly problem?: object;
  /** The connection breaks, or nothing is answered. */
  readonly instead?: 'break' | 'silence';
}

let answers: Scripted[];
let keys: (string | undefined)[];
let client: Client;

const problem = (code: string, status: number, retryable: boolean): Scripted => ({
  status,
  retryAfter: '0',
  problem: { code, status, retryable, detail: 'so it is', errors: [{ pointer: '/amount', detail: 'is odd' }] },
});

const server = createServer((request, response) => {
  keys.push(request.headers['idempotency-key'] as string | undefined);
  const { status = 500, retryAfter, problem: body, instead } = answers.shift() ?? {};
  request.resume().on('end', () => {
    if (instead === 'silence') return;
    if (instead === 'break') return void request.socket.destroy();
    const type = body === undefined ? 'application/json' : 'application/problem+json';
    response.writeHead(status, {
      'content-type': type,
      ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
    });
    response.end(JSON.stringify(body ?? { status }));
  });
});

const body = { programId: 'harbor', accountId: 'a-1', amount: '1' };
const failure = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => undefined,
    (error: unknown) => error,
  );

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = new Client({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, apiKey: 'key' });
});
beforeEach(() => void (keys = []));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('a write', () => {
  it('about what the gateway does not know is sent three times, and not until its time is over', async () => {
    const unknown = problem('HOLD_UNKNOWN', 404, true);
    answers = [unknown, unknown, unknown, { status: 201 }];
    expect(await failure(client.post('/v1/issuances', body))).toMatchObject({ code: 'HOLD_UNKNOWN' });
    expect(keys).toHaveLength(3);
    answers = [unknown, unknown, { status: 201 }];
    expect(await client.post('/v1/issuances', body)).toEqual({ status: 201 });
  });

  it('that is on its way, not taken just now or not answered is sent again, under the same key, until it is settled', async () => {
    answers = [
      { status: 202, retryAfter: '0' },
      problem('QUEUE_FULL', 503, true),
      problem('IDEMPOTENCY_KEY_IN_FLIGHT', 409, true),
      { instead: 'break' },
      { status: 502 },
      { status: 201 },
    ];
    expect(await client.post('/v1/issuances', body)).toEqual({ status: 201 });
    expect(keys).toHaveLength(6);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f-]{32,36}$/);
  });

  it('has a key of its own each time, and the one that is given', async () => {
    answers = [{ status: 201 }, { status: 201 }, { status: 201 }];
    await client.post('/v1/issuances', body);
    await client.post('/v1/issuances', body);
    await client.post('/v1/issuances', body, { idempotencyKey: 'till-7' });
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe('till-7');
  });

  it.each([
    ['what is refused for good', problem('QUOTA_EXHAUSTED', 422, false)],
    ['what lost against others, which its key answers from then on', problem('LEDGER_CONFLICT', 409, true)],
  ])('is not sent again: %s', async (_, refusal) => {
    answers = [refusal];
    const error = (await failure(client.post('/v1/issuances', body, { idempotencyKey: 'k' }))) as ProblemError;
    expect(error).toBeInstanceOf(ProblemError);
    expect(error.problem).toEqual(refusal.problem);
    expect(error).toMatchObject({ status: refusal.status, pointer: '/amount', idempotencyKey: 'k' });
    expect(error.message).toBe(
      `POST /v1/issuances was refused with ${error.status} ${error.code}: so it is; /amount is odd`,
    );
    expect(keys).toHaveLength(1);
  });

  it.each([
    ['it may have taken effect', { status: 202, retryAfter: '3600' }, OutcomeUnknownError],
    ['the gateway has said when', { ...problem('QUEUE_FULL', 503, true), retryAfter: '3600' }, ProblemError],
    ['something else answered', { status: 502, retryAfter: '3600' }, UnreachableError],
  ])('ends when the time does not suffice, with its key: %s', async (_, scripted, kind) => {
    answers = [scripted];
    const error = await failure(client.post('/v1/issuances', body, { idempotencyKey: 'k' }));
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ idempotencyKey: 'k', status: scripted.status });
    expect(keys).toHaveLength(1);
  });
});

it('who aborts hears no more, whether an answer or the next attempt is waited for', async () => {
  for (const scripted of [{ instead: 'silence' as const }, { status: 503, retryAfter: '30' }]) {
    answers = [scripted];
    keys = [];
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), 100);
    const error = await failure(client.post('/v1/issuances', body, { signal: controller.signal }));
    expect(error).toEqual(new Error('enough'));
    expect(keys).toHaveLength(1);
  }
});

it('what is not answered in an attempt’s time is sent again', async () => {
  const hasty = new Client({ url: client.url, attemptTimeoutMs: 150 });
  answers = [{ instead: 'silence' }, { status: 200 }];
  expect(await hasty.get('/v1/organizations')).toEqual({ status: 200 });
  expect(keys).toEqual([undefined, undefined]);
});

it('a read that is not answered is over when its time is, not when an attempt’s is', async () => {
  answers = [{ instead: 'silence' }, { status: 200 }];
  expect(await failure(client.get('/v1/organizations', { timeoutMs: 150 }))).toBeInstanceOf(UnreachableError);
  expect(keys).toEqual([undefined]);
});

it('what is no gateway’s is told as that, although it is answered with 200', async () => {
  const page: Fetch = () =>
    Promise.resolve(new Response('<h1>Log in</h1>', { headers: { 'content-type': 'text/html' } }));
  const portal = new Client({ url: 'http://gateway', fetch: page });
  expect(await failure(portal.get('/v1/organizations'))).toBeInstanceOf(UnreachableError);
  expect(await failure(portal.post('/v1/issuances', body, { idempotencyKey: 'mine' }))).toMatchObject({
    name: 'UnreachableError',
    idempotencyKey: 'mine',
  });
  await expect(portal.events().next()).rejects.toBeInstanceOf(UnreachableError);
});

it('nobody there is told as that', async () => {
  const lost = new Client({ url: 'http://127.0.0.1:9', timeoutMs: 0 });
  expect(await failure(lost.get('/v1/organizations'))).toBeInstanceOf(UnreachableError);
});

it('waits as long as it is told, in seconds or until a date, else twice as long each time', () => {
  const now = Date.parse('2026-11-23T09:30:00Z');
  expect(parseRetryAfter('7', now)).toBe(7_000);
  expect(parseRetryAfter('Mon, 23 Nov 2026 09:30:05 GMT', now)).toBe(5_000);
  expect(parseRetryAfter('Mon, 23 Nov 2026 09:29:00 GMT', now)).toBe(0);
  expect(pauseMs('7', 1, now)).toBeGreaterThanOrEqual(7_000);
  for (const [attempt, most] of [
    [1, 100],
    [2, 200],
    [3, 400],
    [20, 5_000],
  ] as const) {
    for (const said of [null, 'soon']) {
      expect(pauseMs(said, attempt)).toBeGreaterThanOrEqual(most / 2);
      expect(pauseMs(said, attempt)).toBeLessThanOrEqual(most);
    }
  }
});

it('parameters lead nowhere else than the path says', () => {
  expect(fillPath('/v1/rates/{s}/{t}/{v}/accept', { s: 'a/b', t: '?', v: 1 })).toBe('/v1/rates/a%2Fb/%3F/1/accept');
  expect(fillPath('/v1/terms', {}, { limit: 5, cursor: 'a&b', none: undefined })).toBe(
    '/v1/terms?limit=5&cursor=a%26b',
  );
  for (const value of ['.', '..']) expect(() => fillPath('/v1/holds/{id}', { id: value })).toThrow(TypeError);
  expect(() => fillPath('/v1/holds/{id}')).toThrow('needs the parameter id');
  for (const path of [
    '/v1/holds/../imports',
    '/v1/holds/%2E%2e/imports',
    '/v1/holds/x?y',
    '/v1/holds/',
    '/v1/holds//void',
    '//host/v1',
  ])
    expect(() => fillPath(path)).toThrow('is not a path of the gateway');
});

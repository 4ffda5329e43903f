/**
 * Bodies that are broken off, never finished or slow, at every route and beside every kind of refusal: the client gets
 * its answer if it still listens, and the gateway goes on.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Route } from '../../../gateway-api/src/http/route.js';
import { routes } from '../../../gateway-api/src/subjects/index.js';
import { bearer, serveGateway, type Served } from '../served-gateway.js';

jest.setTimeout(60_000);

const REQUEST_MS = 150;
let served: Served;
const faults: unknown[] = [];
const onFault = (error: unknown): void => void faults.push(error);
beforeAll(async () => {
  served = await serveGateway({ limits: { requestMs: REQUEST_MS } });
  process.on('uncaughtException', onFault).on('unhandledRejection', onFault);
});
afterAll(async () => {
  process.off('uncaughtException', onFault).off('unhandledRejection', onFault);
  await served.end();
});
afterEach(async () => {
  expect(faults.splice(0)).toEqual([]);
  expect((await served.send('operator', 'GET', '/livez')).status).toBe(200);
});

/** What the head of the request does wrong, and the status that it gets. */
const refusals = {
  none: {},
  'without a key': { authorization: undefined },
  'of a role that may not': { authorization: `Bearer ${bearer('auditor')}` },
  'without an Idempotency-Key': { 'idempotency-key': undefined },
  'with an unknown parameter': {},
  'with a wait that is no number': { prefer: 'wait=x' },
  'of another content type': { 'content-type': 'text/html' },
  'larger than is taken': { 'content-length': String(9 * 1024 ** 3) },
  'that nobody accepts': { accept: 'image/png' },
} satisfies Record<string, Record<string, string | undefined>>;
type RefusalName = keyof typeof refusals;

function headOf(route: Route, refusal: RefusalName, bytes: number): string {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(route.example.params?.[name] ?? 'x'),
  );
  const query = new URLSearchParams(route.example.query);
  if (refusal === 'with an unknown parameter') query.set('programm', 'harbor');
  const type = route.bodyKind === 'csv' ? 'text/csv' : 'application/json';
  const isForDelegates = !route.roles.includes('admin') && route.roles.includes('delegate');
  const headers: Record<string, string | undefined> = {
    host: 'x',
    authorization: `Bearer ${bearer(isForDelegates ? 'delegate' : 'admin')}`,
    'idempotency-key': `k-${Math.random()}`,
    'content-type': type,
    'if-match': route.condition === 'must' ? '"1"' : undefined,
    'content-length': String(bytes),
    ...refusals[refusal],
  };
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  const search = query.size === 0 ? '' : `?${query.toString()}`;
  return `${route.method.toUpperCase()} ${path}${search} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

/** What came back until the connection was closed, by either side. */
async function exchanged(route: Route, refusal: RefusalName, how: 'aborted' | 'unfinished' | 'slow'): Promise<string> {
  const socket = served.connect();
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => (received += text));
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.write(headOf(route, refusal, 100_000));
  // The first line says which columns there are, and is judged as soon as it is there.
  const columns = route.path === '/v1/migrations' ? 'customer_id,expires_on,points' : 'customer_id,date,amount';
  socket.write(`${columns}\r\n1,2026-11-01,10\r\n`);
  if (how === 'aborted') {
    await pause(15);
    socket.write('2,2026-11-01,10\r\n'.repeat(200));
    await pause(5);
    socket.resetAndDestroy();
  } else if (how === 'slow') {
    for (let n = 0; n < 4 && !socket.destroyed; n++) {
      await pause(20);
      if (socket.writable) socket.write('2,2026-11-01,10\r\n');
    }
  }
  // The answer comes although the body does not; on a busy machine it may take its time.
  for (let n = 0; how !== 'aborted' && received === '' && !socket.closed && n < 500; n++) await pause(20);
  socket.destroy();
  await closed;
  return received;
}

const nameOf = (route: Route): string => `${route.method.toUpperCase()} ${route.path}`;

describe.each(['aborted', 'unfinished', 'slow'] as const)('a body that is %s', (how) => {
  it.each(Object.keys(refusals) as RefusalName[])('with a head that is wrong in this: %s', async (refusal) => {
    const replies = await Promise.all(
      routes.map(async (route) => [route, await exchanged(route, refusal, how)] as const),
    );
    if (how === 'aborted') return;
    const unanswered = replies.filter(([route, reply]) => {
      // What takes no body, or does not get to it, is answered at once; the others are told that they are late.
      const isForAdmins = route.roles === 'public' || route.roles.includes('admin');
      const waitsForBody = refusal === 'none' && route.bodyKind !== 'none' && isForAdmins;
      const expected = waitsForBody ? /^HTTP\/1\.1 408 / : /^HTTP\/1\.1 [2-5]\d\d /;
      const isProblem = !/^HTTP\/1\.1 [45]/.test(reply) || reply.includes('application/problem+json');
      return !expected.test(reply) || !isProblem;
    });
    expect(unanswered.map(([route, reply]) => `${nameOf(route)}: ${reply.slice(0, 200)}`)).toEqual([]);
  });
});

it('an import that is refused while it is still arriving is told why, and leaves no file', async () => {
  const socket = served.connect();
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => (received += text));
  const bytes = 20 * 1024 * 1024;
  const query = 'program=harbour&pointsPerUnit=1';
  socket.write(
    `POST /v1/imports?${query} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${bearer('operator')}\r\n` +
      `idempotency-key: typo\r\ncontent-type: text/csv\r\ncontent-length: ${bytes}\r\n\r\n`,
  );
  socket.write('customer_id,date,quantity,amount\r\n');
  socket.write(Buffer.alloc(1024 * 1024, '1,2026-11-01,1,10\r\n'));
  await pause(100);
  socket.resetAndDestroy();
  await pause(REQUEST_MS * 2);
  expect(received).toContain('"code":"PROGRAM_UNKNOWN"');
});

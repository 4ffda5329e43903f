/**
 * A gateway whose disk is full, locked or failing: 503 within a second, nothing that was acknowledged is lost, nothing is done
 * twice, and everything goes on by itself.
 *
 * FAULTS says how many faults of each kind come, by FAULTS_SEED; a few by default.
 */
import { randomInt } from 'node:crypto';
import { statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { StorageHealth } from '../../../gateway-api/src/store/storage-health.js';
import * as faults from '../../support/disk-faults.cjs';
import { seeded, Traffic } from './traffic.js';
import { databaseAt, freshKey, startWithMembers, until, type StartedApp } from '../start-app.js';

const COUNT = Number(process.env['FAULTS'] ?? 6);
const SEED = Number(process.env['FAULTS_SEED'] ?? randomInt(1_000_000));
const kinds = ['full', 'sync-fails', 'locked'] as const;
const reasons = { full: /disk is full/, 'sync-fails': /disk does not keep/, locked: /locked/ };

let names = 0;
const start = () => startWithMembers({ parts: { databasePath: databaseAt(`disk-${++names}`) } });
const below = (): string => `disk-${names}.db`;

beforeAll(() => faults.ready);
afterEach(() => faults.set(undefined));

interface Posted {
  readonly status: number;
  readonly ms: number;
  readonly body: { code?: string; retryable?: boolean };
  readonly retryAfter: string | undefined;
}

async function openAccount(app: StartedApp, memberRef: string, key: string): Promise<Posted> {
  const since = performance.now();
  const { status, body, headers } = await app
    .operator('post', '/v1/accounts')
    .set('idempotency-key', key)
    .send({ memberRef });
  return { status, body, ms: performance.now() - since, retryAfter: headers['retry-after'] };
}

describe.each(kinds)('a disk that is %s', (kind) => {
  it('is told of within a second, by readyz too, and everything goes on when it is well', async () => {
    const { app } = await start();
    await openAccount(app, 'before', freshKey());
    faults.set({ kind, below: below() });
    const key = freshKey();
    const refused = await openAccount(app, 'm-1', key);
    expect(refused).toMatchObject({ status: 503, body: { code: 'STORAGE_UNAVAILABLE', retryable: true } });
    expect(refused.retryAfter).toMatch(/^\d+$/);
    expect(refused.ms).toBeLessThan(1_000);
    expect((await openAccount(app, 'm-2', freshKey())).ms).toBeLessThan(1_000);

    const since = performance.now();
    await app.anonymous.get('/livez').expect(200);
    expect(performance.now() - since).toBeLessThan(1_000);
    const { body } = await app.anonymous.get('/readyz').expect(503);
    expect(body).toMatchObject({ ready: false, storageAvailable: false });
    expect(body.reasons).toEqual([{ part: 'storage', detail: expect.stringMatching(reasons[kind]) as string }]);
    await app.anonymous.get('/readyz/reads').expect(200);
    await app.operator('get', '/v1/programs').expect(200);

    faults.set(undefined);
    await until(async () => (await app.anonymous.get('/readyz')).status === 200);
    // What stood in the database already goes on by itself, and may still be under way.
    await until(async () => [200, 201].includes((await openAccount(app, 'm-1', key)).status));
  });
});

it('a disk that was full and has room for little is told of as full, until a block would find room', async () => {
  const { app } = await start();
  faults.set({ kind: 'full', below: below() });
  expect((await openAccount(app, 'little-1', freshKey())).status).toBe(503);
  faults.set({ kind: 'little-room', below: below() });
  const tried = async (times: number): Promise<void> => {
    const before = faults.failed;
    await until(() => faults.failed >= before + times);
  };
  await tried(2);
  expect((await app.anonymous.get('/readyz').expect(503)).body.storageAvailable).toBe(false);
  expect((await openAccount(app, 'little-2', freshKey())).status).toBe(503);
  await tried(1);
  faults.set(undefined);
  await until(async () => (await app.anonymous.get('/readyz')).status === 200);
  expect((await openAccount(app, 'little-2', freshKey())).status).toBe(201);
});

it('a gateway that starts where there is no room for a block says so before anybody writes', async () => {
  faults.set({ kind: 'little-room', below: `disk-${names + 1}.db` });
  const { app } = await start();
  const { body } = await app.anonymous.get('/readyz').expect(503);
  expect(body.reasons).toContainEqual({ part: 'storage', detail: expect.stringMatching(/full/) as string });
  expect((await openAccount(app, 'roomy-1', freshKey())).status).toBe(503);
  faults.set(undefined);
  await until(async () => (await app.anonymous.get('/readyz')).status === 200);
  expect((await openAccount(app, 'roomy-1', freshKey())).status).toBe(201);
});

it('who waits for a disk that takes something now and then is told, however often that is', async () => {
  const health = new StorageHealth();
  const failing = setInterval(() => {
    health.failed('full');
    health.worked();
    health.well();
  }, 20);
  const waiting = health.orUnavailable(new Promise(() => undefined));
  await expect(waiting).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE', message: expect.stringMatching('full') });
  clearInterval(failing);
});

describe.each(kinds)('a disk that is %s where details are', (kind) => {
  it('refuses what has a detail, is told of by readyz, and takes details again when it is well', async () => {
    const { app, accountId } = await start();
    const issue = async (
      key: string,
      more: object = { detail: { schema: 'basket/1', content: { article: 'tea' } } },
    ) => {
      const { status, body } = await app
        .operator('post', '/v1/issuances')
        .set('idempotency-key', key)
        .send({ programId: 'harbor', accountId, amount: '1', ...more });
      return { status, code: (body as { code?: string }).code };
    };
    const keep = async (): Promise<number> => {
      const details = [{ operationId: 'receipt-1', schema: 'basket/1', detail: { article: 'tea' } }];
      return (await app.operator('post', '/v1/details').send({ details })).status;
    };
    faults.set({ kind, below: `disk-${names}-details.db` });
    const key = freshKey();
    const refused = await issue(key);
    expect(refused).toMatchObject({ status: 503, code: 'STORAGE_UNAVAILABLE' });
    expect(await keep()).toBe(503);
    // What has none goes on.
    expect((await issue(freshKey(), {})).status).toBe(201);
    const { body } = await app.anonymous.get('/readyz').expect(503);
    expect(body).toMatchObject({ storageAvailable: false });
    expect(body.reasons).toEqual([{ part: 'storage', detail: expect.stringMatching(reasons[kind]) as string }]);
    expect(body.reasons[0].detail).toContain('gateway-details.db');

    faults.set(undefined);
    await until(async () => (await app.anonymous.get('/readyz')).status === 200);
    expect([200, 201]).toContain((await issue(key)).status);
    expect(await keep()).toBe(200);
  });
});

it('an import with details waits for the disk that takes them, and posts all of its rows', async () => {
  const { app } = await start();
  faults.set({ kind: 'full', below: `disk-${names}-details.db` });
  const { body } = await app
    .operator('post', '/v1/imports?program=harbor&pointsPerUnit=1&rounding=floor')
    .type('text/csv')
    .send('customer_id,date,amount,detail\nc1,2026-01-01,11.00,tea\nc1,2026-01-02,12.00,coffee\n')
    .expect(202);
  const read = async () => (await app.operator('get', `/v1/imports/${body.importId}`)).body;
  const isRefused = () => app.gateway.details.health.trouble !== undefined;
  await until(isRefused);
  expect(await read()).toMatchObject({ state: 'running', rowsPosted: 0 });
  faults.set(undefined);
  await until(async () => (await read()).state !== 'running');
  expect(await read()).toMatchObject({ state: 'completed', rowsPosted: 2, rowsRejected: 0 });
});

it('one sync that fails costs a moment: what it was to keep is written anew, out of the log', async () => {
  const { app } = await start();
  await openAccount(app, 'before', freshKey());
  const log = `${databaseAt(`disk-${names}`)}-wal`;
  const before = statSync(log).size;
  faults.set({ kind: 'one-sync-fails', below: below() });
  const opened = await openAccount(app, 'm-9', freshKey());
  expect(faults.failed).toBe(1);
  expect(opened.status).toBe(201);
  expect(opened.ms).toBeLessThan(1_000);
  // What the system may have forgotten is not relied on: the log began again.
  expect(statSync(log).size).toBeLessThan(before);
});

it('an import that the disk takes half of is refused, and nothing of it is kept', async () => {
  const { app } = await start();
  faults.set({ kind: 'full', below: 'imports' });
  const rows = Array.from({ length: 5_000 }, (_, row) => `m-${row},${row}.00,2026-11-01`);
  const { status, body } = await app
    .operator('post', '/v1/imports?program=harbor&pointsPerUnit=1&rounding=floor')
    .set('content-type', 'text/csv')
    .send(['customer_id,price,date', ...rows, ''].join('\n'));
  expect({ status, code: body.code }).toEqual({ status: 503, code: 'STORAGE_UNAVAILABLE' });
  faults.set(undefined);
  const { body: list } = await app.operator('get', '/v1/imports').expect(200);
  expect(list).toMatchObject({ imports: [] });
});

it(`points that were acknowledged survive ${COUNT} faults of each kind, and are there once (seed ${SEED})`, async () => {
  const { app, accountId } = await start();
  const random = seeded(SEED);
  const traffic = new Traffic(() => app, accountId);
  const before = await traffic.available();
  for (let round = 0; round < COUNT; round++) {
    for (const kind of kinds) {
      const clients = Promise.all([traffic.issueUntilTaken(), traffic.issueUntilTaken()]);
      await pause(random() * 15);
      faults.set({ kind, below: below() });
      await pause(random() * 40);
      faults.set(undefined);
      await clients;
    }
  }
  expect(traffic.acknowledged).toBe(COUNT * kinds.length * 2);
  expect((await traffic.available()) - before).toBe(traffic.acknowledged);
  expect(traffic.longestMs).toBeLessThan(2_000);
}, 3_600_000);

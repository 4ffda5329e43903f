/** A gateway's clock that is wrong: an answer that names the clock, nothing forgotten, and all is well when the clock is. */
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { forgetOldWork } from '../../../gateway-api/src/jobs/forget-old-work.js';
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import { LedgerClock } from '../../../gateway-api/src/projection/ledger-clock.js';
import { Database } from '../../../gateway-api/src/store/database.js';
import { createIdempotencyRows } from '../../../gateway-api/src/store/idempotency.js';
import { createOperationRows } from '../../../gateway-api/src/writes/operation-rows.js';
import { NOW } from '../route-world.js';
import { seeded, Traffic } from './traffic.js';
import { freshKey, startWithMembers, until } from '../start-app.js';

const COUNT = Number(process.env['FAULTS'] ?? 10);
const SEED = Number(process.env['FAULTS_SEED'] ?? randomInt(1_000_000));
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const now = Date.parse(NOW);

it.each([
  ['20 minutes ahead', 20 * MINUTE],
  ['20 minutes behind', -20 * MINUTE],
  ['40 days ahead', 40 * DAY],
  ['40 days behind', -40 * DAY],
])('a clock that is %s is named, and what was asked for is done when it is right', async (_how, offMs) => {
  const { app, accountId } = await startWithMembers();
  app.network.peerTime = () => now;
  const issue = (key: string) =>
    app
      .operator('post', '/v1/issuances')
      .set('idempotency-key', key)
      .send({ programId: 'harbor', accountId, amount: '5' });
  const before = freshKey();
  const { body: first } = await issue(before).expect(201);
  jest.setSystemTime(now + offMs);
  const key = freshKey();
  const { body, headers } = await issue(key).expect(503);
  expect(body).toMatchObject({ code: 'CLOCK_WRONG', retryable: true });
  expect(body.detail).toMatch(/clock/);
  expect(headers['retry-after']).toBeDefined();
  for (const path of ['/readyz', '/readyz/reads']) {
    const { body: readiness } = await app.anonymous.get(path).expect(503);
    expect(readiness.reasons[0]).toEqual({ part: 'clock', detail: expect.stringContaining('clock') as string });
  }
  await app.anonymous.get('/livez').expect(200);

  jest.setSystemTime(now);
  const { body: done } = await issue(key).expect(201);
  expect(done.operationId).not.toBe(first.operationId);
  await until(async () => (await app.anonymous.get('/readyz')).status === 200);
  // What was done before is known under its key as if nothing had been.
  const { body: replayed } = await issue(before).expect(201);
  expect(replayed.operationId).toBe(first.operationId);
});

it('a clock that was put right is noticed without anybody writing', async () => {
  const { app } = await startWithMembers();
  app.network.peerTime = () => now;
  jest.setSystemTime(now + 20 * MINUTE);
  await app.operator('post', '/v1/accounts').send({ memberRef: 'm-7' }).expect(503);
  jest.setSystemTime(now);
  await until(async () => (await app.anonymous.get('/readyz')).status === 200);
}, 20_000);

it(`points that were acknowledged survive ${COUNT} jumps of a running gateway’s clock (seed ${SEED})`, async () => {
  const { app, accountId } = await startWithMembers();
  app.network.peerTime = () => now;
  const random = seeded(SEED);
  const traffic = new Traffic(() => app, accountId, 2);
  const before = await traffic.available();
  for (let jump = 0; jump < COUNT; jump++) {
    const clients = [traffic.issueUntilTaken(), traffic.issueUntilTaken()];
    await pause(random() * 10);
    const farMs = [20 * MINUTE, 40 * DAY][jump % 2]!;
    jest.setSystemTime(now + (random() < 0.5 ? farMs : -farMs));
    await pause(random() * 20);
    jest.setSystemTime(now);
    await Promise.all(clients);
  }
  expect(traffic.acknowledged).toBe(2 * COUNT);
  expect((await traffic.available()) - before).toBe(traffic.acknowledged);
}, 3_600_000);

describe('what is kept for 30 days', () => {
  const claim = { scope: 'harbor POST /v1/issuances', key: 'k', fingerprint: 'f' };
  let folder: string;
  let database: Database;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'commonpoint-clock-'));
    database = new Database(join(folder, 'gateway.db'), tables);
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });
  const open = (days?: number) => {
    const clock = new LedgerClock(database);
    const keys = createIdempotencyRows(database, () => clock.stamp());
    const rows = createOperationRows(database, () => clock.stamp());
    const commits = { run: <T>(work: () => T): Promise<T> => Promise.resolve(work()) };
    const { run } = forgetOldWork(commits, [keys, rows], () => clock.atLeast(), days);
    return { clock, keys, rows, forget: () => run(new AbortController().signal) };
  };
  const block = (time: number) => ({ number: 1, hash: '', time, transactions: [] });
  const operation = (id: string) => ({ kind: 'issue', id, programId: 'harbor', accountId: 'a', amount: '1' }) as const;
  const finished = (rows: ReturnType<typeof open>['rows'], id: string): void => {
    rows.insert({ operation: operation(id), role: 'operator', chain: id });
    rows.finish({ operationId: id, state: 'committed', kind: 'issue' });
  };

  it(`survives ${COUNT} jumps of the clock, forward and back`, async () => {
    const { clock, keys, rows, forget } = open();
    clock.applied(block(now));
    for (let jump = 0; jump < COUNT; jump++) {
      jest.setSystemTime(now + (jump % 2 === 0 ? 40 : -40) * DAY);
      finished(rows, `op-${jump}`);
      keys.claim({ ...claim, key: `key-${jump}` });
      await forget();
      jest.setSystemTime(now);
      await forget();
    }
    for (let jump = 0; jump < COUNT; jump++) {
      expect(rows.find(`op-${jump}`)).toBeDefined();
      expect(keys.claim({ ...claim, key: `key-${jump}` }).kind).not.toBe('new');
    }
  });

  it('is forgotten when it is old by the ledger’s time and by the own clock', async () => {
    const { clock, rows, forget } = open();
    clock.applied(block(now));
    finished(rows, 'old');
    clock.applied(block(now + 31 * DAY));
    await forget();
    expect(rows.find('old')).toBeDefined();
    jest.setSystemTime(now + 31 * DAY);
    finished(rows, 'new');
    await forget();
    expect([rows.find('old'), rows.find('new')?.id]).toEqual([undefined, 'new']);
  });

  it('is kept for as many days as is said instead', async () => {
    const { clock, rows, forget } = open(400);
    finished(rows, 'kept');
    for (const [days, isThere] of [
      [399, true],
      [401, false],
    ] as const) {
      clock.applied(block(now + days * DAY));
      jest.setSystemTime(now + days * DAY);
      await forget();
      expect(rows.find('kept') !== undefined).toBe(isThere);
    }
  });

  it('keeps its order where the clock went back between two runs', () => {
    open().rows.insert({ operation: operation('first'), role: 'operator', chain: 'first' });
    jest.setSystemTime(now - DAY);
    const { rows } = open();
    rows.insert({ operation: operation('second'), role: 'operator', chain: 'second' });
    expect(rows.unfinished().map(({ id }) => id)).toEqual(['first', 'second']);
  });
});

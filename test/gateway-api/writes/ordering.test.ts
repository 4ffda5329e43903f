/** Too few orderers: what clients are told, what is kept, and how all goes on. */
import { mkdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import type { Operation } from '@commonpoint/catalogue';
import { OrderingWatch } from '../../../gateway-api/src/writes/ordering-watch.js';
import {
  available,
  caller,
  issue,
  openAccount,
  post,
  redeem,
  silent,
  startWorld,
  type World,
} from './gateway-world.js';
import type { MemoryChannel } from '../../support/memory-channel.js';
import { findOperation } from '../../../gateway-api/src/subjects/points/find-operation.js';
import { setAccountStatus } from '@commonpoint/catalogue';
import { defaultFormat } from '../../../gateway-api/src/imports/file-format.js';

jest.setTimeout(30_000);

let world: World;
beforeEach(async () => (world = await startWorld()));
afterEach(() => world.end());

const timing = { ordering: { refusedMs: 40, silentMs: 150, everyMs: 10 } };

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 5_000; !(await condition()); await pause(5))
    if (Date.now() > end) throw new Error('never');
}

const claim = (key: string) => ({ scope: 'harbor POST /v1/issuances', key, fingerprint: 'f' });
const submit = (gateway: Gateway, key: string, operation: Operation, waitMs = 5_000) =>
  gateway.operations.submit(caller('harbor'), [operation], { waitMs, idempotency: claim(key) });
const isAvailable = (gateway: Gateway): boolean => gateway.health.readiness().orderingAvailable;
const stateOf = async (gateway: Gateway, id: string): Promise<string> =>
  (await findOperation(gateway, caller('harbor'), id)).state;

/** A gateway whose orderers have stopped, with one operation in doubt. */
async function stuck(
  how: 'too few' | 'forgetful' = 'too few',
): Promise<{ gateway: Gateway; channel: MemoryChannel; alice: string; bob: string }> {
  const { gateway, channel } = world.open('harbor', timing);
  const alice = await openAccount(gateway, 'harbor', 'alice');
  const bob = await openAccount(gateway, 'harbor', 'bob');
  await post(gateway, 'harbor', issue('before', alice, 100));
  world.network.orderers = how;
  await submit(gateway, 'doubt', redeem('doubt', alice, 10), 0);
  await until(() => !isAvailable(gateway));
  return { gateway, channel, alice, bob };
}

function recover(): void {
  world.network.orderers = 'working';
  world.network.cut();
}

describe.each(['too few', 'forgetful'] as const)('orderers that are %s', (how) => {
  test('a new write is refused at once, leaves nothing, and is done under its key when they are back', async () => {
    const { gateway, channel, bob } = await stuck(how);
    const endorsed = channel.endorsed.length;
    const refused = submit(gateway, 'k', issue('new', bob, 5));
    await expect(refused).rejects.toMatchObject({ code: 'ORDERING_UNAVAILABLE', more: { retryAfterS: 2 } });
    await expect(findOperation(gateway, caller('harbor'), 'new')).rejects.toMatchObject({
      code: 'OPERATION_UNKNOWN',
    });
    expect(channel.endorsed.length).toBe(endorsed);
    recover();
    await until(() => isAvailable(gateway));
    expect(await submit(gateway, 'k', issue('new', bob, 5))).toMatchObject({ results: [{ state: 'committed' }] });
    expect(await available(gateway, bob)).toBe('5');
  });

  test('what was in doubt takes effect once, without being asked for again', async () => {
    const { gateway, channel, alice } = await stuck(how);
    expect(['submitted', 'unknown']).toContain(await stateOf(gateway, 'doubt'));
    recover();
    await until(async () => (await stateOf(gateway, 'doubt')) === 'committed');
    expect(await available(gateway, alice)).toBe('90');
    expect(channel.endorsed.filter(({ request }) => request.includes('"doubt"'))).toHaveLength(1);
  });

  test('it is found out within a little more than a second that they are back', async () => {
    const { gateway } = await stuck(how);
    world.network.orderers = 'working';
    const startedAt = Date.now();
    await until(() => isAvailable(gateway));
    expect(Date.now() - startedAt).toBeLessThan(1_500);
  });
});

test('who asks again for what was done, or is in doubt, is answered as before', async () => {
  const { gateway, alice } = await stuck();
  const [done] = await post(gateway, 'harbor', issue('before', alice, 100));
  expect(done).toMatchObject({ state: 'committed' });
  expect(await submit(gateway, 'doubt', redeem('doubt', alice, 10), 0)).toMatchObject({
    kind: 'replay',
    results: [{ state: 'unknown', txId: expect.any(String) }],
  });
});

test('what waits behind it is refused, unless somebody was told that it will be done', async () => {
  const { gateway, channel } = world.open('harbor', { ordering: { ...timing.ordering, refusedMs: 700 } });
  const alice = await openAccount(gateway, 'harbor', 'alice');
  await post(gateway, 'harbor', issue('before', alice, 100));
  world.network.orderers = 'too few';
  await submit(gateway, 'k0', redeem('doubt', alice, 10), 0);
  await until(() => channel.submitted.includes(channel.endorsed.at(-1)!.txId));
  const promised = await submit(gateway, 'k1', redeem('promised', alice, 10), 0);
  expect(promised).toMatchObject({ results: [{ state: 'accepted' }] });
  expect(await submit(gateway, 'k2', redeem('waiting', alice, 10))).toMatchObject({
    results: [{ state: 'rejected', code: 'ORDERING_UNAVAILABLE' }],
  });
  recover();
  await until(async () => (await stateOf(gateway, 'promised')) === 'committed');
  expect(await available(gateway, alice)).toBe('80');
  expect(await submit(gateway, 'k2', redeem('waiting', alice, 10))).toMatchObject({
    results: [{ state: 'committed' }],
  });
});

test('rarer transactions are refused as well', async () => {
  const { gateway, channel, alice } = await stuck();
  const endorsed = channel.endorsed.length;
  const refusal = { code: 'ORDERING_UNAVAILABLE' };
  const options = { waitMs: 5_000 };
  await expect(openAccount(gateway, 'harbor', 'carol')).rejects.toMatchObject(refusal);
  await expect(
    gateway.transactions.write(
      caller('harbor').role,
      setAccountStatus,
      { accountId: alice, status: 'frozen' },
      options,
    ),
  ).rejects.toMatchObject(refusal);
  expect(channel.endorsed.length).toBe(endorsed);
});

test('an import waits, and goes on by itself', async () => {
  const { gateway } = await stuck();
  mkdirSync(`${world.folder}/harbor-imports`, { recursive: true });
  const csv = 'customer_id,date,quantity,amount\ncarol,2026-01-02,1,7\nalice,2026-01-02,1,8\n';
  const started = await gateway.imports.start(
    Readable.from([Buffer.from(csv)]),
    { programId: 'harbor', pointsPerUnit: '1', rounding: 'floor', earnedOn: 'import', format: defaultFormat },
    caller('harbor'),
    { scope: 'harbor POST /v1/imports', key: 'i' },
  );
  if (started.kind !== 'new') throw new Error(started.kind);
  const { importId } = started.import;
  await pause(200);
  expect(await gateway.imports.get(importId)).toMatchObject({ state: 'running', rowsPosted: 0 });
  recover();
  await until(async () => (await gateway.imports.get(importId)).state === 'completed');
  expect(await gateway.imports.get(importId)).toMatchObject({ rowsPosted: 2, rowsRejected: 0 });
});

test('orderers that forget what they took are sent it again, also if others’ blocks come', async () => {
  const { gateway } = world.open('harbor', { sender: { lateMs: 60 } });
  const alice = await openAccount(gateway, 'harbor', 'alice');
  world.network.orderers = 'forgetful';
  await submit(gateway, 'k', issue('one', alice, 10), 0);
  await until(async () => (await stateOf(gateway, 'one')) === 'submitted');
  world.network.orderers = 'working';
  await until(async () => (await stateOf(gateway, 'one')) === 'committed');
  expect(await available(gateway, alice)).toBe('10');
});

test('a peer that says nothing is not the orderers’ fault', async () => {
  const { gateway, channel } = world.open('harbor', timing);
  const alice = await openAccount(gateway, 'harbor', 'alice');
  channel.isSilent = true;
  world.network.orderers = 'forgetful';
  await submit(gateway, 'k', issue('one', alice, 10), 0);
  await pause(400);
  expect(isAvailable(gateway)).toBe(true);
  channel.isSilent = false;
  await until(() => !isAvailable(gateway));
});

test('a peer whose blocks have not arrived here is not the orderers’ fault either', async () => {
  const { gateway, channel } = world.open('harbor', timing);
  const alice = await openAccount(gateway, 'harbor', 'alice');
  channel.blocksVisible = world.network.blocks.length;
  await submit(gateway, 'k', issue('one', alice, 10), 0);
  await pause(400);
  expect(isAvailable(gateway)).toBe(true);
});

test.each(['taken', 'applied'] as const)(
  'a submission that waited in vain proves nothing if others were %s',
  async (sign) => {
    const watch = new OrderingWatch({
      height: () => Promise.resolve(1),
      lastBlock: () => 0,
      log: silent,
      // Longer than a busy machine keeps a test waiting after a pause.
      timing: { refusedMs: 1_500, silentMs: 60_000, everyMs: 10 },
    });
    try {
      const submittedAt = performance.now();
      watch.handingOver('a');
      await pause(1_520);
      watch[sign]();
      watch.refused(submittedAt);
      await pause(50);
      expect(watch.isStuck).toBe(false);
      await until(() => watch.isStuck);
    } finally {
      watch.stop();
    }
  },
);

test('a quiet channel is no sign of anything', async () => {
  const { gateway } = world.open('harbor', timing);
  await openAccount(gateway, 'harbor', 'alice');
  await pause(400);
  expect(isAvailable(gateway)).toBe(true);
});

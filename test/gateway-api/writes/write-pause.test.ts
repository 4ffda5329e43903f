/** Writes wait while orderers change: nothing is begun, nothing is refused, and it ends by itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PAUSES_MAX, type PlanExecution, setAccountStatus } from '@commonpoint/catalogue';
import type { ChannelBlock } from '../../../gateway-api/src/channel/channel.js';
import { WritePause } from '../../../gateway-api/src/writes/write-pause.js';
import { caller, issue, openAccount, silent, startWorld, type World } from './gateway-world.js';

const planHash = 'ab'.repeat(32);
const pause = { times: 1, at: new Date().toISOString() };
const row = (value: Partial<PlanExecution>, mspId = 'HarborMSP', proposalId = 'HarborMSP:one') => ({
  key: ['plan-execution', planHash, proposalId, mspId],
  value: Buffer.from(JSON.stringify({ planHash, proposalId, mspId, ...value })),
});
const blockOf = (...of: Parameters<typeof row>): ChannelBlock => ({
  number: 5,
  hash: '',
  transactions: [{ txId: 't', index: 0, validationCode: 0, writes: [row(...of)], hashedWrites: [] }],
});
const configuration: ChannelBlock = {
  number: 6,
  hash: '',
  transactions: [],
  network: { version: 2, time: 0, organizations: [], orderers: [], certificates: [] },
};

describe('a pause', () => {
  let writes: WritePause;
  afterEach(() => writes.stop());
  const timing = { pauseMs: 60_000, afterwardsMs: 5 };

  test('begins with the block that says so, and ends a moment after the next configuration', async () => {
    writes = new WritePause(silent, timing);
    writes.applied(blockOf({ pause }));
    expect(writes.isOn).toBe(true);
    const waiting = writes.over();
    writes.applied(configuration);
    expect(writes.isOn).toBe(true);
    await waiting;
    expect(writes.isOn).toBe(false);
  });

  test('ends with the record of what it was for', async () => {
    writes = new WritePause(silent, timing);
    writes.applied(blockOf({ pause }));
    writes.applied(blockOf({ pause, recorded: { block: 4, sequence: 2, at: pause.at } }));
    await writes.over();
  });

  test('does not end with another member’s record', async () => {
    writes = new WritePause(silent, timing);
    writes.applied(blockOf({ pause }));
    writes.applied(blockOf({ recorded: { block: 1, sequence: 1, at: pause.at } }, 'GreenMartMSP'));
    await sleep(50);
    expect(writes.isOn).toBe(true);
  });

  test('is heeded once for each that its row counts', async () => {
    writes = new WritePause(silent, { ...timing, pauseMs: 5 });
    const heeded = async (times: number) => {
      writes.applied(blockOf({ pause: { ...pause, times, at: new Date().toISOString() } }));
      const { isOn } = writes;
      await writes.over();
      return isOn;
    };
    const asked = [1, 1, 2, 1, 2];
    const answers = [];
    for (const times of asked) answers.push(await heeded(times));
    expect(answers).toEqual([true, false, true, false, false]);
  });

  test('is heeded a few times within some minutes, whoever asks for it and for what', async () => {
    writes = new WritePause(silent, { ...timing, pauseMs: 5, heededMax: 3, heededInMs: 60_000 });
    let count = 0;
    for (let asked = 0; asked < 10; asked += 1) {
      writes.applied(blockOf({ pause }, 'HarborMSP', `HarborMSP:${asked}`));
      count += Number(writes.isOn);
      await writes.over();
    }
    expect(count).toBe(3);
  });

  test('ends by itself when nothing comes of it', async () => {
    writes = new WritePause(silent, { ...timing, pauseMs: 5 });
    writes.applied(blockOf({ pause }));
    await writes.over();
    expect(writes.isOn).toBe(false);
  });

  test.each<[string, Partial<PlanExecution>]>([
    ['one of long ago, as a gateway sees that was away', { pause: { ...pause, at: '2026-01-01T00:00:00.000Z' } }],
    ['what is recorded', { pause, recorded: { block: 4, sequence: 2, at: pause.at } }],
    ['a record of what nobody waited for', {}],
  ])('does not begin by %s', (_what, value) => {
    writes = new WritePause(silent, timing);
    writes.applied(blockOf(value));
    writes.applied({ number: 7, hash: '', transactions: [] });
    expect(writes.isOn).toBe(false);
  });

  test('keeps so many waiting and no more: others are told to come again', async () => {
    writes = new WritePause(silent, timing);
    writes.applied(blockOf({ pause: { ...pause, times: PAUSES_MAX } }));
    const waiting = Array.from({ length: 1_000 }, () => writes.over());
    await expect(writes.over()).rejects.toMatchObject({ code: 'QUEUE_FULL', more: { retryAfterS: 1 } });
    writes.stop();
    await Promise.all(waiting);
  });
});

describe('a gateway', () => {
  let world: World;
  beforeEach(async () => (world = await startWorld()));
  afterEach(() => world.end());

  test('keeps what comes meanwhile, operations and other writes, and does it afterwards', async () => {
    const { gateway, channel } = world.open('harbor', { pause: { pauseMs: 60_000, afterwardsMs: 1 } });
    const accountId = await openAccount(gateway, 'harbor', 'alice');
    const other = await openAccount(gateway, 'harbor', 'bob');
    const made = { name: 'Governance:PauseWrites', request: '{}' };
    world.network.appendForged([row({ pause: { ...pause, at: new Date().toISOString() } })], 'ab'.repeat(32), made);
    for (let tries = 0; !gateway.health.readiness().writesWait && tries < 200; tries++) await sleep(5);
    expect(gateway.health.readiness()).toMatchObject({ writesWait: true, orderingAvailable: true });
    const endorsed = channel.endorsed.length;
    const claim = { scope: 'harbor POST /v1/issuances', key: 'k', fingerprint: 'f' };
    const posted = gateway.operations.submit(caller('harbor'), [issue('one', accountId, 5)], {
      waitMs: 5_000,
      idempotency: claim,
    });
    const frozen = gateway.transactions.run('operator', setAccountStatus, {
      accountId: other,
      status: 'frozen',
    });
    await sleep(50);
    expect(channel.endorsed.length).toBe(endorsed);
    expect(gateway.health.readiness()).toMatchObject({ writesWait: true, queueLength: 1 });
    const recorded = { block: 4, sequence: 2, at: pause.at };
    world.network.appendForged([row({ pause, recorded })], 'cd'.repeat(32), made);
    expect(await posted).toMatchObject({ results: [{ state: 'committed' }] });
    await frozen;
    expect(gateway.health.readiness()).toMatchObject({ writesWait: false, queueLength: 0 });
  });
});

/** The watch over the ledger when the one that judges dies, is slow, or cannot be given everything at once. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StateFile } from '../../../audit/src/state-file.js';
import { StateNotKept } from '../../../audit/src/store.js';
import type { ChannelBlock } from '../../../gateway-api/src/channel/channel.js';
import type { JudgeEvents, StartJudge } from '../../../gateway-api/src/watch/judge.js';
import { LedgerWatch } from '../../../gateway-api/src/watch/ledger-watch.js';
import { BlockJudge } from '../../../gateway-api/src/watch/block-judge.js';
import { startThread } from '../../../gateway-api/src/watch/start-thread.js';
import { startApp, startWithMembers, until, type StartedApp } from '../start-app.js';
import { silent } from '../writes/gateway-world.js';
import { judgeHere } from './judge-here.js';

const folder = mkdtempSync(join(tmpdir(), 'watch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const readiness = async (app: StartedApp) =>
  (await app.anonymous.get('/readyz')).body as {
    ready: boolean;
    projectionBlock: number;
    watch: { state: string; block: number; findings: number };
  };
const metric = async (app: StartedApp, name: string): Promise<number> => {
  const { text } = await app.anonymous.get('/metrics');
  return Number(new RegExp(`^commonpoint_${name} (.*)$`, 'm').exec(text)?.[1]);
};
const forge = (app: StartedApp, accountId: string): void =>
  app.network.appendForged(
    [{ key: ['lot', accountId, 'harbor', '2028-11-30', 'forged', '00000'], value: Buffer.from('{"amount":"1000"}') }],
    'forged',
  );
const findings = async (app: StartedApp): Promise<number> => (await readiness(app)).watch.findings;

it('dies: that is in /readyz and in a metric, requests are answered, and the next one judges what came meanwhile', async () => {
  let isMortal = true;
  const path = join(folder, 'mortal');
  /** Dies of the next block that it is given. */
  const startJudge: StartJudge = (events) => {
    const judge = judgeHere(path)(events);
    return {
      ...judge,
      judge: (bytes) => {
        if (!isMortal) return judge.judge(bytes);
        isMortal = false;
        void judge.stop(0).then(() => events.ended(new Error('out of memory')));
      },
    };
  };
  const { app, accountId } = await startWithMembers({ parts: { watch: { startJudge, suspendOnForgery: false } } });
  await until(async () => (await readiness(app)).watch.state === 'broken');
  expect((await readiness(app)).ready).toBe(true);
  expect(await metric(app, 'watch_working')).toBe(0);
  await app.operator('post', '/v1/issuances').send({ programId: 'harbor', accountId, amount: '5' }).expect(201);
  forge(app, accountId);
  await until(async () => (await findings(app)) > 0);
  await until(async () => (await readiness(app)).watch.state === 'watching');
  expect(await metric(app, 'watch_working')).toBe(1);
  const died = app.lines.filter(({ message }) => message.startsWith('Blocks are not watched'));
  expect(died).toMatchObject([{ level: 'error', fields: { pauseMs: 1_000 } }]);
});

it('finds the disk full when it opens its file: what is in it stays, with what was acted on', () => {
  const path = join(folder, 'full');
  const options = { statePath: path, chaincode: 'points' };
  new BlockJudge(options).close(7);
  const full = Object.assign(new Error('database or disk is full'), { errcode: 13 });
  const errors = [full, new StateNotKept('database or disk is full', { cause: full })];
  for (const error of errors) {
    const check = jest.spyOn(StateFile.prototype, 'check').mockImplementation(() => {
      throw error;
    });
    expect(() => new BlockJudge(options)).toThrow('disk is full');
    check.mockRestore();
  }
  const again = new BlockJudge(options);
  expect(again.begun.actedOn).toBe(7);
  again.close(7);
});

describe('its file is damaged in the middle', () => {
  const rebuilt = async (damage: (path: string) => void) => {
    const name = join(folder, `damaged-${damage.name}`);
    const parts = () => ({ watch: { startJudge: judgeHere(name), suspendOnForgery: false } });
    const { app, accountId } = await startWithMembers({ parts: parts() });
    for (let n = 0; n < 60; n += 1)
      await app.operator('post', '/v1/issuances').send({ programId: 'harbor', accountId, amount: '5' }).expect(201);
    await until(async () => (await readiness(app)).watch.block === app.network.blocks.length - 1);
    await app.gateway.close(1_000);
    damage(name);
    const again = await startApp({ network: app.network, parts: parts() });
    await again.operator('post', '/v1/issuances').send({ programId: 'harbor', accountId, amount: '5' }).expect(201);
    await until(async () => (await readiness(again)).watch.block === again.network.blocks.length - 1);
    expect((await readiness(again)).watch).toMatchObject({ state: 'watching', findings: 0 });
    expect(again.lines.filter(({ message }) => message.startsWith('Blocks are not watched'))).toEqual([]);
  };

  it('a page of it: it is made anew from the blocks', () =>
    rebuilt(function page(path) {
      const bytes = readFileSync(path);
      bytes.fill(0xff, 4096 * 3, 4096 * 5);
      writeFileSync(path, bytes);
    }));

  it('and it is seen only when it is needed: a value that does not decode', async () => {
    const path = join(folder, 'needed');
    const judge = new BlockJudge({ statePath: path, chaincode: 'points' });
    const { app } = await startWithMembers();
    const blocks = app.network.blocks.map(({ number }) => app.network.encoded(number));
    for (const block of blocks.slice(0, -1)) judge.judge(block);
    judge.close(0);
    const database = new DatabaseSync(path);
    const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all() as { name: string }[];
    for (const { name } of tables) if (name !== 'end') database.exec(`UPDATE "${name}" SET value = '{'`);
    database.close();
    const anew = new BlockJudge({ statePath: path, chaincode: 'points' });
    expect(anew.begun.isAnew).toBe(true);
    for (const block of blocks) expect(anew.judge(block)).toEqual([]);
    anew.close(0);
  });
});

it('lags: by how much is in /readyz and in metrics, and requests do not wait for it', async () => {
  const waiting: (() => void)[] = [];
  let isSlow = true;
  const startJudge: StartJudge = (events) => {
    const judge = judgeHere(join(folder, 'slow'))(events);
    return {
      ...judge,
      judge: (bytes) => {
        if (isSlow) waiting.push(() => judge.judge(bytes));
        else judge.judge(bytes);
      },
    };
  };
  const { app, accountId } = await startWithMembers({ parts: { watch: { startJudge, suspendOnForgery: false } } });
  await app.operator('post', '/v1/issuances').send({ programId: 'harbor', accountId, amount: '5' }).expect(201);
  forge(app, accountId);
  await until(async () => (await readiness(app)).projectionBlock === app.network.blocks.length - 1);
  const { watch, ready } = await readiness(app);
  expect({ ready, judged: watch.block, findings: watch.findings }).toEqual({
    ready: true,
    judged: undefined,
    findings: 0,
  });
  expect([await metric(app, 'watch_block'), await metric(app, 'projection_block')]).toEqual([
    -1,
    app.network.blocks.length - 1,
  ]);
  isSlow = false;
  for (const judge of waiting.splice(0)) judge();
  await until(async () => (await findings(app)) > 0);
  await until(async () => (await readiness(app)).watch.block === app.network.blocks.length - 1);
});

it('what is more than may wait is read from the peer again, each block once and in order', async () => {
  const BLOCK_BYTES = 12 * 1024 * 1024;
  const COUNT = 12;
  const given: number[] = [];
  let events!: JudgeEvents;
  let last = 0;
  const block = (number: number): ChannelBlock => ({
    number,
    hash: '',
    transactions: [],
    encoded: () => bytesOf(number),
  });
  const bytesOf = (number: number): Uint8Array => new Uint8Array(BLOCK_BYTES).fill(number, 0, 1);
  const watch = new LedgerWatch({
    channel: {
      async *encodedBlocks(from) {
        for (let number = from; number <= last; number += 1) yield { number, bytes: () => bytesOf(number) };
      },
    },
    startJudge: (told) => {
      events = told;
      return { judge: (bytes) => void given.push(bytes[0]!), keep: () => undefined, stop: async () => undefined };
    },
    lastBlock: () => last,
    log: silent,
  });
  watch.start();
  events.ready({ next: 0, found: [], actedOn: 0, isAnew: true });
  await until(() => watch.status.state === 'watching');
  for (last = 1; last < COUNT; last += 1) watch.follow(block(last));
  last = COUNT - 1;
  // Nobody has judged anything yet: what waits is bounded.
  expect(given.length * BLOCK_BYTES).toBeLessThan(64 * 1024 * 1024);
  for (let judged = 0; judged < COUNT; judged += 1) {
    await until(() => given.length > judged);
    events.judged(judged, []);
  }
  expect(given).toEqual(Array.from({ length: COUNT }, (_, n) => n));
  await until(() => watch.status.state === 'watching');
  expect(watch.status.block).toBe(COUNT - 1);
  await watch.stop();
});

it('what comes while earlier blocks are read again is not asked of the peer a second time', async () => {
  const given: number[] = [];
  const sent: number[] = [];
  let events!: JudgeEvents;
  let last = 5;
  const bytesOf = (number: number): Uint8Array => Uint8Array.of(number);
  const watch = new LedgerWatch({
    channel: {
      async *encodedBlocks(from) {
        for (let number = from; number <= last; number += 1)
          yield { number, bytes: () => (sent.push(number), bytesOf(number)) };
      },
    },
    startJudge: (told) => {
      events = told;
      return { judge: (bytes) => void given.push(bytes[0]!), keep: () => undefined, stop: async () => undefined };
    },
    lastBlock: () => last,
    log: silent,
  });
  watch.start();
  events.ready({ next: 0, found: [], actedOn: 0, isAnew: true });
  // The judge has enough for now.
  await until(() => given.length === 4);
  for (last = 6; last < 10; last += 1)
    watch.follow({ number: last, hash: '', transactions: [], encoded: bytesOf.bind(undefined, last) });
  last = 9;
  for (let judged = 0; judged < 10; judged += 1) {
    await until(() => given.length > judged);
    events.judged(judged, []);
  }
  await until(() => watch.status.state === 'watching');
  expect(given).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(sent).toEqual([0, 1, 2, 3, 4, 5]);
  await watch.stop();
});

describe('a thread', () => {
  const script = (name: string, text: string): string => {
    const path = join(folder, `${name}.cjs`);
    writeFileSync(path, `const { parentPort } = require('node:worker_threads');\n${text}`);
    return path;
  };
  const ready = `parentPort.postMessage({ kind: 'ready', next: 0, found: [], actedOn: 0, isAnew: true });`;
  const startIt = (path: string) => {
    const told: string[] = [];
    const judge = startThread(
      { statePath: '', chaincode: 'points' },
      path,
    )({
      ready: () => void told.push('ready'),
      judged: (number) => void told.push(`judged ${number}`),
      ended: (error) => void told.push(`ended: ${error.message}`),
    });
    return { judge, told };
  };

  it('that throws is told as ended, once, with the reason', async () => {
    const path = script('throws', `parentPort.on('message', () => { throw new Error('a block too much'); }); ${ready}`);
    const { judge, told } = startIt(path);
    await until(() => told.includes('ready'));
    judge.judge(new Uint8Array(8));
    await until(() => told.length > 1);
    await judge.stop(0);
    expect(told).toEqual(['ready', 'ended: a block too much']);
  });

  it('that takes more memory than it may ends alone', async () => {
    const path = script('grows', `${ready} const all = []; for (;;) all.push(new Array(1e6).fill(all.length + 0.5));`);
    const { told } = startIt(path);
    await until(() => told.some((line) => line.startsWith('ended')));
    expect(told.at(-1)).toContain('memory');
  });

  it('that is stopped is not told as ended', async () => {
    const path = script('stops', `parentPort.on('message', ({ kind }) => kind === 'stop' && process.exit()); ${ready}`);
    const { judge, told } = startIt(path);
    await until(() => told.includes('ready'));
    await judge.stop(0);
    expect(told).toEqual(['ready']);
  });
});

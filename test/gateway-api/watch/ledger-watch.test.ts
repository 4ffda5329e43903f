/** What the gateway raises of blocks that break the rules, and what it leaves in peace. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RowWrite } from '../../../gateway-api/src/channel/channel.js';
import { catalogue } from '@commonpoint/catalogue';
import { submitAs } from '../route-world.js';
import { startWithMembers, until, type StartedApp } from '../start-app.js';
import { BlockJudge } from '../../../gateway-api/src/watch/block-judge.js';
import type { StartJudge } from '../../../gateway-api/src/watch/judge.js';
import { judgeHere } from './judge-here.js';

const folder = mkdtempSync(join(tmpdir(), 'watch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const stateFile = (): string => join(folder, `state-${++files}`);

const watching = (suspendOnForgery = false, path = stateFile()) => ({
  watch: { startJudge: judgeHere(path), suspendOnForgery },
});
const readiness = async (app: StartedApp) =>
  (await app.anonymous.get('/readyz')).body as {
    ready: boolean;
    projectionBlock: number;
    watch: { state: string; block: number; findings: number; last?: { block: number; about: string } };
  };
const watched = (app: StartedApp) =>
  until(async () => {
    const { projectionBlock, watch } = await readiness(app);
    return (
      watch.state === 'watching' && watch.block === projectionBlock && app.network.blocks.length === projectionBlock + 1
    );
  });
const findingsIn = (app: StartedApp): string[] =>
  app.lines
    .filter(({ level, message }) => level === 'error' && message === 'A block holds what breaks the rules')
    .map(({ fields }) => (fields as { text: string }).text);

const row = (key: readonly string[], value?: object): RowWrite =>
  value === undefined ? { key } : { key, value: Buffer.from(JSON.stringify(value)) };
/** The newest row of a type on the ledger, as blocks have it. */
const rowOf = (app: StartedApp, type: string): RowWrite & { readonly value: Uint8Array } =>
  app.network.blocks
    .flatMap(({ transactions }) => transactions.flatMap(({ writes }) => writes))
    .findLast(({ key, value }) => key[0] === type && value !== undefined) as never;
const contentOf = (app: StartedApp, type: string) =>
  JSON.parse(Buffer.from(rowOf(app, type).value).toString()) as object;

/** Everything that tills do: issuances, redemptions at both, transfers, holds that are captured, voided and left, returns. */
async function trade(app: StartedApp, accountId: string, otherId: string): Promise<void> {
  const post = async (path: string, body: object) => {
    const { status, body: reply } = await app.operator('post', path).send({ programId: 'harbor', ...body });
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(reply)}`);
    return reply as { operationId: string };
  };
  await post('/v1/issuances', { accountId, amount: '50' });
  await post('/v1/redemptions', { accountId, amount: '30', acceptor: 'CityParkMSP' });
  await post('/v1/redemptions', { accountId, amount: '5' });
  await post('/v1/transfers', { fromAccountId: accountId, toAccountId: otherId, amount: '10' });
  await post('/v1/holds', { accountId, amount: '7', ttlSeconds: 600 });
  await post('/v1/holds', { accountId, amount: '4', ttlSeconds: 600, beneficiary: 'CityParkMSP' });
}

it('raises nothing of what tills do', async () => {
  const { app, accountId, otherId } = await startWithMembers({ parts: watching() });
  await trade(app, accountId, otherId);
  await watched(app);
  expect(findingsIn(app)).toEqual([]);
  expect((await readiness(app)).watch.findings).toBe(0);
});

const forgeries: [string, (app: StartedApp, accountId: string) => RowWrite[], RegExp][] = [
  [
    'a lot out of nothing',
    (_app, accountId) => [
      row(['lot', accountId, 'harbor', '2028-11-30', 'forged', '00000'], {
        amount: '1000000',
        originMspId: 'HarborMSP',
        originId: 'none',
      }),
    ],
    /moved balance of \S+ harbor: 1000000 by rows, 0 by receipts/,
  ],
  [
    'a quota beyond the cap',
    (app) => {
      const { key } = rowOf(app, 'quota');
      return [row(key, { ...contentOf(app, 'quota'), granted: '9000000' })];
    },
    /programme harbor: \d+ granted exceeds the cap/,
  ],
  [
    'a debt that was removed',
    (app) => [row(rowOf(app, 'clearing').key)],
    /moved clearing of 2026-11 HarborMSP CityParkMSP harbor: -30 by rows, 0 by receipts/,
  ],
  [
    'a hold of another one that was taken',
    (app) => {
      const hold = rowOf(app, 'hold');
      const [, mspId, holdId] = hold.key;
      const content = contentOf(app, 'hold') as { accountId: string; amount: string };
      const receipt = {
        id: 'theft',
        mspId: 'GreenMartMSP',
        kind: 'capture',
        programId: 'harbor',
        accountId: content.accountId,
        amount: content.amount,
        acceptor: 'GreenMartMSP',
        holdMspId: mspId,
        holdId,
        clearingValue: '900000',
        txId: 'forged',
        txTime: '2026-11-23T09:31:00.000Z',
      };
      return [
        row(hold.key, { ...content, status: 'captured', captured: content.amount }),
        row(['op', 'GreenMartMSP', 'theft'], receipt),
      ];
    },
    /theft resolved a hold that was CityParkMSP’s until .*, of harbor/,
  ],
  [
    'points that went without a receipt',
    (app) => [row(rowOf(app, 'lot').key)],
    /moved balance of \S+ harbor: -\d+ by rows, 0 by receipts/,
  ],
];

describe.each(forgeries)('%s', (_what, forge, told) => {
  it('is in the log, in /readyz and in a metric within a second, and the programme is suspended', async () => {
    const { app, accountId, otherId } = await startWithMembers({ parts: watching(true) });
    await trade(app, accountId, otherId);
    await watched(app);
    app.network.appendForged(forge(app, accountId), 'forged');
    const since = performance.now();
    const block = app.network.blocks.length - 1;
    await until(async () => (await readiness(app)).watch.findings > 0);
    expect(performance.now() - since).toBeLessThan(1_000);
    expect(findingsIn(app).join('\n')).toMatch(told);
    expect(await readiness(app)).toMatchObject({ ready: true, watch: { last: { block, about: 'ledger' } } });
    const { text } = await app.anonymous.get('/metrics');
    expect(text).toMatch(/^commonpoint_watch_findings [1-9]/m);
    await until(() => app.submitted().some(({ name }) => name === 'Programs:SetStatus'));
    expect(app.submitted().at(-1)).toEqual({
      name: 'Programs:SetStatus',
      request: { programId: 'harbor', status: 'suspended' },
    });
    expect(performance.now() - since).toBeLessThan(1_000);
  });
});

const lotOf = (accountId: string, n: string) =>
  row(['lot', accountId, 'harbor', '2028-11-30', `forged-${n}`, '00000'], { amount: '1000' });

it('does not suspend a programme where that is not wanted, nor that of another one', async () => {
  const { app, accountId } = await startWithMembers({ parts: watching() });
  const other = await startWithMembers({ organization: 'citypark', network: app.network, parts: watching(true) });
  await watched(app);
  app.network.appendForged([lotOf(accountId, '1')], 'forged-1');
  await until(() => findingsIn(app).length > 0 && findingsIn(other.app).length > 0);
  await pause(500);
  expect(app.submitted().map(({ name }) => name)).not.toContain('Programs:SetStatus');
});

it('raises once what stays wrong, and again what comes to it', async () => {
  const { app, accountId, otherId } = await startWithMembers({ parts: watching() });
  await watched(app);
  app.network.appendForged([lotOf(accountId, '1')], 'forged-1');
  await watched(app);
  const first = findingsIn(app).length;
  await trade(app, accountId, otherId);
  await watched(app);
  expect(findingsIn(app)).toHaveLength(first);
  app.network.appendForged([lotOf(accountId, '2')], 'forged-2');
  await watched(app);
  expect(findingsIn(app).length).toBeGreaterThan(first);
});

it('goes on where it was, and says what it found before', async () => {
  const path = stateFile();
  const first = await startWithMembers({ parts: watching(true, path) });
  first.app.network.appendForged([lotOf(first.accountId, '1')], 'forged-1');
  await until(() => first.app.submitted().some(({ name }) => name === 'Programs:SetStatus'));
  await watched(first.app);
  const { findings } = (await readiness(first.app)).watch;
  await first.app.gateway.close(0);
  // While it is away, people resume the programme, and it is forged once more.
  await submitAs(first.app.network, 'harbor', catalogue.setProgramStatus, { programId: 'harbor', status: 'active' });
  const again = await startWithMembers({ network: first.app.network, parts: watching(true, path) });
  await watched(again.app);
  expect(findingsIn(again.app)).toEqual([]);
  expect((await readiness(again.app)).watch.findings).toBe(findings);
  expect(await statusOf(again.app)).toBe('active');
  await again.app.gateway.close(0);
  first.app.network.appendForged([lotOf(first.accountId, '2')], 'forged-2');
  const last = await startWithMembers({ network: first.app.network, parts: watching(true, path) });
  await until(async () => (await statusOf(last.app)) === 'suspended');
  expect(findingsIn(last.app).length).toBeGreaterThan(0);
});

it('acts after its next start on what is judged while it stops, and tells it once', async () => {
  const path = stateFile();
  /** What is handed over is judged when it is stopped, and nobody hears of it: so do blocks that a thread gathers. */
  const gathering: StartJudge = (events) => {
    let isStopped = false;
    const judge = judgeHere(path)({
      ...events,
      judged: (block, findings) => {
        if (!isStopped) events.judged(block, findings);
      },
    });
    const gathered: Uint8Array[] = [];
    return {
      judge: (bytes) => void gathered.push(bytes),
      keep: (actedOn) => judge.keep(actedOn),
      stop: async (actedOn) => {
        isStopped = true;
        for (const bytes of gathered) judge.judge(bytes);
        await judge.stop(actedOn);
      },
    };
  };
  const first = await startWithMembers({ parts: { watch: { startJudge: gathering, suspendOnForgery: true } } });
  first.app.network.appendForged([lotOf(first.accountId, '1')], 'forged-1');
  await until(async () => (await readiness(first.app)).projectionBlock === first.app.network.blocks.length - 1);
  await first.app.gateway.close(0);
  expect(findingsIn(first.app)).toEqual([]);
  const again = await startWithMembers({ network: first.app.network, parts: watching(true, path) });
  await until(async () => (await statusOf(again.app)) === 'suspended');
  const told = findingsIn(again.app);
  expect(told.length).toBeGreaterThan(0);
  expect((await readiness(again.app)).watch.findings).toBe(told.length);
  await again.app.gateway.close(0);
  const last = await startWithMembers({ network: first.app.network, parts: watching(true, path) });
  await watched(last.app);
  expect(findingsIn(last.app)).toEqual([]);
});

it('acts after its next start on what it could not act on, whatever its file was written for meanwhile', async () => {
  const path = stateFile();
  const { app, accountId } = await startWithMembers();
  app.network.appendForged([lotOf(accountId, '1')], 'forged-1');
  const judge = new BlockJudge({ statePath: path, chaincode: 'points' });
  for (const { number } of app.network.blocks) judge.judge(app.network.encoded(number));
  // So does the file itself when much has changed.
  judge.keep(0);
  judge.close(0);
  const again = await startWithMembers({ network: app.network, parts: watching(true, path) });
  await until(async () => (await statusOf(again.app)) === 'suspended');
  expect(findingsIn(again.app).length).toBeGreaterThan(0);
});

it('begins anew without its file, and does not act again on what the gateway knew', async () => {
  const { app, accountId } = await startWithMembers({
    parts: { ...watching(true), databasePath: join(folder, 'gateway.db') },
  });
  app.network.appendForged([lotOf(accountId, '1')], 'forged-1');
  await until(async () => (await statusOf(app)) === 'suspended');
  await watched(app);
  await app.gateway.close(0);
  await submitAs(app.network, 'harbor', catalogue.setProgramStatus, { programId: 'harbor', status: 'active' });
  const known = await startWithMembers({ network: app.network, parts: { databasePath: join(folder, 'gateway.db') } });
  await known.app.gateway.close(0);
  const again = await startWithMembers({
    network: app.network,
    parts: { ...watching(true), databasePath: join(folder, 'gateway.db') },
  });
  await watched(again.app);
  expect(findingsIn(again.app).length).toBeGreaterThan(0);
  await pause(500);
  expect(await statusOf(again.app)).toBe('active');
});

it('can be switched off', async () => {
  const { app, accountId } = await startWithMembers();
  app.network.appendForged([lotOf(accountId, '1')], 'forged-1');
  await until(async () => (await readiness(app)).projectionBlock === app.network.blocks.length - 1);
  expect((await readiness(app)).watch).toEqual({ state: 'off', findings: 0 });
});

const statusOf = async (app: StartedApp): Promise<string> =>
  ((await app.auditor('get', '/v1/programs/harbor')).body as { status: string }).status;

it('suspends nothing because somebody’s account or operation is called like a programme', async () => {
  const { app } = await startWithMembers({ parts: watching(true) });
  const accountId = 'GreenMartMSP:harbor';
  const frozen = { accountId, custodian: 'GreenMartMSP', kind: 'member', status: 'frozen' };
  app.network.appendForged([row(['account', accountId], frozen)], 'forged', { mspId: 'CityParkMSP' });
  await until(async () => (await readiness(app)).watch.findings > 0);
  expect(findingsIn(app).join('\n')).toContain(accountId);
  await pause(500);
  const { body } = (await app.operator('get', '/v1/programs/harbor')) as { body: { status: string } };
  expect(body.status).toBe('active');
});

/** What a gateway signs of the log cannot be taken back: so it is of what its disk kept, never of a block that the disk refused. */
import { DatabaseSync } from 'node:sqlite';
import { Registry } from 'prom-client';
import { postCheckpoint, setLogKey } from '@commonpoint/catalogue';
import { Freshness } from '../../../gateway-api/src/projection/freshness.js';
import * as faults from '../../support/disk-faults.cjs';
import { checkpointOf, keyOf, treeOf } from '../../support/signed-log.js';
import { submitAs } from '../route-world.js';
import { databaseAt, startApp, startWithMembers, until, type StartedApp } from '../start-app.js';

beforeAll(() => faults.ready);
afterEach(() => faults.set(undefined));

const text = (hash: Buffer): string => hash.toString('base64');
const logOf = async (app: StartedApp) => (await app.auditor('get', '/v1/log').expect(200)).body;
async function issue(app: StartedApp, accountId: string, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1)
    await app.operator('post', '/v1/issuances').send({ programId: 'harbor', accountId, amount: '1' }).expect(201);
}

it('a block that a full disk refused is in no log that is shown or signed, and is signed as it is later', async () => {
  const parts = {
    databasePath: databaseAt('signed-log'),
    jobsEveryMs: { signCheckpoints: 5 },
    registry: new Registry(),
  };
  const { app: harbor, accountId } = await startWithMembers({ parts });
  const citypark = await startApp({ organization: 'citypark', network: harbor.network });
  // Another gateway of the same organisation, which signs nothing.
  const other = await startApp({ network: harbor.network, parts: { jobsEveryMs: { signCheckpoints: 3_600_000 } } });
  const rootAt = (size: number): string => text(citypark.gateway.receiptLog.tree.root(size));
  /** Harbor's newest checkpoint, as another organisation has it. */
  const signed = async () => {
    const { checkpoints } = await logOf(citypark);
    return (checkpoints as { mspId: string; size: number; root: string; time: number }[]).find(
      ({ mspId }) => mspId === 'HarborMSP',
    );
  };

  await issue(harbor, accountId, 4 - (await logOf(harbor)).size);
  await until(async () => {
    jest.setSystemTime(Date.now() + 1_000);
    return (await signed())?.size === 4;
  });
  // The next ones are not signed while the clock stands there.
  jest.setSystemTime((await signed())!.time * 1_000);
  await issue(harbor, accountId, 2);
  faults.set({ kind: 'full', below: 'signed-log' });
  await issue(other, accountId, 2);
  await until(() => faults.failed > 2);
  expect(await logOf(harbor)).toMatchObject({ size: 6, root: rootAt(6) });

  // It speaks of what is on its disk.
  await until(async () => {
    jest.setSystemTime(Date.now() + 1_000);
    return (await signed())!.size > 4;
  });
  expect(await signed()).toMatchObject({ size: 6, root: rootAt(6) });

  faults.set(undefined);
  await until(async () => {
    jest.setSystemTime(Date.now() + 1_000);
    return (await signed())!.size > 6;
  });
  expect(await signed()).toMatchObject({ size: 8, root: rootAt(8) });
  expect(await logOf(harbor)).toMatchObject({ size: 8, root: rootAt(8) });
});

it('a log that lost leaves of a block is not signed', async () => {
  const databasePath = databaseAt('lost-leaves');
  const { app, accountId } = await startWithMembers({ parts: { databasePath } });
  await issue(app, accountId, 3);
  const { receiptLog } = app.gateway;
  expect(receiptLog.committed().root()).toEqual(receiptLog.tree.root());
  const file = new DatabaseSync(databasePath);
  file.exec('DELETE FROM receipt_log WHERE id = (SELECT max(id) FROM receipt_log)');
  file.close();
  expect(() => receiptLog.committed()).toThrow(/and its blocks have/);
});

it('a file that is read again signs nothing before it has caught up: what was signed before may stand further on', async () => {
  const behind = jest.spyOn(Freshness.prototype, 'caughtUpWithin').mockResolvedValue(false);
  try {
    const { app: harbor, accountId } = await startWithMembers({ parts: { jobsEveryMs: { signCheckpoints: 5 } } });
    await issue(harbor, accountId, 2);
    await until(async () => Promise.resolve(behind.mock.calls.length > 5));
    expect((await logOf(harbor)).checkpoints).toEqual([]);
    behind.mockRestore();
    await until(async () => (await logOf(harbor)).checkpoints.length === 1);
  } finally {
    behind.mockRestore();
  }
});

it('an organisation that signed another log is told of as a finding, and tries no more', async () => {
  const later = { jobsEveryMs: { signCheckpoints: 3_600_000 } };
  const { app: harbor, accountId } = await startWithMembers({ parts: later });
  const key = harbor.gateway.secrets.logKey(0);
  const { name, tree } = harbor.gateway.receiptLog;
  const head = { origin: name!, size: tree.size, root: text(Buffer.alloc(32, 7)) };
  const time = Math.floor(Date.now() / 1_000);
  await submitAs(harbor.network, 'harbor', setLogKey, { publicKey: key.publicKey });
  const signed = { ...head, time, publicKey: key.publicKey, signature: key.sign(head, time), proof: [] };
  await submitAs(harbor.network, 'harbor', postCheckpoint, signed);

  const registry = new Registry();
  const parts = { jobsEveryMs: { signCheckpoints: 5 }, registry };
  const again = await startApp({ network: harbor.network, parts });
  const citypark = await startApp({ organization: 'citypark', network: harbor.network, parts: later });
  citypark.gateway.otherLogs.look();
  const sentence = `HarborMSP signed ${head.size} leaves of the log with the root ${head.root}, and by the blocks the root is ${text(tree.root(head.size))}`;
  for (const app of [again, citypark]) {
    const findings = async () => (await app.operator('get', '/v1/findings')).body;
    await until(async () => (await findings()).count === 1);
    expect(await findings()).toMatchObject({ findings: [{ about: 'ledger', text: sentence }] });
    const { body } = await app.anonymous.get('/readyz').expect(200);
    expect(body.watch).toMatchObject({ findings: 1, last: { about: 'ledger' } });
  }

  await issue(again, accountId, 1);
  jest.setSystemTime(Date.now() + 3_600_000);
  const rounds = async (): Promise<number> => {
    const [, count = '0'] =
      /duration_seconds_count\{task="sign-checkpoints",result="ok"\} (\d+)/.exec(await registry.metrics()) ?? [];
    return Number(count);
  };
  const before = await rounds();
  await until(async () => (await rounds()) > before + 5);
  const told = again.lines.filter(({ level }) => ['warn', 'error'].includes(level)).map(({ message }) => message);
  const found = 'An organisation signed another log than the blocks make';
  // Nor did it try in vain to sign while it read what the ledger has.
  expect(told).toEqual([found]);
});

it('what one says of sizes that the log does not have, at a time to come, keeps nobody else from signing or from a proof', async () => {
  const { app: harbor, accountId } = await startWithMembers({ parts: { jobsEveryMs: { signCheckpoints: 5 } } });
  const key = keyOf('GreenMartMSP');
  await submitAs(harbor.network, 'greenmart', setLogKey, { publicKey: key.publicKey });
  const madeUp = treeOf(401);
  const said = { origin: harbor.gateway.receiptLog.name!, time: Number.MAX_SAFE_INTEGER };
  // More than a gateway keeps the sizes of.
  for (let size = 300; size <= 401; size += 1) {
    const before = size === 300 ? 0 : size - 1;
    await submitAs(harbor.network, 'greenmart', postCheckpoint, checkpointOf(key, madeUp, { ...said, size, before }));
  }
  const asked = { programId: 'harbor', accountId, amount: '1' };
  const { body } = await harbor.operator('post', '/v1/issuances').send(asked).expect(201);
  await until(async () => {
    jest.setSystemTime(Date.now() + 5_000);
    return (await harbor.auditor('get', `/v1/operations/${body.operationId}/proof`)).status === 200;
  });
}, 120_000);

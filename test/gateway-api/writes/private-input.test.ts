/** Private input on its way through the gateway: to the chosen peers, and nowhere else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, type FigureInput } from '@commonpoint/catalogue';
import { ChannelFailure } from '../../../gateway-api/src/channel/channel.js';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import { readPublishedFigures } from '../../../gateway-api/src/subjects/figures/reads.js';
import { caller, startWorld, type World } from './gateway-world.js';

const secret = '713713713713';
const salt = 'ab'.repeat(16);
const figures: FigureInput[] = [{ name: 'margin', value: secret, salt }];
const period = '2026-10';
const owner = 'HarborMSP';
const span = { from: period, to: period };
const wait = { waitMs: 5_000 };

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.end());

const by = caller('harbor');
const record = (gateway: Gateway, id = 'f-1') =>
  gateway.transactions.write(
    by.role,
    catalogue.recordFigures,
    { id, owner, period },
    { ...wait, privateInput: { figures } },
  );
const figuresIn = (gateway: Gateway) => gateway.peer.evaluate(catalogue.getFigures, { owner, period }, by.role);

test('goes to the caller’s own peer alone, beside the request', async () => {
  const { gateway, channel } = world.open('harbor');
  expect(await record(gateway)).toMatchObject({ state: 'committed', value: { revision: 1 } });
  const [{ request, endorsing }] = channel.endorsed as [(typeof channel.endorsed)[number]];
  expect(request).not.toContain(secret);
  expect(endorsing).toEqual({ exactly: [owner], privateInput: JSON.stringify({ figures }) });
  expect((await figuresIn(gateway)).figures).toMatchObject(figures);
});

test('is in no file of the gateway, and not in what is compared', async () => {
  const { gateway } = world.open('harbor');
  await record(gateway);
  const digest = gateway.secrets.confidentialDigest(figures);
  expect(digest).toBe(gateway.secrets.confidentialDigest(structuredClone(figures)));
  expect(digest).not.toBe(gateway.secrets.confidentialDigest([{ ...figures[0], value: '1' }]));
  expect(digest).not.toBe(world.open('citypark').gateway.secrets.confidentialDigest(figures));
  const files = readdirSync(world.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(0);
  for (const { parentPath, name } of files) {
    const bytes = readFileSync(join(parentPath, name));
    expect([name, bytes.includes(secret), bytes.includes(salt)]).toEqual([name, false, false]);
  }
});

test('takes effect once, although an answer was lost and the gateway forgot', async () => {
  const { gateway, channel } = world.open('harbor');
  channel.submitAccidents.push('received');
  await record(gateway);
  const forgetful = world.open('harbor', { databasePath: ':memory:' });
  const again = [{ ...figures[0]!, salt: 'cd'.repeat(16) }];
  const repeated = await forgetful.gateway.transactions.write(
    by.role,
    catalogue.recordFigures,
    { id: 'f-1', owner, period },
    { ...wait, privateInput: { figures: again } },
  );
  expect(repeated).toMatchObject({ state: 'committed', value: { revision: 1 } });
  expect((await figuresIn(gateway)).figures).toMatchObject(figures);
});

test('what everybody may know comes with its place and its revision', async () => {
  const { gateway } = world.open('harbor');
  await record(gateway);
  const amendment = { id: 'f-2', owner, period, revision: 1 };
  const other: FigureInput = { name: 'pointsCost', value: '1', salt };
  await gateway.transactions.write(by.role, catalogue.amendFigures, amendment, {
    ...wait,
    privateInput: { figures: [other] },
  });
  const city = world.open('citypark').gateway;
  const until = Date.now() + 5_000;
  const ask = () => readPublishedFigures(city, { owner, ...span }, caller('citypark').role);
  let seen = await ask();
  while (seen.value.some(({ written }) => written === undefined) && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    seen = await ask();
  }
  expect(seen.value).toMatchObject([
    { name: 'pointsCost', revision: 2, written: { blockNumber: world.network.blocks.length - 1 } },
    { name: 'margin', revision: 1, written: { blockNumber: world.network.blocks.length - 2 } },
  ]);
});

test('a disclosure is endorsed by the auditor’s peer alone', async () => {
  const { gateway, channel } = world.open('harbor');
  await record(gateway);
  const value = await figuresIn(gateway);
  await gateway.transactions.write(
    by.role,
    catalogue.discloseFigures,
    { id: 'd-1', owner, auditor: 'AuditorMSP', source: 'state' },
    { ...wait, privateInput: { figures: value.figures } },
  );
  expect(channel.endorsed.at(-1)!.endorsing.exactly).toEqual(['AuditorMSP']);
});

test('a disclosure takes effect once too: a repeat has nothing to write, and is not ordered', async () => {
  const { gateway, channel } = world.open('harbor');
  await record(gateway);
  const value = await figuresIn(gateway);
  const disclose = () =>
    gateway.transactions.write(
      by.role,
      catalogue.discloseFigures,
      { id: 'd-1', owner, auditor: 'AuditorMSP', source: 'state' },
      { ...wait, privateInput: { figures: value.figures } },
    );
  await disclose();
  const submitted = channel.submitted.length;
  expect(await disclose()).toMatchObject({ state: 'committed', value: { count: 1 } });
  expect(channel.submitted).toHaveLength(submitted);
});

test.each([
  ['data-missing', 'PRIVATE_DATA_NOT_HERE'],
  ['no-collection', 'COLLECTION_UNKNOWN'],
] as const)('a peer’s %s is told as %s', async (kind, code) => {
  const { gateway, channel } = world.open('harbor');
  channel.endorseFailures.push(new ChannelFailure(kind, 'as the peer says it'));
  await expect(record(gateway)).rejects.toMatchObject({ code });
});

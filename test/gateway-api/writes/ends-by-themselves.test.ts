/** What gateways do without anybody asking: they retire what ended, and fold the days that are over. */
import type { Operation } from '@commonpoint/catalogue';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import { accountQueries } from '../../../gateway-api/src/subjects/accounts/reads.js';
import { programQueries } from '../../../gateway-api/src/subjects/programs/reads.js';
import { eventually } from '../../support/eventually.js';
import { issue, openAccount, post, redeem, startWorld, type World } from './gateway-world.js';

const DAY_MS = 86_400_000;
const until = (ask: () => Promise<boolean>) => eventually(ask, (holds) => holds, { intervalMs: 10, timeoutMs: 10_000 });
const hurried = { jobsEveryMs: { expireEndedPoints: 15, foldPastDays: 15 } };
let world: World;
afterEach(() => world.end());

/** Posts as of a day that is past. */
async function daysAgo<T>(days: number, what: () => Promise<T>): Promise<T> {
  world.network.stub.now = new Date(Date.now() - days * DAY_MS).toISOString();
  try {
    return await what();
  } finally {
    world.network.stub.now = new Date().toISOString();
  }
}
const balanceOf = (gateway: Gateway, accountId: string) => gateway.projection.of(accountQueries).balances(accountId)[0];
const supplyOf = (gateway: Gateway) => gateway.projection.of(programQueries).supply('harbor');
const expiries = () =>
  world.network.effects.flatMap(({ request }) =>
    ((JSON.parse(request) as { operations?: Operation[] }).operations ?? []).filter(({ kind }) => kind === 'expire'),
  );

describe('what ended', () => {
  beforeEach(async () => {
    world = await startWorld({ expiryMonths: 1 });
  });

  test('is retired by the custodian’s gateway, in whatever programme, and nothing else is', async () => {
    const { gateway } = world.open('harbor', hurried);
    const [alice, bob] = [await openAccount(gateway, 'harbor', 'alice'), await openAccount(gateway, 'harbor', 'bob')];
    const carol = await openAccount(world.open('citypark').gateway, 'citypark', 'carol');
    await daysAgo(60, () => post(gateway, 'harbor', issue('i-1', alice, 30), issue('i-2', carol, 5)));
    await post(gateway, 'harbor', issue('i-3', alice, 7), issue('i-4', bob, 9));
    await until(async () => balanceOf(gateway, alice)?.expired === '0');
    expect(balanceOf(gateway, alice)).toMatchObject({ available: '7', expired: '0' });
    // Carol's are CityPark's gateway's to retire, which is not in a hurry.
    expect(balanceOf(gateway, carol)?.expired).toBe('5');
    expect(supplyOf(gateway)).toMatchObject({ issued: '51', expired: '30', outstanding: '21' });
  });

  test('stays while it may be extended', async () => {
    await world.end();
    world = await startWorld({ expiryMonths: 1, rules: { transferable: true, reinstatementDays: 40 } });
    const { gateway } = world.open('harbor', hurried);
    const alice = await openAccount(gateway, 'harbor', 'alice');
    await daysAgo(60, () => post(gateway, 'harbor', issue('i-1', alice, 30)));
    await daysAgo(90, () => post(gateway, 'harbor', issue('i-2', alice, 4)));
    await until(async () => balanceOf(gateway, alice)?.expired === '30');
    const expiresOn = new Date(Date.now() + 90 * DAY_MS).toISOString().slice(0, 10);
    const extend: Operation = {
      kind: 'extend',
      id: 'x-1',
      programId: 'harbor',
      accountId: alice,
      endingBy: expiresOn,
      expiresOn,
    };
    expect((await post(gateway, 'harbor', extend))[0]).toMatchObject({ state: 'committed', receipt: { amount: '30' } });
    expect(balanceOf(gateway, alice)).toMatchObject({ available: '30', expired: '0' });
  });

  test('is retired once, however often gateways are stopped on the way', async () => {
    const first = world.open('harbor').gateway;
    const accounts = await Promise.all(['a', 'b', 'c', 'd'].map((ref) => openAccount(first, 'harbor', ref)));
    await daysAgo(60, () => post(first, 'harbor', ...accounts.map((accountId, n) => issue(`i-${n}`, accountId, 10))));
    await first.close(1_000);
    const accidents = ['lost', 'received', 'mvcc', 'none'] as const;
    for (const accident of accidents) {
      const { gateway, channel } = world.open('harbor', hurried);
      if (accident === 'mvcc') world.network.invalidations.push(11);
      else if (accident !== 'none') channel.submitAccidents.push(accident);
      await new Promise((resolve) => setTimeout(resolve, 25));
      // As a crash: nothing is waited for.
      await gateway.close(0);
    }
    const { gateway } = world.open('harbor', hurried);
    await until(async () => accounts.every((accountId) => (balanceOf(gateway, accountId)?.expired ?? '0') === '0'));
    expect(supplyOf(gateway)).toMatchObject({ issued: '40', expired: '40', outstanding: '0' });
    // Whatever was sent, each bears the id that follows from what it retires and the day.
    expect(new Set(expiries().map(({ id }) => id)).size).toBe(4);
  });

  test('two gateways of one merchant retire it once', async () => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    await daysAgo(60, () => post(gateway, 'harbor', issue('i-1', alice, 30)));
    const other = { databasePath: `${world.folder}/other.db`, spoolFolder: `${world.folder}/other-imports` };
    const [one, two] = [world.open('harbor', { ...hurried, ...other }).gateway, gateway];
    const third = { databasePath: `${world.folder}/third.db`, spoolFolder: `${world.folder}/third-imports` };
    world.open('harbor', { ...hurried, ...third });
    await until(async () => balanceOf(one, alice)?.expired === undefined && balanceOf(two, alice) === undefined);
    expect(supplyOf(one)).toMatchObject({ issued: '30', expired: '30', outstanding: '0' });
    expect(new Set(expiries().map(({ id }) => id)).size).toBe(1);
  });
});

describe('with a cap on what is outstanding', () => {
  beforeEach(async () => {
    world = await startWorld({ capOn: 'outstanding', cap: '100', lanes: 1 });
  });
  const rows = () => world.network.stub.table('supply').length;

  test('quota comes back without anybody calling anything', async () => {
    const { gateway } = world.open('harbor', hurried);
    const alice = await openAccount(gateway, 'harbor', 'alice');
    await daysAgo(2, () => post(gateway, 'harbor', issue('i-1', alice, 100), redeem('r-1', alice, 60)));
    await until(async () => rows() === 0);
    expect((await post(gateway, 'harbor', issue('i-2', alice, 60)))[0]?.state).toBe('committed');
    expect((await post(gateway, 'harbor', issue('i-3', alice, 1)))[0]?.code).toBe('QUOTA_EXHAUSTED');
    expect(supplyOf(gateway)).toMatchObject({ issued: '160', redeemed: '60', outstanding: '100' });
    // Today's rows stay until today is over.
    expect(rows()).toBeGreaterThan(0);
  });

  test('and once, although it is folded at two gateways that are stopped on the way', async () => {
    const first = world.open('harbor').gateway;
    const alice = await openAccount(first, 'harbor', 'alice');
    for (const days of [4, 3, 2])
      await daysAgo(days, () => post(first, 'harbor', issue(`i-${days}`, alice, 30), redeem(`r-${days}`, alice, 30)));
    await first.close(1_000);
    const other = { databasePath: `${world.folder}/other.db`, spoolFolder: `${world.folder}/other-imports` };
    for (const accident of ['lost', 'received'] as const) {
      const [one, two] = [world.open('harbor', hurried), world.open('harbor', { ...hurried, ...other })];
      one.channel.submitAccidents.push(accident);
      await new Promise((resolve) => setTimeout(resolve, 25));
      await Promise.all([one.gateway.close(0), two.gateway.close(0)]);
    }
    const { gateway } = world.open('harbor', hurried);
    await until(async () => rows() === 0);
    await gateway.caughtUp();
    const { lanes } = gateway.projection.of(programQueries).quota('harbor');
    expect(lanes).toEqual([{ lane: 0, granted: '190', used: '90' }]);
    const { returned } = world.network.stub.table('supply-total')[0]!.value as { returned: string };
    expect(returned).toBe('90');
  });
});

test('what ends in which month is told by programme', async () => {
  world = await startWorld();
  const { gateway } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  await post(gateway, 'harbor', issue('i-1', alice, 30), issue('i-2', alice, 12));
  await post(gateway, 'harbor', redeem('r-1', alice, 2));
  const inAYear = String(Number(new Date().toISOString().slice(0, 4)) + 1);
  const { ends } = gateway.projection.of(programQueries);
  expect(ends('harbor').map(({ expiry, amount }) => [expiry.slice(0, 4), amount])).toEqual([[inAYear, 40n]]);
  await post(gateway, 'harbor', redeem('r-2', alice, 40));
  expect(ends('harbor')).toEqual([]);
});

/** Operations of many clients, grouped into transactions that never get in each other's way. */
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../support/eventually.js';
import type { MemoryChannel } from '../../support/memory-channel.js';
import { available, caller, issue, openAccount, post, redeem, startWorld, type World } from './gateway-world.js';

jest.setTimeout(30_000);

let world: World;
beforeEach(async () => (world = await startWorld()));
afterEach(() => world.end());

const states = (results: readonly { state: string; code?: string | undefined }[]): string[] =>
  results.map(({ state, code }) => code ?? state);

test('operations that arrive together go into one transaction, each with its own outcome', async () => {
  const { gateway, channel } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  const before = channel.endorsed.length;
  const answers = await Promise.all([
    post(gateway, 'harbor', issue('one', alice, 10)),
    post(gateway, 'harbor', issue('two', 'HarborMSP:nobody-here', 5)),
    post(gateway, 'harbor', issue('three', alice, 7)),
  ]);
  expect(answers.map(states)).toEqual([['committed'], ['ACCOUNT_UNKNOWN'], ['committed']]);
  expect(answers[0][0]).toMatchObject({ operationId: 'one', kind: 'issue', receipt: { amount: '10' } });
  expect(answers[0][0]!.txId).toBe(answers[2][0]!.txId);
  expect(channel.endorsed.length - before).toBe(1);
  expect(await available(gateway, alice)).toBe('17');
});

test('200 concurrent spends of one balance: as many succeed as there are points for, none more', async () => {
  const { gateway } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  await post(gateway, 'harbor', issue('give', alice, 1000));
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, n) => post(gateway, 'harbor', redeem(`spend-${n}`, alice, 10))),
  );
  const codes = answers.flatMap(states);
  expect(codes.filter((code) => code === 'committed')).toHaveLength(100);
  expect(codes.filter((code) => code === 'INSUFFICIENT_POINTS')).toHaveLength(100);
  expect(await available(gateway, alice)).toBe('0');
});

test('no transaction of a hot account is ever invalid', async () => {
  const { gateway } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  await post(gateway, 'harbor', issue('give', alice, 10_000));
  for (let round = 0; round < 5; round++) {
    await Promise.all(
      Array.from({ length: 30 }, (_, n) => post(gateway, 'harbor', redeem(`s-${round}-${n}`, alice, 3))),
    );
  }
  const invalid = world.network.blocks
    .flatMap(({ transactions }) => transactions)
    .filter((tx) => tx.validationCode !== 0);
  expect(invalid).toEqual([]);
  expect(await available(gateway, alice)).toBe(String(10_000 - 450));
});

test('issuance and spending of one account by two organisations succeed at the first try', async () => {
  const harbor = world.open('harbor').gateway;
  const citypark = world.open('citypark').gateway;
  const carol = await openAccount(citypark, 'citypark', 'carol');
  await post(harbor, 'harbor', issue('start', carol, 1000));
  const issued = Array.from({ length: 40 }, (_, n) => post(harbor, 'harbor', issue(`give-${n}`, carol, 5)));
  const spent = Array.from({ length: 40 }, (_, n) => post(citypark, 'citypark', redeem(`take-${n}`, carol, 4)));
  const codes = (await Promise.all([...issued, ...spent])).flatMap(states);
  expect(new Set(codes)).toEqual(new Set(['committed']));
  const invalid = world.network.blocks
    .flatMap(({ transactions }) => transactions)
    .filter((tx) => tx.validationCode !== 0);
  expect(invalid).toEqual([]);
});

test('points credited elsewhere a moment ago are not reported as missing', async () => {
  const harbor = world.open('harbor').gateway;
  const { gateway: citypark, channel } = world.open('citypark');
  const carol = await openAccount(citypark, 'citypark', 'carol');
  channel.blocksVisible = world.network.blocks.length;
  await post(harbor, 'harbor', issue('give', carol, 50));
  const spending = post(citypark, 'citypark', redeem('take', carol, 50));
  setTimeout(() => (channel.blocksVisible = undefined), 50);
  expect(states(await spending)).toEqual(['committed']);
});

test('quota is used up to the last point, whichever lane it lies in', async () => {
  await world.end();
  world = await startWorld({ cap: '400', lanes: 4 });
  const { gateway } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, n) => post(gateway, 'harbor', issue(`i-${n}`, alice, n < 50 ? 7 : 10))),
  );
  const results = answers.flat();
  const total = results.reduce((sum, { receipt }) => sum + Number(receipt?.amount ?? 0), 0);
  expect(total).toBe(400);
  expect(new Set(results.map(({ state, code }) => code ?? state))).toEqual(new Set(['committed', 'QUOTA_EXHAUSTED']));
  expect(await available(gateway, alice)).toBe('400');
});

test('a chain of linked operations is done wholly or not at all', async () => {
  const { gateway } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  const [first, second] = await post(
    gateway,
    'harbor',
    issue('a', alice, 10, { linked: true }),
    redeem('b', alice, 11),
  );
  expect([first!.code, second!.code]).toEqual(['LINKED_FAILED', 'INSUFFICIENT_POINTS']);
  const done = await post(gateway, 'harbor', issue('c', alice, 10, { linked: true }), redeem('d', alice, 10));
  expect(states(done)).toEqual(['committed', 'committed']);
  expect(await available(gateway, alice)).toBe('0');
});

test('a batch sees its own earlier credits, across transactions too', async () => {
  const { gateway } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  const bob = await openAccount(gateway, 'harbor', 'bob');
  const others = Array.from({ length: 600 }, (_, n) => issue(`b-${n}`, bob, 1));
  const results = await post(
    gateway,
    'harbor',
    issue('x', alice, 5),
    ...others,
    issue('y', alice, 5),
    redeem('all', alice, 10),
  );
  expect(results.at(-1)).toMatchObject({ state: 'committed' });
  expect(await available(gateway, alice)).toBe('0');
});

test('each role signs its own transactions', async () => {
  const { gateway, channel } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  const submit = (role: 'operator' | 'cashier', id: string) =>
    gateway.operations.submit(caller('harbor', role), [issue(id, alice, 1)], { waitMs: 5_000 });
  await Promise.all([submit('operator', 'x'), submit('cashier', 'y')]);
  expect(
    channel.endorsed
      .slice(-2)
      .map(({ role }) => role)
      .toSorted(),
  ).toEqual(['cashier', 'operator']);
});

const endorsed = (channel: MemoryChannel, count: number): Promise<number> =>
  eventually(
    () => Promise.resolve(channel.endorsed.length),
    (length) => length === count,
    { intervalMs: 10 },
  );

/** Whoever is not held up goes within far less than a window. */
const slowly = {
  submission: { windowMs: 60_000, windowMaxMs: 60_000, crowdedMaxMs: 60_000, returnMs: 1_000, returnMaxMs: 4_000 },
};

test('whoever comes while a transaction is in flight goes together with those whom it answers', async () => {
  const { gateway, channel } = world.open('harbor', slowly);
  const alice = await openAccount(gateway, 'harbor', 'alice');
  const before = channel.endorsed.length;
  world.network.cutting = false;
  const first = post(gateway, 'harbor', issue('first', alice, 1));
  await endorsed(channel, before + 1);
  const waits = post(gateway, 'harbor', issue('waits', alice, 1));
  await pause(100);
  expect(channel.endorsed.length).toBe(before + 1);
  world.network.cutting = true;
  world.network.cut();
  await first;
  const [[one], [other]] = await Promise.all([waits, post(gateway, 'harbor', issue('again', alice, 1))]);
  expect(one).toMatchObject({ state: 'committed', txId: other!.txId });
  expect(channel.endorsed.length).toBe(before + 2);
});

test('whoever comes back alone waits for nobody', async () => {
  const { gateway } = world.open('harbor', slowly);
  const alice = await openAccount(gateway, 'harbor', 'alice');
  const startedAt = performance.now();
  for (let n = 0; n < 10; n += 1) await post(gateway, 'harbor', issue(`one-${n}`, alice, 1));
  expect(performance.now() - startedAt).toBeLessThan(8_000);
});

test('operations that are due and that two roles sign go in two transactions at once', async () => {
  const { gateway, channel } = world.open('harbor', slowly);
  const alice = await openAccount(gateway, 'harbor', 'alice');
  const before = channel.endorsed.length;
  world.network.cutting = false;
  const answers = (['operator', 'cashier'] as const).map((role) =>
    gateway.operations.submit(caller('harbor', role), [issue(role, alice, 1)], { waitMs: 10_000 }),
  );
  await endorsed(channel, before + 2);
  world.network.cutting = true;
  world.network.cut();
  await Promise.all(answers);
});

test('what does not fit into a transaction goes in another one at once', async () => {
  const { gateway, channel } = world.open('harbor', slowly);
  const alice = await openAccount(gateway, 'harbor', 'alice');
  const before = channel.endorsed.length;
  world.network.cutting = false;
  const answer = post(gateway, 'harbor', ...Array.from({ length: 510 }, (_, n) => issue(`many-${n}`, alice, 1)));
  await endorsed(channel, before + 2);
  world.network.cutting = true;
  world.network.cut();
  expect(new Set((await answer).map(({ state }) => state))).toEqual(new Set(['committed']));
});

test('from 64 on that could go nobody waits for a transaction in flight', async () => {
  const { gateway, channel } = world.open('harbor', { submission: { ...slowly.submission, windowMaxMs: 1 } });
  const alice = await openAccount(gateway, 'harbor', 'alice');
  const before = channel.endorsed.length;
  world.network.cutting = false;
  const answers = [post(gateway, 'harbor', issue('first', alice, 1))];
  await endorsed(channel, before + 1);
  const more = (from: number, to: number): void => {
    for (let n = from; n < to; n += 1) answers.push(post(gateway, 'harbor', issue(`next-${n}`, alice, 1)));
  };
  more(0, 63);
  await pause(100);
  expect(channel.endorsed.length).toBe(before + 1);
  more(63, 64);
  await endorsed(channel, before + 2);
  world.network.cutting = true;
  world.network.cut();
  await Promise.all(answers);
});

test('a queue that is full takes nothing more', async () => {
  const { gateway } = world.open('harbor', { queueLengthMax: 3 });
  const operations = ['1', '2', '3', '4'].map((id) => issue(id, 'HarborMSP:nobody-here', 1));
  await expect(post(gateway, 'harbor', ...operations)).rejects.toMatchObject({ code: 'QUEUE_FULL' });
});

/** Taking back through gateways: at the till where it was spent, and beside what another gateway does meanwhile. */
import { available, issue, openAccount, post, redeem, startWorld, type World } from './gateway-world.js';
import type { Operation } from '@commonpoint/catalogue';
import type { Gateway } from '../../../gateway-api/src/gateway.js';

let world: World;
let harbor: Gateway;
let citypark: Gateway;
let alice: string;
beforeEach(async () => {
  world = await startWorld();
  harbor = world.open('harbor').gateway;
  citypark = world.open('citypark').gateway;
  alice = await openAccount(harbor, 'harbor', 'alice');
});
afterEach(() => world.end());

const reverse = (id: string, operationId: string, more: object = {}): Operation => ({
  kind: 'reverse',
  id,
  operationId,
  ...more,
});

test('what was spent at CityPark is taken back by CityPark’s gateway, a part and then the rest', async () => {
  await post(harbor, 'harbor', issue('i-1', alice, 30), redeem('r-1', alice, 20, { acceptor: 'CityParkMSP' }));
  const [own] = await post(harbor, 'harbor', reverse('v-0', 'r-1'));
  expect(own).toMatchObject({ state: 'rejected', code: 'REVERSAL_NOT_YOURS' });
  const of = { operationMspId: 'HarborMSP' };
  const [part] = await post(citypark, 'citypark', reverse('v-1', 'r-1', { ...of, amount: '5' }));
  expect(part).toMatchObject({ state: 'committed', receipt: { amount: '5', reversesMspId: 'HarborMSP' } });
  const [rest] = await post(citypark, 'citypark', reverse('v-2', 'r-1', of));
  expect(rest).toMatchObject({ state: 'committed', receipt: { amount: '15' } });
  expect(await available(citypark, alice)).toBe('30');
});

test('two reversals of one operation at two of a merchant’s tills are done one after the other', async () => {
  await post(harbor, 'harbor', issue('i-1', alice, 30), redeem('r-1', alice, 20, { acceptor: 'CityParkMSP' }));
  const part = (id: string) => reverse(id, 'r-1', { operationMspId: 'HarborMSP', amount: '12' });
  const both = (await Promise.all([part('v-1'), part('v-2')].map((each) => post(citypark, 'citypark', each)))).flat();
  expect(both.map(({ state, code }) => code ?? state).sort()).toEqual(['REVERSAL_EXCEEDED', 'committed']);
});

test('a transfer is taken back of the expiries that were sent, although the receiver has older points', async () => {
  const bob = await openAccount(harbor, 'harbor', 'bob');
  const aYearAgo = new Date(Date.now() - 300 * 86_400_000).toISOString();
  const now = world.network.stub.now;
  world.network.stub.now = aYearAgo;
  await post(harbor, 'harbor', issue('i-0', bob, 40));
  world.network.stub.now = now;
  const transfer = { programId: 'harbor', fromAccountId: alice, toAccountId: bob, amount: '10' };
  await post(harbor, 'harbor', issue('i-1', alice, 10));
  await post(harbor, 'harbor', { kind: 'transfer', id: 't-1', ...transfer });
  const [back] = await post(harbor, 'harbor', reverse('v-1', 't-1'));
  const sent = back?.receipt?.consumed?.map(({ lotId }) => lotId.slice(0, 10));
  expect(sent).toEqual([`${Number(now.slice(0, 4)) + 1}${now.slice(4, 10)}`]);
});

test('sent points that are spent: refused once and at once', async () => {
  const bob = await openAccount(harbor, 'harbor', 'bob');
  const transfer = { programId: 'harbor', fromAccountId: alice, toAccountId: bob, amount: '10' };
  await post(harbor, 'harbor', issue('i-1', alice, 10));
  await post(harbor, 'harbor', { kind: 'transfer', id: 't-1', ...transfer });
  await post(harbor, 'harbor', redeem('r-1', bob, 10));
  const begun = performance.now();
  const [back] = await post(harbor, 'harbor', reverse('v-1', 't-1'));
  expect(back).toMatchObject({ state: 'rejected', code: 'INSUFFICIENT_POINTS' });
  expect(performance.now() - begun).toBeLessThan(2_000);
});

test('a reversal whose lots another gateway spends while it is on its way tells no false shortfall', async () => {
  // Both gateways work for Harbor, as when one takes over from the other.
  const other = world.open('harbor', { databasePath: `${world.folder}/other.db` }).gateway;
  for (let round = 0; round < 20; round += 1) {
    const member = await openAccount(harbor, 'harbor', `member-${round}`);
    await post(harbor, 'harbor', issue(`i-${round}`, member, 100));
    const spending = Array.from({ length: 4 }, (_, n) => post(other, 'harbor', redeem(`r-${round}-${n}`, member, 5)));
    const [[back]] = await Promise.all([post(harbor, 'harbor', reverse(`v-${round}`, `i-${round}`)), ...spending]);
    const done = (await Promise.all(spending)).flat().filter(({ state }) => state === 'committed');
    const { amount = '0', shortfall = '0' } = back?.receipt ?? {};
    expect(BigInt(amount) + BigInt(shortfall)).toBe(100n);
    // What was spent before is missing, and nothing else; what came after found nothing left.
    expect(BigInt(shortfall)).toBe(5n * BigInt(done.length));
    expect(await available(harbor, member)).toBe('0');
  }
});

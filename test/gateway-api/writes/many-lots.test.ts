/** Accounts with more lots than one transaction names, and whoever makes them so. */
import { catalogue, type Operation } from '@commonpoint/catalogue';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import { accountQueries } from '../../../gateway-api/src/subjects/accounts/reads.js';
import { available, issue, openAccount, post, redeem, startWorld, type World } from './gateway-world.js';

let world: World;
let harbor: Gateway;
let alice: string;
beforeEach(async () => {
  world = await startWorld();
  harbor = world.open('harbor').gateway;
  alice = await openAccount(harbor, 'harbor', 'alice');
});
afterEach(() => world.end());

/** Lots of one point each: credits of one batch are one lot only if they are of one campaign. */
async function giveLots(count: number, prefix = 'd'): Promise<void> {
  for (let n = 0; n < count; n += 500) {
    const operations = Array.from({ length: Math.min(500, count - n) }, (_, at) =>
      issue(`${prefix}-${n + at}`, alice, 1, { campaign: `campaign ${at}` }),
    );
    await post(harbor, 'harbor', ...operations);
  }
}
const lotsOf = () => harbor.projection.of(accountQueries).spendableLots(alice, 'harbor', 10_000).length;
const reverse = (id: string, operationId: string, more: object = {}): Operation => ({
  kind: 'reverse',
  id,
  operationId,
  ...more,
});

test('an account with 6,000 lots of one point spends 5,500 in one request', async () => {
  await giveLots(6_000);
  expect(lotsOf()).toBe(6_000);
  const [spent] = await post(harbor, 'harbor', redeem('r-1', alice, 5_500));
  expect(spent).toMatchObject({ state: 'committed', receipt: { amount: '5500' } });
  expect(await available(harbor, alice)).toBe('500');
}, 60_000);

test('and its returns find all of its points: no false shortfall', async () => {
  await post(harbor, 'harbor', issue('i-1', alice, 5_500), redeem('r-1', alice, 5_500));
  await giveLots(6_000);
  const [back] = await post(harbor, 'harbor', reverse('v-1', 'i-1'));
  expect(back).toMatchObject({ state: 'committed', receipt: { amount: '5500' } });
  expect(back?.receipt?.shortfall).toBeUndefined();
  await post(harbor, 'harbor', issue('i-2', alice, 900), redeem('r-2', alice, 1_000));
  const [short] = await post(harbor, 'harbor', reverse('v-2', 'i-2'));
  expect(short?.receipt).toMatchObject({ amount: '400', shortfall: '500' });
}, 60_000);

test('a member spends beside somebody who goes on sending one point after the other', async () => {
  await giveLots(5_200);
  const channel = world.network.channel('HarborMSP');
  const stop = new AbortController();
  const dusting = (async () => {
    for (let n = 0; !stop.signal.aborted; n += 1) {
      const operations = [issue(`dust-${n}`, alice, 1, { campaign: `dust ${n}` })];
      const { transaction } = await channel.endorse('admin', catalogue.postPoints.name, JSON.stringify({ operations }));
      await channel.submit(transaction);
    }
  })();
  const [spent] = await post(harbor, 'harbor', redeem('r-1', alice, 5_100));
  const [again] = await post(harbor, 'harbor', redeem('r-2', alice, 20));
  stop.abort();
  await dusting;
  expect([spent?.state, again?.state]).toEqual(['committed', 'committed']);
}, 60_000);

test('what has no number of lots that would do is refused as ever', async () => {
  await giveLots(5_100);
  const [refused] = await post(harbor, 'harbor', redeem('r-1', alice, 5_101));
  expect(refused).toMatchObject({ state: 'rejected', code: 'INSUFFICIENT_POINTS' });
  expect(await available(harbor, alice)).toBe('5100');
}, 60_000);

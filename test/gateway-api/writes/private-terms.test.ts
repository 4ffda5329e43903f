/** Terms through gateways over the real chaincode: who gets to see them, and what happens when both begin. */
import { catalogue } from '../../../chaincode/src/catalogue/index.js';
import { caller, startWorld, type World } from './gateway-world.js';

jest.setTimeout(30_000);

let world: World;
beforeEach(async () => (world = await startWorld()));
afterEach(() => world.end());

const terms = { validFrom: '2026-11', prices: [{ programId: 'harbor', price: '713713' }], fees: [] };
const salt = '5a'.repeat(16);
const privateInput = { terms, salt };
const toCityPark = { counterparty: 'CityParkMSP', version: 1 };
const toHarbor = { counterparty: 'HarborMSP', version: 1 };
const wait = { waitMs: 10_000 };
const reading = (slug: 'harbor' | 'citypark') => ({ caller: caller(slug), consistency: 'ledger' as const });

test('are seen by the peers of the two, and are not part of what is ordered', async () => {
  const { gateway, channel } = world.open('harbor');
  const city = world.open('citypark').gateway;
  const proposed = await gateway.writes.submitTransaction(caller('harbor'), catalogue.proposeTerms, toCityPark, {
    ...wait,
    privateInput,
  });
  expect(proposed).toMatchObject({ state: 'committed', value: { status: 'proposed' } });
  expect(channel.endorsed.at(-1)).toMatchObject({
    request: JSON.stringify(toCityPark),
    endorsing: { exactly: ['HarborMSP', 'CityParkMSP'], privateInput: JSON.stringify(privateInput) },
  });
  expect(JSON.stringify(world.network.blocks)).not.toContain('713713');
  const { value } = await city.ledger.privateTerms(toHarbor, reading('citypark'));
  expect(value.terms).toMatchObject({ ...terms, salt });
  const accepted = await city.writes.submitTransaction(caller('citypark'), catalogue.acceptTerms, toHarbor, {
    ...wait,
    privateInput,
  });
  expect(accepted).toMatchObject({ state: 'committed', value: { status: 'accepted', hash: value.record.hash } });
  const { items } = await gateway.ledger.terms({ ...reading('harbor'), limit: 10, counterparty: 'CityParkMSP' });
  expect(items).toEqual([accepted.value]);
});

test('both begin in the same block: the second one fails on the policy of the new row, and is told why', async () => {
  const harbor = world.open('harbor');
  const city = world.open('citypark');
  world.network.cutting = false;
  const ours = harbor.gateway.writes.submitTransaction(caller('harbor'), catalogue.proposeTerms, toCityPark, {
    ...wait,
    privateInput,
  });
  const theirs = city.gateway.writes.submitTransaction(caller('citypark'), catalogue.proposeTerms, toHarbor, {
    ...wait,
    privateInput: { terms: { ...terms, prices: [] }, salt },
  });
  const outcomes = Promise.allSettled([ours, theirs]);
  while (world.network.ordered.length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
  world.network.cutting = true;
  world.network.cut();
  const settled = (await outcomes).map((outcome) =>
    outcome.status === 'fulfilled' ? outcome.value.state : (outcome.reason as { code: string }).code,
  );
  expect(settled.sort()).toEqual(['TERMS_EXISTS', 'committed']);
  const codes = world.network.blocks.flatMap(({ transactions }) => transactions.map((each) => each.validationCode));
  expect(codes).toContain(10);
});

test('repeated they change nothing', async () => {
  const { gateway } = world.open('harbor');
  const propose = () =>
    gateway.writes.submitTransaction(caller('harbor'), catalogue.proposeTerms, toCityPark, { ...wait, privateInput });
  const first = await propose();
  expect((await propose()).value).toEqual(first.value);
});

/** Terms through gateways over the real chaincode: who gets to see them, and what happens when both begin. */
import { catalogue } from '@commonpoint/catalogue';
import type { Log } from '../../../gateway-api/src/log.js';
import { createRound, type DueStatementsParts } from '../../../gateway-api/src/subjects/statements/jobs.js';
import { closeCycle } from '../../../gateway-api/src/subjects/clearing/close-cycle.js';
import { caller, silent, startWorld, type World } from './gateway-world.js';

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

test('are seen by the peers of the two, and are not part of what is ordered', async () => {
  const { gateway, channel } = world.open('harbor');
  const city = world.open('citypark').gateway;
  const proposed = await gateway.transactions.write(caller('harbor').role, catalogue.proposeTerms, toCityPark, {
    ...wait,
    privateInput,
  });
  expect(proposed).toMatchObject({ state: 'committed', value: { status: 'proposed' } });
  expect(channel.endorsed.at(-1)).toMatchObject({
    request: JSON.stringify(toCityPark),
    endorsing: { exactly: ['HarborMSP', 'CityParkMSP'], privateInput: JSON.stringify(privateInput) },
  });
  expect(JSON.stringify(world.network.blocks)).not.toContain('713713');
  const value = await city.peer.evaluate(catalogue.getTerms, toHarbor, caller('citypark').role);
  expect(value.terms).toMatchObject({ ...terms, salt });
  const accepted = await city.transactions.write(caller('citypark').role, catalogue.acceptTerms, toHarbor, {
    ...wait,
    privateInput,
  });
  expect(accepted).toMatchObject({ state: 'committed', value: { status: 'accepted', hash: value.record.hash } });
  const listed = await gateway.peer.evaluate(
    catalogue.listTerms,
    { counterparty: 'CityParkMSP' },
    caller('harbor').role,
  );
  expect(listed.terms).toEqual([accepted.value]);
});

test('both begin in the same block: the second one fails on the policy of the new row, and is told why', async () => {
  const harbor = world.open('harbor');
  const city = world.open('citypark');
  world.network.cutting = false;
  const ours = harbor.gateway.transactions.write(caller('harbor').role, catalogue.proposeTerms, toCityPark, {
    ...wait,
    privateInput,
  });
  const theirs = city.gateway.transactions.write(caller('citypark').role, catalogue.proposeTerms, toHarbor, {
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
    gateway.transactions.write(caller('harbor').role, catalogue.proposeTerms, toCityPark, { ...wait, privateInput });
  const first = await propose();
  expect((await propose()).value).toEqual(first.value);
});

describe('money statements', () => {
  const cycle = '2026-11';
  const agreeAndClose = async (everyMs: number) => {
    const harbor = world.open('harbor', { jobsEveryMs: { makeDueStatements: everyMs } }).gateway;
    const city = world.open('citypark', { jobsEveryMs: { makeDueStatements: everyMs } }).gateway;
    const input = { ...wait, privateInput: { ...privateInput, terms: { ...terms, validFrom: '2020-01' } } };
    await harbor.transactions.write(caller('harbor').role, catalogue.proposeTerms, toCityPark, input);
    await city.transactions.write(caller('citypark').role, catalogue.acceptTerms, toHarbor, input);
    world.network.stub.now = '2026-12-01T00:15:00.000Z';
    const { value } = await closeCycle(city, caller('citypark'), cycle, wait);
    expect(value?.privatePairs).toHaveLength(1);
    return { harbor, city };
  };

  test('are made by the gateways of the two once the cycle is closed, without anybody asking', async () => {
    const { harbor, city } = await agreeAndClose(20);
    const made = async () =>
      (await harbor.peer.evaluate(catalogue.listStatements, { cycle }, caller('harbor').role)).statements;
    for (const end = Date.now() + 10_000; (await made()).length === 0;) {
      expect(Date.now()).toBeLessThan(end);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const value = await city.peer.evaluate(
      catalogue.getStatement,
      { counterparty: 'HarborMSP', cycle },
      caller('citypark').role,
    );
    expect([value.record]).toEqual(await made());
    // And not again and again.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const ordered = world.network.ordered.length;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(world.network.ordered.length).toBe(ordered);
  });

  test('that cannot be made are tried again, after longer and longer pauses', async () => {
    const warnings: string[] = [];
    const log: Log = { ...silent, warn: (_fields, message) => void warnings.push(message) };
    const asked: string[] = [];
    const transactions = {
      run: (_role: unknown, _entry: unknown, { counterparty }: { counterparty: string }) => {
        asked.push(counterparty);
        return counterparty === 'CityParkMSP' ? Promise.reject(new Error('away')) : Promise.resolve({ reply: {} });
      },
    } as unknown as DueStatementsParts['transactions'];
    const due = ['CityParkMSP', 'GreenMartMSP'].map((counterparty) => ({ cycle, counterparty }));
    const round = createRound({ due: () => due, transactions, log, everyMs: 1_000 });
    for (let nowMs = 0; nowMs < 16_000; nowMs += 1_000) await round(nowMs);
    expect(asked.filter((counterparty) => counterparty === 'GreenMartMSP')).toHaveLength(16);
    // At 0, 2, 6 and 14 seconds.
    expect(asked.filter((counterparty) => counterparty === 'CityParkMSP')).toHaveLength(4);
    expect(warnings).toHaveLength(4);
  });
});

/** Holds, exchanges, limits and the rarer transactions, through a gateway over the real chaincode. */
import { hashLockOf } from '../../../gateway-api/src/hash-lock.js';
import { createHash } from 'node:crypto';
import { catalogue, CLOCKS_APART_MS, type Operation } from '@commonpoint/catalogue';
import { endorsersOf } from '../../../gateway-api/src/writes/endorsers-of.js';
import { read } from '../read.js';
import { readAccountStatement } from '../../../gateway-api/src/subjects/accounts/read-account-statement.js';
import { accountQueries } from '../../../gateway-api/src/subjects/accounts/reads.js';
import { listLots } from '../../../gateway-api/src/subjects/accounts/routes.js';
import { closeCycle } from '../../../gateway-api/src/subjects/clearing/close-cycle.js';
import { clearingPositions } from '../../../gateway-api/src/subjects/clearing/routes.js';
import { holdByPreimage } from '../../../gateway-api/src/subjects/holds/hold-of-code.js';
import { holdQueries } from '../../../gateway-api/src/subjects/holds/reads.js';
import { listHolds } from '../../../gateway-api/src/subjects/holds/routes.js';
import { rateQueries } from '../../../gateway-api/src/subjects/rates/reads.js';
import { readRate } from '../../../gateway-api/src/subjects/rates/routes.js';
import { ChannelFailure } from '../../../gateway-api/src/channel/channel.js';
import { validationCodes } from '../../../gateway-api/src/writes/fates.js';
import { agreeOnRate, capture, exchange, hold, inAnHour, rate, submitAs, voidHold } from './circulation-world.js';
import {
  available,
  caller,
  caughtUp,
  issue,
  openAccount,
  post,
  redeem,
  startWorld,
  type World,
} from './gateway-world.js';

jest.setTimeout(60_000);

let world: World;
beforeEach(async () => (world = await startWorld()));
afterEach(() => world.end());

const projected = { caller: caller('harbor'), consistency: 'projection' as const };
const wait = { waitMs: 10_000 };
/** What is to be done before an end comes is done in time on a busy machine too. */
const ENDS_IN_MS = 3_000;

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await holds());) {
    if (Date.now() > end) throw new Error('it did not come about');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function aliceWith(amount: number) {
  const { gateway, channel } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  await post(gateway, 'harbor', issue('first', alice, amount));
  return { gateway, channel, alice };
}

test('what is held is not available; a capture gives back the rest, a void gives back all', async () => {
  const { gateway, alice } = await aliceWith(100);
  await post(gateway, 'harbor', hold('h1', alice, 60), hold('h2', alice, 15));
  const balance = () => gateway.projection.of(accountQueries).balances(alice)[0];
  expect(balance()).toMatchObject({ available: '25', held: '75' });
  expect((await post(gateway, 'harbor', redeem('too-much', alice, 26)))[0]).toMatchObject({
    code: 'INSUFFICIENT_POINTS',
  });
  const results = await post(gateway, 'harbor', capture('c1', 'h1', { amount: '20' }), voidHold('v2', 'h2'));
  expect(results.map(({ state }) => state)).toEqual(['committed', 'committed']);
  expect(balance()).toMatchObject({ available: '80', held: '0' });
});

test('of many captures of one hold at once one is done, and none is retried over a conflict', async () => {
  const { gateway, alice } = await aliceWith(100);
  await post(gateway, 'harbor', hold('h1', alice, 50));
  const operations = Array.from({ length: 20 }, (_, n) =>
    n % 2 === 0 ? capture(`c${n}`, 'h1') : voidHold(`v${n}`, 'h1', { holdMspId: 'HarborMSP' }),
  );
  const results = (await Promise.all(operations.map((operation) => post(gateway, 'harbor', operation)))).flat();
  expect(results.filter(({ state }) => state === 'committed')).toHaveLength(1);
  expect(new Set(results.flatMap(({ code }) => code ?? []))).toEqual(new Set(['HOLD_RESOLVED']));
  const invalid = world.network.blocks.flatMap(({ transactions }) =>
    transactions.filter((t) => t.validationCode !== 0),
  );
  expect(invalid).toEqual([]);
});

test('a beneficiary’s gateway finds a hold by its hash lock and captures it', async () => {
  const { gateway, alice } = await aliceWith(100);
  const city = world.open('citypark').gateway;
  const preimage = '483920.q7JpZk0bT4yWm2xVd8RsAg';
  const hashLock = hashLockOf('HarborMSP', preimage);
  await post(gateway, 'harbor', hold('code', alice, 30, { beneficiary: 'CityParkMSP', hashLock }));
  // At once: the till's gateway has yet to hear of the block.
  const found = (await holdByPreimage(city, preimage))!;
  expect(found).toMatchObject({ mspId: 'HarborMSP', holdId: 'code', amount: '30' });
  expect(await holdByPreimage(gateway, preimage)).toBeUndefined();
  const of = { holdMspId: found.mspId, holdId: found.holdId };
  const [wrong] = await post(city, 'citypark', capture('w', 'code', { ...of, preimage: `x${preimage}` }));
  expect(wrong).toMatchObject({ state: 'rejected', code: 'PREIMAGE_WRONG' });
  const [done] = await post(city, 'citypark', capture('c', 'code', { ...of, preimage }));
  expect(done).toMatchObject({ state: 'committed', receipt: { acceptor: 'CityParkMSP', amount: '30' } });
  expect((await holdByPreimage(city, preimage))!.status).toBe('captured');
});

test('a lock that its custodian uses twice leads to the hold made first', async () => {
  const { gateway, alice } = await aliceWith(100);
  const lock = { beneficiary: 'CityParkMSP', hashLock: hashLockOf('HarborMSP', 'the same preimage') };
  await post(gateway, 'harbor', hold('original', alice, 10, lock));
  await post(gateway, 'harbor', hold('copied', alice, 1, lock));
  const city = world.open('citypark').gateway;
  await caughtUp(city);
  const found = () => city.projection.of(holdQueries).holdByHashLock(lock.hashLock, 'HarborMSP', 'CityParkMSP')!;
  expect(found().holdId).toBe('original');
  await post(city, 'citypark', { kind: 'void', id: 'v', holdMspId: 'HarborMSP', holdId: 'original' });
  expect(await holdByPreimage(city, 'the same preimage')).toMatchObject({ holdId: 'copied', status: 'open' });
});

test('holds past their end are voided by the custodian’s gateway, others are left', async () => {
  const { gateway } = world.open('harbor', { jobsEveryMs: { voidExpiredHolds: 20 } });
  const alice = await openAccount(gateway, 'harbor', 'alice');
  await post(gateway, 'harbor', issue('i', alice, 100));
  world.network.stub.now = new Date(Date.now() - 60_000).toISOString();
  const ended = new Date(Date.now() - 5_000).toISOString();
  await post(gateway, 'harbor', hold('stays', alice, 7));
  const [made] = await post(gateway, 'harbor', hold('ends', alice, 40, { expiresAt: ended }));
  expect(made!.state).toBe('committed');
  world.network.stub.now = new Date().toISOString();
  await until(async () => gateway.projection.of(holdQueries).hold('HarborMSP', 'ends')!.status === 'voided');
  expect(gateway.projection.of(accountQueries).balances(alice)[0]).toMatchObject({ available: '93', held: '7' });
  expect((await read(gateway, listHolds, { accountId: alice }, projected)).holds.map(({ holdId }) => holdId)).toEqual([
    'stays',
  ]);
});

test('holds of a custodian that left are voided by the gateway of whoever serves its accounts', async () => {
  const gateway = world.open('harbor');
  const alice = await openAccount(gateway.gateway, 'harbor', 'alice');
  await post(gateway.gateway, 'harbor', issue('i', alice, 100));
  const ended = new Date(Date.now() - CLOCKS_APART_MS - 5_000).toISOString();
  world.network.stub.now = new Date(Date.parse(ended) - 5_000).toISOString();
  await post(gateway.gateway, 'harbor', hold('ends', alice, 40, { expiresAt: ended }));
  world.network.stub.now = new Date().toISOString();
  const { value } = world.network.stub.table('org').find(({ parts }) => parts[0] === 'HarborMSP')!;
  const left = { ...value, status: 'left', successor: 'CityParkMSP' } as typeof value;
  world.network.stub.plant('org', ['HarborMSP'], left);
  const { gateway: city } = world.open('citypark', { jobsEveryMs: { voidExpiredHolds: 20 } });
  await until(async () => city.projection.of(holdQueries).hold('HarborMSP', 'ends') !== undefined);
  city.projection.of(({ sqlite }) =>
    sqlite.prepare('UPDATE organizations SET value = ? WHERE msp_id = ?').run(JSON.stringify(left), 'HarborMSP'),
  );
  await until(async () => city.projection.of(holdQueries).hold('HarborMSP', 'ends')!.status === 'voided');
});

test('the custodian’s gateway closes a hold’s window by itself, within seconds of when it may', async () => {
  const { gateway } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  await post(gateway, 'harbor', issue('i', alice, 100));
  const endMs = Date.now() - CLOCKS_APART_MS + ENDS_IN_MS;
  world.network.stub.now = new Date(endMs - ENDS_IN_MS).toISOString();
  const promise = { beneficiary: 'CityParkMSP', expiresAt: new Date(endMs).toISOString() };
  await post(gateway, 'harbor', hold('h', alice, 40, promise));
  const city = world.network.channel('CityParkMSP');
  const taking = JSON.stringify({ operations: [capture('c', 'h', { holdMspId: 'HarborMSP' })] });
  const keptBack = await city.endorse('cashier', catalogue.postPoints.name, taking);
  world.network.stub.now = new Date(endMs + CLOCKS_APART_MS + 1).toISOString();
  const of = { mspId: 'HarborMSP', holdId: 'h' };
  await until(async () => gateway.projection.of(holdQueries).hold(of.mspId, of.holdId)!.status === 'voided');
  expect(Date.now() - endMs - CLOCKS_APART_MS).toBeLessThan(4_000);
  await city.submit(keptBack.transaction);
  world.network.cut();
  const last = world.network.blocks.at(-1)?.transactions.at(-1);
  expect([last?.txId, last?.validationCode]).toEqual([keptBack.transaction.txId, validationCodes.mvccReadConflict]);
  expect(await available(gateway, alice)).toBe('100');
});

test('exchanges side by side take lanes of their own, and all that is left of the quota can be used', async () => {
  await agreeOnRate(world, { quota: '100' });
  const { gateway, channel } = world.open('harbor');
  const members = await Promise.all(['a', 'b', 'c', 'd'].map((name) => openAccount(gateway, 'harbor', name)));
  await post(gateway, 'harbor', ...members.map((member, n) => issue(`i${n}`, member, 60)));
  const results = (
    await Promise.all(members.map((member, n) => post(gateway, 'harbor', exchange(`x${n}`, member, 51))))
  ).flat();
  expect(results.map(({ state, receipt }) => [state, receipt?.taken, receipt?.received])).toEqual(
    members.map(() => ['committed', '50', '25']),
  );
  expect((await read(gateway, readRate, rate, projected)).remaining).toBe('0');
  expect((await post(gateway, 'harbor', exchange('more', members[0]!, 2)))[0]).toMatchObject({
    code: 'QUOTA_EXHAUSTED',
  });
  const invalid = world.network.blocks.flatMap(({ transactions }) =>
    transactions.filter((t) => t.validationCode !== 0),
  );
  expect(invalid).toEqual([]);
  const named = channel.endorsed
    .filter(({ name }) => name === catalogue.postPoints.name)
    .flatMap(({ request }) => (JSON.parse(request) as { operations: Operation[] }).operations)
    .filter(({ kind }) => kind === 'exchange');
  expect(named.every((operation) => 'lanes' in operation)).toBe(true);
});

test('an exchange shows on the statement in both programmes, a page at a time', async () => {
  await agreeOnRate(world);
  const { gateway, alice } = await aliceWith(100);
  await post(gateway, 'harbor', exchange('x', alice, 31));
  const entries = [];
  for (let cursor: string | undefined; ;) {
    const page = await read(gateway, readAccountStatement, { accountId: alice }, projected, { limit: 1, cursor });
    entries.push(...page.entries);
    cursor = page.nextCursor;
    if (!cursor) break;
  }
  expect(entries.map(({ operationId, programId, change }) => [operationId, programId, change])).toEqual([
    ['x', 'citypark', '15'],
    ['x', 'harbor', '-30'],
    ['first', 'harbor', '100'],
  ]);
  const bought = await read(gateway, readAccountStatement, { accountId: alice }, projected, { programId: 'citypark' });
  expect(bought.entries.map(({ change }) => change)).toEqual(['15']);
});

test('with a day’s limit the operations of one account wait for each other, and the limit holds', async () => {
  await submitAs(world, 'HarborMSP', catalogue.setLimits.name, {
    programId: 'harbor',
    limits: { perAccountDay: { creditsMax: 10 } },
  });
  // Hardly grouped, so that without waiting several would be in flight.
  const submission = { silenceMs: 0, windowMs: 1, windowMaxMs: 1, crowdedMaxMs: 1, returnMs: 0, returnMaxMs: 0 };
  const { gateway } = world.open('harbor', { submission });
  const alice = await openAccount(gateway, 'harbor', 'alice');
  const results = (
    await Promise.all(
      Array.from({ length: 15 }, async (_, n) => {
        await new Promise((resolve) => setTimeout(resolve, 3 * n));
        return post(gateway, 'harbor', issue(`i${n}`, alice, 1));
      }),
    )
  ).flat();
  expect(results.filter(({ state }) => state === 'committed')).toHaveLength(10);
  expect(new Set(results.flatMap(({ code }) => code ?? []))).toEqual(new Set(['VELOCITY_EXCEEDED']));
  const invalid = world.network.blocks.flatMap(({ transactions }) =>
    transactions.filter((t) => t.validationCode !== 0),
  );
  expect(invalid).toEqual([]);
});

test('an account of 1,200 lots spends everything at once', async () => {
  const { gateway } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  for (const round of [0, 1, 2]) {
    // Credits of one campaign would be one lot.
    const issues = Array.from({ length: 400 }, (_, n) => issue(`i${round}-${n}`, alice, 2, { campaign: `c-${n}` }));
    await post(gateway, 'harbor', ...issues);
  }
  expect(await available(gateway, alice)).toBe('2400');
  expect((await read(gateway, listLots, { accountId: alice }, projected)).nextCursor).toBeDefined();
  const [spent] = await post(gateway, 'harbor', redeem('all', alice, 2_400));
  expect(spent).toMatchObject({ state: 'committed' });
  expect(spent!.receipt!.consumed!.length).toBe(1_200);
  expect(await available(gateway, alice)).toBe('0');
});

test('rates are proposed and accepted through the gateways', async () => {
  await agreeOnRate(world);
  const { gateway } = world.open('harbor');
  const city = world.open('citypark').gateway;
  const second = { ...rate, version: 2 };
  const terms = { numerator: '1', denominator: '3', quota: '50', lanes: 1 };
  const period = { validFrom: '2020-01-01T00:00:00.000Z', validUntil: inAnHour() };
  const proposed = await gateway.transactions.write(
    caller('harbor').role,
    catalogue.proposeRate,
    { ...second, ...terms, ...period },
    wait,
  );
  expect(proposed).toMatchObject({ state: 'committed', value: { status: 'proposed' } });
  await expect(
    gateway.transactions.write(caller('harbor').role, catalogue.acceptRate, second, wait),
  ).rejects.toMatchObject({ code: 'NOT_RATE_PARTY' });
  const accepted = await city.transactions.write(caller('citypark').role, catalogue.acceptRate, second, wait);
  expect(accepted.value!.status).toBe('accepted');
  await expect(
    gateway.transactions.write(caller('harbor').role, catalogue.postPoints, { operations: [] }, wait),
  ).rejects.toThrow(TypeError);
});

test.each(['harbor', 'citypark'])('a rate past its end is withdrawn by the gateway of %s, by itself', async (slug) => {
  const endMs = Date.now() + ENDS_IN_MS;
  await agreeOnRate(world, { validUntil: new Date(endMs).toISOString() });
  const { gateway } = world.open('harbor', { jobsEveryMs: { withdrawEndedRates: slug === 'harbor' ? 20 : 3_600_000 } });
  const alice = await openAccount(gateway, 'harbor', 'alice');
  await post(gateway, 'harbor', issue('i', alice, 100));
  const harbor = world.network.channel('HarborMSP');
  const late = JSON.stringify({ operations: [exchange('x', alice, 10)] });
  world.network.stub.now = new Date(endMs - 1).toISOString();
  const keptBack = await harbor.endorse('cashier', catalogue.postPoints.name, late);
  world.network.stub.now = new Date(endMs + 1).toISOString();
  const sweeper = slug === 'harbor' ? gateway : world.open('citypark').gateway;
  const status = () => sweeper.projection.of(rateQueries).rate(rate)?.status;
  await until(async () => status() === 'withdrawn');
  await harbor.submit(keptBack.transaction);
  world.network.cut();
  const last = world.network.blocks.at(-1)?.transactions.at(-1);
  expect([last?.txId, last?.validationCode]).toEqual([keptBack.transaction.txId, validationCodes.mvccReadConflict]);
});

test('a rate past its end that cannot be withdrawn is suspended, so that its window closes all the same', async () => {
  await agreeOnRate(world, { validUntil: new Date(Date.now() + ENDS_IN_MS).toISOString() });
  const { gateway, channel } = world.open('harbor', {
    submission: { patienceMs: 0 },
    jobsEveryMs: { withdrawEndedRates: 20 },
  });
  channel.endorseFailures.push(new ChannelFailure('unavailable', 'test: the other issuer is away'));
  const status = () => gateway.projection.of(rateQueries).rate(rate)?.status;
  await until(async () => status() === 'suspended');
  expect(channel.endorsed.map(({ name }) => name)).toEqual([catalogue.setRateStatus.name]);
});

test('who endorses what writes the target’s lanes', () => {
  const issuerOf = (programId: string) => (programId === 'citypark' ? 'CityParkMSP' : 'HarborMSP');
  const parties = { mspId: 'HarborMSP', issuerOf };
  const required = { required: ['CityParkMSP'] };
  expect(endorsersOf(catalogue.acceptRate, rate, parties)).toEqual(required);
  expect(endorsersOf(catalogue.setRateStatus, { ...rate, status: 'withdrawn' }, parties)).toEqual(required);
  expect(endorsersOf(catalogue.setRateStatus, { ...rate, status: 'suspended' }, parties)).toEqual({});
  expect(endorsersOf(catalogue.proposeRate, rate, parties)).toEqual({});
});

test.each([
  ['caller', ['HarborMSP']],
  ['auditor', ['AuditorMSP']],
  ['pair', ['HarborMSP', 'GreenMartMSP']],
] as const)('private input for %s goes to nobody else', (endorsers, exactly) => {
  const parties = { mspId: 'HarborMSP', issuerOf: () => 'HarborMSP' };
  const request = { auditor: 'AuditorMSP', counterparty: 'GreenMartMSP' };
  expect(endorsersOf({ ...catalogue.acceptRate, endorsers }, request, parties)).toEqual({ exactly });
});

test('a cycle is closed in as many steps as it takes, and once', async () => {
  const { gateway, alice } = await aliceWith(100);
  await post(gateway, 'harbor', redeem('r', alice, 10, { acceptor: 'CityParkMSP' }));
  const cycle = world.network.stub.now.slice(0, 7);
  await expect(closeCycle(gateway, caller('harbor'), cycle, wait)).rejects.toMatchObject({ code: 'PERIOD_OPEN' });
  const positions = async (consistency: 'projection' | 'ledger') => {
    const { asOfBlock, ...rest } = await read(gateway, clearingPositions, { cycle }, { ...projected, consistency });
    expect(asOfBlock).toBeGreaterThan(0);
    return rest;
  };
  const before = await positions('projection');
  // So many rows that one transaction does not fold them; they cancel out.
  for (let n = 0; n < 1_100; n++) {
    const txId = createHash('sha256').update(`row ${n}`).digest('hex');
    const key = [cycle, 'HarborMSP', 'CityParkMSP', 'harbor', txId];
    world.network.stub.plant('clearing', key, { amount: n % 2 === 0 ? '1' : '-1' });
  }
  const blocks = world.network.blocks.length;
  world.network.stub.now = new Date(Date.now() + 40 * 86_400_000).toISOString();
  const closed = await closeCycle(gateway, caller('harbor'), cycle, wait);
  expect(closed).toMatchObject({ state: 'committed', value: { status: 'closed', folded: 1_101 } });
  expect(world.network.blocks.length - blocks).toBe(2);
  expect(closed.value).not.toHaveProperty('more');
  expect(await positions('projection')).toEqual(before);
  expect(await positions('ledger')).toEqual(before);
  expect(await closeCycle(gateway, caller('harbor'), cycle, wait)).toMatchObject({
    state: 'committed',
    existed: true,
    value: { status: 'closed' },
  });
});

test('an account is opened with its member’s key', async () => {
  const { gateway } = world.open('harbor');
  const accountId = gateway.secrets.accountIdOf('keyed');
  const publicKey = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } as const;
  await gateway.accounts.open(caller('harbor').role, { accountId, kind: 'member', publicKey });
  expect(gateway.projection.of(accountQueries).account(accountId)).toMatchObject({ publicKey });
  await post(gateway, 'harbor', issue('i', accountId, 5));
  expect((await post(gateway, 'harbor', redeem('r', accountId, 5)))[0]).toMatchObject({ code: 'SIGNATURE_REQUIRED' });
});

/** The projection: the ledger's rows, summed and searchable, and the same however it came about. */
import { join } from 'node:path';
import { Database } from '../../../gateway-api/src/store/database.js';
import { createBlockApplier } from '../../../gateway-api/src/projection/apply-block.js';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import type { Route } from '../../../gateway-api/src/http/route.js';
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import { readAccountStatement } from '../../../gateway-api/src/subjects/accounts/read-account-statement.js';
import { accountQueries } from '../../../gateway-api/src/subjects/accounts/reads.js';
import * as accounts from '../../../gateway-api/src/subjects/accounts/routes.js';
import { clearingPositions } from '../../../gateway-api/src/subjects/clearing/routes.js';
import * as holds from '../../../gateway-api/src/subjects/holds/routes.js';
import { subjects } from '../../../gateway-api/src/subjects/index.js';
import { listOrganizations } from '../../../gateway-api/src/subjects/organizations/routes.js';
import { readQuota } from '../../../gateway-api/src/subjects/programs/quota-routes.js';
import { programQueries } from '../../../gateway-api/src/subjects/programs/reads.js';
import * as programs from '../../../gateway-api/src/subjects/programs/routes.js';
import * as rates from '../../../gateway-api/src/subjects/rates/routes.js';
import { listSettlements, readSettlement } from '../../../gateway-api/src/subjects/settlements/routes.js';
import { read } from '../read.js';
import { agreeOnRate, capture, exchange, hold, rate, voidHold } from '../writes/circulation-world.js';
import { caller, caughtUp, issue, openAccount, post, redeem, startWorld, type World } from '../writes/gateway-world.js';

jest.setTimeout(30_000);

let world: World;
beforeEach(async () => (world = await startWorld()));
afterEach(() => world.end());

const projected = { caller: caller('harbor'), consistency: 'projection' as const };
/** What subjects do with rows. */
const appliers = subjects.flatMap((subject) => subject.rows ?? []);

const onLedger = { caller: caller('harbor'), consistency: 'ledger' as const };

/** Some of everything. */
async function history(): Promise<{ gateway: ReturnType<World['open']>['gateway']; alice: string; bob: string }> {
  const { gateway } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  const bob = await openAccount(gateway, 'harbor', 'bob');
  await post(
    gateway,
    'harbor',
    issue('i1', alice, 100),
    issue('i2', alice, 50, { campaign: 'spring' }),
    issue('i3', bob, 7),
  );
  await post(gateway, 'harbor', redeem('r1', alice, 30, { acceptor: 'CityParkMSP' }));
  await post(gateway, 'harbor', {
    kind: 'transfer',
    id: 't1',
    programId: 'harbor',
    fromAccountId: alice,
    toAccountId: bob,
    amount: '20',
  });
  await post(gateway, 'harbor', redeem('r2', bob, 5));
  const city = world.open('citypark').gateway;
  await caughtUp(city);
  await post(city, 'citypark', { kind: 'reverse', id: 'x1', operationMspId: 'HarborMSP', operationId: 'r1' });
  await post(gateway, 'harbor', { kind: 'reverse', id: 'x2', operationId: 'i2' });
  await post(gateway, 'harbor', redeem('r3', alice, 11, { acceptor: 'CityParkMSP' }));
  return { gateway, alice, bob };
}

/** Some of all that circulation adds: open, captured and voided holds, an exchange, a reversed capture. */
async function circulation(): Promise<{ gateway: ReturnType<World['open']>['gateway']; alice: string; bob: string }> {
  await agreeOnRate(world);
  const { gateway, alice, bob } = await history();
  const spare = { beneficiary: 'CityParkMSP', hashLock: 'b'.repeat(64) };
  await post(gateway, 'harbor', hold('h1', alice, 20), hold('h2', alice, 9), hold('h3', alice, 5, spare));
  await post(gateway, 'harbor', hold('h4', alice, 4));
  await post(gateway, 'harbor', capture('c1', 'h1', { amount: '12' }), voidHold('v2', 'h2'));
  await post(gateway, 'harbor', exchange('x', alice, 7));
  await post(gateway, 'harbor', { kind: 'reverse', id: 'xc1', operationId: 'c1' });
  // All that bob has is held.
  await post(gateway, 'harbor', hold('h5', bob, 22));
  return { gateway, alice, bob };
}

/** Without the block, which only says when it was asked; once more where the gateways' own work made another one meanwhile. */
async function both(gateway: Gateway, route: Route, params: object, query: object = {}): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    await gateway.caughtUp();
    const last = world.network.blocks.length - 1;
    const answers = await Promise.all(
      [projected, onLedger].map((how) => read(gateway, route as never, params, how, query) as Promise<object>),
    );
    if (world.network.blocks.length - 1 > last && tries < 20) continue;
    expect(answers[0]).toMatchObject({ asOfBlock: last });
    expect(answers[0]).toEqual(answers[1]);
    return;
  }
}

const availableOf = (gateway: Gateway, accountId: string) => gateway.projection.of(accountQueries).balances(accountId);

test('every read says the same from the projection as from the ledger', async () => {
  const { gateway, alice, bob } = await history();
  const cycle = new Date().toISOString().slice(0, 7);
  const harbor = { programId: 'harbor' };
  for (const [route, params] of [
    [programs.readSupply, harbor],
    [programs.readProgram, harbor],
    [readQuota, harbor],
    [accounts.readAccount, { accountId: alice }],
    [accounts.readBalances, { accountId: alice }],
    [accounts.readBalances, { accountId: bob }],
    [clearingPositions, { cycle }],
    [listOrganizations, {}],
    [accounts.listLots, { accountId: alice }],
    [programs.listPrograms, {}],
  ] as const) {
    await both(gateway, route, params);
  }
});

test('issued = outstanding + held + redeemed + expired + reversed, and outstanding is what accounts hold', async () => {
  const { gateway, alice, bob } = await history();
  const value = gateway.projection.of(programQueries).supply('harbor');
  const sum = [value.outstanding, value.held, value.redeemed, value.expired, value.reversed].reduce(
    (a, b) => a + BigInt(b),
    0n,
  );
  expect(sum).toBe(BigInt(value.issued));
  const balances = [alice, bob].map((id) => BigInt(availableOf(gateway, id)[0]!.available));
  expect(balances[0]! + balances[1]!).toBe(BigInt(value.outstanding));
});

test('with holds and exchanges every read still says the same from the projection as from the ledger', async () => {
  const { gateway, alice, bob } = await circulation();
  const cycle = new Date().toISOString().slice(0, 7);
  const [harbor, citypark] = [{ programId: 'harbor' }, { programId: 'citypark' }];
  for (const [route, params, query] of [
    [programs.readSupply, harbor],
    [programs.readSupply, citypark],
    [readQuota, citypark],
    [accounts.readBalances, { accountId: alice }],
    [accounts.readBalances, { accountId: bob }],
    [clearingPositions, { cycle }],
    [rates.readRate, rate],
    [rates.listRates, {}],
    [rates.listRates, {}, { sourceProgramId: 'citypark' }],
    [holds.listHolds, { accountId: alice }],
    ...['h1', 'h2', 'h3'].map((holdId) => [holds.readHold, { holdId }] as const),
    [listSettlements, {}],
  ] as const) {
    await both(gateway, route, params, query);
  }
  expect(availableOf(gateway, bob)[0]).toMatchObject({ available: '0', held: '22' });
  const value = gateway.projection.of(programQueries).supply('harbor');
  expect(value.held).toBe('31');
  const parts = [value.outstanding, value.held, value.redeemed, value.expired, value.reversed];
  expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(BigInt(value.issued));
});

test('a statement with holds and an exchange adds up to what is available', async () => {
  const { gateway, alice } = await circulation();
  const { entries } = await read(gateway, readAccountStatement, { accountId: alice }, projected);
  for (const { programId, available } of availableOf(gateway, alice)) {
    const changes = entries.filter((entry) => entry.programId === programId).map(({ change }) => BigInt(change));
    expect([programId, changes.reduce((sum, change) => sum + change, 0n)]).toEqual([programId, BigInt(available)]);
  }
  expect(entries.find(({ operationId }) => operationId === 'c1')).toMatchObject({
    change: '8',
    captured: '12',
    holdId: 'h1',
  });
});

test('open holds by pages', async () => {
  const { gateway, alice } = await circulation();
  const ids = [];
  for (let cursor: string | undefined; ;) {
    const page = await read(gateway, holds.listHolds, { accountId: alice }, projected, { limit: 1, cursor });
    ids.push(...page.holds.map(({ holdId }) => holdId));
    cursor = page.nextCursor;
    if (!cursor) break;
  }
  expect(ids).toEqual(['h3', 'h4']);
});

test('a statement adds up to the balance, newest first, by pages', async () => {
  const { gateway, alice } = await history();
  const entries = [];
  for (let cursor: string | undefined; ;) {
    const page = await read(gateway, readAccountStatement, { accountId: alice }, projected, { limit: 3, cursor });
    entries.push(...page.entries);
    cursor = page.nextCursor;
    if (!cursor) break;
  }
  expect(entries.map(({ operationId, change }) => [operationId, change])).toEqual([
    ['r3', '-11'],
    ['x2', '-50'],
    ['x1', '30'],
    ['t1', '-20'],
    ['r1', '-30'],
    ['i2', '50'],
    ['i1', '100'],
  ]);
  const balance = availableOf(gateway, alice)[0]!.available;
  expect(entries.reduce((sum, { change }) => sum + BigInt(change), 0n)).toBe(BigInt(balance));
  await expect(
    read(gateway, readAccountStatement, { accountId: alice }, projected, { limit: 3, cursor: 'made-up' }),
  ).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
});

test('built block by block, all at once, or by another gateway, it is the same', async () => {
  await circulation();
  const { blocks } = world.network;
  const names = [
    'organizations',
    'programs',
    'quota_lanes',
    'accounts',
    'lots',
    'receipts',
    'supply',
    'clearing',
    'holds',
    'rates',
    'rate_lanes',
    'cycles',
    'settlements',
    'checkpoint',
  ];
  const rowsOf = (database: Database, table: string) => {
    // The latest time is no part of what blocks do to the tables: `ledger-clock.ts` writes it.
    if (table === 'checkpoint') return database.sqlite.prepare('SELECT block, hash FROM checkpoint').all();
    const isNarrow = ['organizations', 'programs', 'accounts', 'cycles'].includes(table);
    return database.sqlite.prepare(`SELECT * FROM ${table} ORDER BY ${isNarrow ? '1, 2' : '1, 2, 3'}`).all();
  };
  const contents = (database: Database) => names.map((table) => [table, rowsOf(database, table)]);
  const followed = new Database(join(world.folder, 'harbor.db'), tables);
  const rebuilt = new Database(':memory:', tables);
  const apply = createBlockApplier(rebuilt, appliers);
  rebuilt.transaction('rebuildable', () => blocks.forEach((block) => apply(block)));
  const singly = new Database(':memory:', tables);
  const applyOne = createBlockApplier(singly, appliers);
  for (const block of blocks) singly.transaction('rebuildable', () => applyOne(block));
  expect(contents(rebuilt)).toEqual(contents(followed));
  expect(contents(singly)).toEqual(contents(followed));
  for (const database of [followed, rebuilt, singly]) database.close();
});

test('lots past their expiry are not available', async () => {
  const { gateway } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  await post(gateway, 'harbor', issue('one', alice, 10));
  const writes = [
    {
      key: ['lot', alice, 'harbor', '2020-01-31', 'f'.repeat(64), '00000'],
      value: Buffer.from('{"amount":"5","originId":"old","originMspId":"HarborMSP"}'),
    },
  ];
  world.network.appendForged(writes, 'f'.repeat(64));
  const until = Date.now() + 3_000;
  let balance;
  do balance = availableOf(gateway, alice)[0]!;
  while (balance.expired === '0' && Date.now() < until && (await new Promise((r) => setTimeout(r, 10, true))));
  expect(balance).toMatchObject({ available: '10', expired: '5' });
  expect((await post(gateway, 'harbor', redeem('r', alice, 11)))[0]).toMatchObject({ code: 'INSUFFICIENT_POINTS' });
});

test('unknown holds, rates and settlements', async () => {
  const { gateway } = world.open('harbor');
  const pair = { cycle: '2020-01', debtor: 'HarborMSP', creditor: 'CityParkMSP' };
  for (const options of [projected, onLedger]) {
    await expect(read(gateway, holds.readHold, { holdId: 'none' }, options)).rejects.toMatchObject({
      code: 'HOLD_UNKNOWN',
    });
    await expect(read(gateway, rates.readRate, rate, options)).rejects.toMatchObject({ code: 'RATE_UNKNOWN' });
    await expect(read(gateway, readSettlement, pair, options)).rejects.toMatchObject({ code: 'SETTLEMENT_UNKNOWN' });
  }
});

test.each([
  ['programme', programs.readProgram, { programId: 'nobodys' }, 'PROGRAM_UNKNOWN'],
  ['account', accounts.readAccount, { accountId: 'HarborMSP:nobody-here' }, 'ACCOUNT_UNKNOWN'],
] as const)('an unknown %s', async (_what, route, params, code) => {
  const { gateway } = world.open('harbor');
  for (const how of [projected, onLedger]) {
    await expect(read(gateway, route as Route as never, params, how)).rejects.toMatchObject({ code });
  }
});

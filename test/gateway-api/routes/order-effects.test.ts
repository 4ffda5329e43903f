/** What orders do to every kind of operation, by the routes of two merchants' gateways: the table in docs/concepts.md, cell by cell. */
import { catalogue, type OrderEffect } from '@commonpoint/catalogue';
import { admitRegulator } from '../../contract/regulated.js';
import type { MemoryNetwork } from '../../support/memory-channel.js';
import { founded, submitAs } from '../route-world.js';
import { prepare, startApp, type StartedApp } from '../start-app.js';

jest.setTimeout(60_000);

const D = 'DEBITS_STOPPED';
const C = 'CREDITS_STOPPED';
const R = 'POINTS_RESERVED';
const done = 'done';
type Cell = typeof D | typeof C | typeof R | typeof done;

interface World {
  readonly network: MemoryNetwork;
  readonly harbor: StartedApp;
  readonly citypark: StartedApp;
  readonly alice: string;
  readonly bob: string;
  readonly carol: string;
  /** Ids of what was done before any order. */
  readonly ids: Readonly<Record<'issued' | 'sent' | 'received' | 'spent' | 'own' | 'promised', string>>;
}

const of = (accountId: string, amount?: string) => ({ programId: 'harbor', accountId, ...(amount && { amount }) });
const transfer = (fromAccountId: string, toAccountId: string) => ({
  ...{ programId: 'harbor', fromAccountId, toAccountId, amount: '3' },
});

async function start(): Promise<World> {
  const network = await founded();
  const harbor = await startApp({ network });
  const citypark = await startApp({ network, organization: 'citypark' });
  const alice = await prepare(harbor, '10');
  const bob = await prepare(harbor, '50', 'm-2');
  const open = await citypark.operator('post', '/v1/accounts').send({ memberRef: 'c-1' }).expect(201);
  const carol = (open.body as { accountId: string }).accountId;
  await submitAs(network, 'citypark', catalogue.createProgram, {
    ...{ programId: 'citypark', name: 'CityPark', unit: 'point', cap: '100000', capOn: 'issued', expiryMonths: 24 },
    ...{ rules: { transferable: true }, lanes: 2 },
  });
  const rate = { sourceProgramId: 'harbor', targetProgramId: 'citypark', version: 1 };
  await submitAs(network, 'harbor', catalogue.proposeRate, {
    ...{ ...rate, numerator: '1', denominator: '1', quota: '1000', lanes: 2 },
    ...{ validFrom: '2026-11-01T00:00:00.000Z', validUntil: '2029-01-01T00:00:00.000Z' },
  });
  await submitAs(network, 'citypark', catalogue.acceptRate, rate);
  const made = async (path: string, body: object): Promise<string> => {
    const reply = await harbor.operator('post', path).send(body).expect(201);
    return (reply.body as { operationId: string }).operationId;
  };
  const ids = {
    issued: await made('/v1/issuances', of(alice, '100')),
    own: await made('/v1/holds', { ...of(alice, '10'), ttlSeconds: 900 }),
    promised: await made('/v1/holds', { ...of(alice, '10'), beneficiary: 'CityParkMSP', ttlSeconds: 900 }),
    spent: await made('/v1/redemptions', { ...of(alice, '20'), acceptor: 'CityParkMSP' }),
    sent: await made('/v1/transfers', transfer(alice, bob)),
    received: await made('/v1/transfers', transfer(bob, alice)),
  };
  admitRegulator(network.stub);
  return { network, harbor, citypark, alice, bob, carol, ids };
}

async function order(world: World, orderId: string, effect: OrderEffect): Promise<void> {
  const isOfPoints = effect.kind === 'reserve' || effect.kind === 'seize';
  const scope = { kind: 'account', accountId: world.alice, ...(isOfPoints && { programId: 'harbor' }) } as const;
  const request = { orderId, scope, effect, reasonHash: 'a'.repeat(64) };
  const channel = world.network.channel('RegulatorMSP');
  const { transaction } = await channel.endorse('regulator', catalogue.issueOrder.name, JSON.stringify(request));
  await channel.submit(transaction);
  world.network.cut();
}

type Ask = (
  world: World,
) => readonly [by: StartedApp, path: string, body: object] | Promise<readonly [StartedApp, string, object]>;
/** In this order: the last ones change what the others find. */
const table: readonly [what: string, ask: Ask, debits: Cell, credits: Cell, reserve: Cell][] = [
  ['issue to it', (w) => [w.harbor, '/v1/issuances', of(w.alice, '3')], done, C, done],
  ['transfer from it', (w) => [w.harbor, '/v1/transfers', transfer(w.alice, w.bob)], D, done, R],
  ['transfer to it', (w) => [w.harbor, '/v1/transfers', transfer(w.bob, w.alice)], done, C, done],
  ['redeem', (w) => [w.harbor, '/v1/redemptions', of(w.alice, '3')], D, done, R],
  [
    'hold',
    (w) => [w.harbor, '/v1/holds', { ...of(w.alice, '3'), beneficiary: 'CityParkMSP', ttlSeconds: 900 }],
    D,
    done,
    R,
  ],
  ['exchange', (w) => [w.harbor, '/v1/exchanges', { ...of(w.alice, '3'), targetProgramId: 'citypark' }], D, C, R],
  [
    'capture what was promised before',
    (w) => [w.citypark, `/v1/holds/${w.ids.promised}/capture`, { holdMspId: 'HarborMSP', amount: '4' }],
    ...([done, done, done] as const),
  ],
  [
    'capture without a beneficiary',
    (w) => [w.harbor, `/v1/holds/${w.ids.own}/capture`, { amount: '4' }],
    D,
    done,
    done,
  ],
  [
    'void',
    async (w) => {
      const held = await w.harbor
        .operator('post', '/v1/holds')
        .send({ ...of(w.bob, '1'), ttlSeconds: 900 })
        .expect(201);
      return [w.harbor, `/v1/holds/${(held.body as { operationId: string }).operationId}/void`, {}];
    },
    ...([done, done, done] as const),
  ],
  [
    'reverse an issuance to it',
    (w) => [w.harbor, '/v1/reversals', { operationId: w.ids.issued, amount: '3' }],
    D,
    done,
    R,
  ],
  ['reverse a transfer from it', (w) => [w.harbor, '/v1/reversals', { operationId: w.ids.sent }], done, C, done],
  ['reverse a transfer to it', (w) => [w.harbor, '/v1/reversals', { operationId: w.ids.received }], D, done, R],
  [
    'reverse a redemption',
    (w) => [w.citypark, '/v1/reversals', { operationId: w.ids.spent, operationMspId: 'HarborMSP' }],
    ...([done, C, done] as const),
  ],
  [
    'extend',
    (w) => [w.harbor, '/v1/extensions', { ...of(w.alice), endingBy: '2028-12-31', expiresOn: '2029-01-31' }],
    ...([done, done, done] as const),
  ],
  ['consolidate', (w) => [w.harbor, '/v1/consolidations', of(w.alice)], done, done, done],
  [
    'seize from it',
    async (w) => {
      await order(w, 'RegulatorMSP:seizure', { kind: 'seize', amount: '5', toAccountId: w.carol });
      return [w.citypark, '/v1/orders/RegulatorMSP:seizure/seize', { amount: '3' }];
    },
    ...([done, done, R] as const),
  ],
  [
    'expire',
    (w) => {
      jest.setSystemTime(Date.parse('2029-03-01T08:00:00.000Z'));
      return [w.harbor, '/v1/expiries', of(w.alice)];
    },
    ...([done, done, done] as const),
  ],
];

const effects: readonly [what: string, effect: OrderEffect | undefined, column: 2 | 3 | 4 | undefined][] = [
  ['nothing ordered', undefined, undefined],
  ['debits stopped', { kind: 'stop-debits' }, 2],
  ['credits stopped', { kind: 'stop-credits' }, 3],
  ['more reserved than there is', { kind: 'reserve', amount: '1000' }, 4],
];

test.each(effects)('with %s', async (_what, effect, column) => {
  const world = await start();
  if (effect !== undefined) await order(world, 'RegulatorMSP:1', effect);
  const found: Record<string, string> = {};
  for (const [what, ask] of table) {
    const [by, path, body] = await ask(world);
    const reply = await by.operator('post', path).send(body);
    found[what] = reply.status < 300 ? done : String((reply.body as { code?: string }).code);
  }
  const expected = table.map((row) => [row[0], column === undefined ? done : row[column]] as const);
  expect(found).toEqual(Object.fromEntries(expected));
});

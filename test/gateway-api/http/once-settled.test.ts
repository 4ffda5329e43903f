/**
 * Writes about what another merchant has done, and about closed cycles: answered 202, something else since, then the repeat,
 * which does nothing again. The others: `once-everywhere.test.ts`.
 */
import { ChannelFailure } from '../../../gateway-api/src/channel/channel.js';
import { founded, NOW, standing, type Slug } from '../route-world.js';
import { prepare, startApp, type StartedApp } from '../start-app.js';

jest.setTimeout(60_000);

const terms = { validFrom: '2026-10', prices: [{ programId: 'harbor', price: '713713' }], fees: [] };
const proposed = { counterparty: 'CityParkMSP', version: 1, terms };

/** In October Harbor came to owe CityPark 30 points; on private terms, where `agreed` says so. */
const october = (agreed: boolean, ended: boolean) =>
  standing(async (network) => {
    jest.setSystemTime(Date.parse('2026-10-05T10:00:00.000Z'));
    const harbor = await startApp({ network });
    const accountId = await prepare(harbor, '30');
    if (agreed) {
      await harbor.admin('post', '/v1/terms').send(proposed).expect(201);
      const citypark = await startApp({ network, organization: 'citypark' });
      await citypark.admin('post', '/v1/terms/HarborMSP/1/accept').send({ terms }).expect(200);
    }
    const spent = { programId: 'harbor', accountId, amount: '30', acceptor: 'CityParkMSP' };
    await harbor.cashier('post', '/v1/redemptions').send(spent).expect(201);
    jest.setSystemTime(Date.parse(NOW));
    if (ended) await harbor.operator('post', '/v1/clearing/cycles/2026-10/close').expect(200);
  }, founded);
const open = october(false, false);
const closed = october(false, true);
const closedInPrivate = october(true, true);

const cycle = '/v1/clearing/cycles/2026-10';
const settlement = '/v1/settlements/2026-10/HarborMSP/CityParkMSP';
const figures = [{ name: 'margin', value: '-41000' }];
const rate = {
  sourceProgramId: 'harbor',
  targetProgramId: 'citypark',
  version: 1,
  numerator: '1',
  denominator: '2',
  validFrom: '2020-01-01T00:00:00.000Z',
  validUntil: '2126-01-01T00:00:00.000Z',
  quota: '10',
  lanes: 2,
};

type Step = readonly [by: Slug, path: string, body?: object];
/** What is asked, what comes in between, and what has to be there before. */
const cases: Record<string, readonly [ledger: typeof open, asked: Step, between: Step, ...before: Step[]]> = {
  closeCycle: [open, ['harbor', `${cycle}/close`], ['harbor', `${settlement}/instruct`, { reference: 'SEPA 1' }]],
  instructSettlement: [
    closed,
    ['harbor', `${settlement}/instruct`, { reference: 'SEPA 1' }],
    ['citypark', `${settlement}/confirm`],
  ],
  confirmSettlement: [
    closed,
    ['citypark', `${settlement}/confirm`],
    ['harbor', '/v1/accounts', { memberRef: 'm-9' }],
    ['harbor', `${settlement}/instruct`, { reference: 'SEPA 1' }],
  ],
  disputeSettlement: [
    closed,
    ['harbor', `${settlement}/dispute`, { reason: 'two were refunded' }],
    ['harbor', `${settlement}/resolve`, { outcome: 'due', note: 'they were not' }],
  ],
  resolveSettlement: [
    closed,
    ['harbor', `${settlement}/resolve`, { outcome: 'due', note: 'they were not' }],
    ['harbor', `${settlement}/dispute`, { reason: 'but three were' }],
    ['harbor', `${settlement}/dispute`, { reason: 'two were refunded' }],
  ],
  makeMoneyStatement: [
    closedInPrivate,
    ['harbor', `${cycle}/statements`, { counterparty: 'CityParkMSP' }],
    ['harbor', `${cycle}/statements/CityParkMSP/settle`, { say: 'instructed', reference: 'SEPA 1' }],
  ],
  settleMoneyStatement: [
    closedInPrivate,
    ['harbor', `${cycle}/statements/CityParkMSP/settle`, { say: 'instructed', reference: 'SEPA 1' }],
    ['citypark', `${cycle}/statements/HarborMSP/settle`, { say: 'confirmed' }],
    ['harbor', `${cycle}/statements`, { counterparty: 'CityParkMSP' }],
  ],
  discloseFigures: [
    closed,
    ['harbor', '/v1/disclosures', { period: '2026-11', names: ['margin'] }],
    ['harbor', '/v1/figures/2026-11/purge', {}],
    ['harbor', '/v1/figures', { period: '2026-11', figures }],
  ],
  acceptTerms: [
    closed,
    ['citypark', '/v1/terms/HarborMSP/1/accept', { terms }],
    ['harbor', '/v1/terms', { ...proposed, version: 2 }],
    ['harbor', '/v1/terms', proposed],
  ],
};

cases['acceptRate'] = [
  closed,
  ['citypark', '/v1/rates/harbor/citypark/1/accept'],
  ['harbor', '/v1/rates/harbor/citypark/1/suspend'],
  ['citypark', '/v1/programs', { programId: 'citypark', name: 'CityPark', cap: '1000', clearingValue: '1' }],
  ['harbor', '/v1/rates', rate],
];

/** What was undone since may be done anew, and the ledger cannot tell that from a repeat. */
const mayComeAgain: readonly string[] = ['disputeSettlement', 'resolveSettlement'];

const apps = new Map<Slug, StartedApp>();
const send = async ([by, path, body]: Step, key: string, headers: Record<string, string> = {}) => {
  const app = apps.get(by)!;
  const {
    status,
    body: reply,
    headers: told,
  } = await app
    .admin('post', path)
    .set({ 'idempotency-key': key, ...headers })
    .send(body ?? undefined);
  return { status, body: reply as object, replayed: told['idempotency-replayed'] };
};

test.each(Object.entries(cases))('%s', async (operationId, [ledger, asked, between, ...before]) => {
  const network = await ledger();
  for (const slug of ['harbor', 'citypark'] as const) apps.set(slug, await startApp({ network, organization: slug }));
  const done = async (step: Step, key: string) => {
    const reply = await send(step, key);
    expect([step, reply.status < 202, reply.body]).toEqual([step, true, reply.body]);
    return reply;
  };
  for (const [at, step] of before.entries()) await done(step, `before-${at}`);
  network.cutting = false;
  expect((await send(asked, 'first', { prefer: 'respond-async' })).status).toBe(202);
  network.cutting = true;
  network.cut();
  const first = await done(asked, 'first');
  expect(first.body).toMatchObject({ state: 'committed' });
  await done(between, 'second');
  const ordered = network.ordered.length;
  expect(await send(asked, 'first')).toEqual({ ...first, replayed: 'true' });
  expect(network.ordered.length).toBe(ordered);
  // Without its file the gateway knows nothing of the key: the ledger itself does not do it twice.
  const [by] = asked;
  apps.set(by, await startApp({ network, organization: by }));
  await send(asked, 'first');
  expect(network.ordered.length - ordered).toBe(mayComeAgain.includes(operationId) ? 1 : 0);
});

test('a cycle that is closed at the moment is refused for the moment, under the same key too', async () => {
  const app = await startApp({ network: await open() });
  const close = () => app.admin('post', `${cycle}/close`).set('idempotency-key', 'first');
  const body = { code: 'CYCLE_CLOSED', detail: 'the cycle 2026-11 is closed' } as const;
  app.channel.endorseFailures.push(new ChannelFailure('refused', 'refused', body));
  expect((await close().expect(409)).body).toMatchObject({ code: 'CYCLE_CLOSED', retryable: true });
  expect((await close().expect(200)).body).toMatchObject({ status: 'closed' });
});

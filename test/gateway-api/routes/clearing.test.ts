/** Cycles and settlements through HTTP. */
import { founded, NOW, standing } from '../route-world.js';
import { startApp, type StartedApp } from '../start-app.js';

const settlementPath = '/v1/settlements/2026-10/HarborMSP/CityParkMSP';
/** A ten-thousandth of the smallest unit of money a point. */
/** Of fifty points a payable part, and a part that is not. */
const VALUE = '1000010';
/** In October Harbor came to owe CityPark 50 of its points, and CityPark 20 of its own, worth half. */
const october = standing(async (network) => {
  jest.setSystemTime(Date.parse('2026-10-05T10:00:00.000Z'));
  const harbor = await startApp({ network });
  const citypark = await startApp({ network, organization: 'citypark' });
  const spend = async (
    merchant: StartedApp,
    { programId, clearingValue }: { programId: string; clearingValue: string },
    amount: string,
    [other, acceptor]: readonly [StartedApp, string],
  ): Promise<void> => {
    const program = { programId, name: programId, cap: '1000', clearingValue };
    await merchant.admin('post', '/v1/programs').send(program).expect(201);
    await other.admin('post', `/v1/programs/${programId}/acceptance`).send({ valueMin: clearingValue }).expect(200);
    const { body } = await merchant.operator('post', '/v1/accounts').send({ memberRef: 'm-1' }).expect(201);
    const points = { programId, accountId: body.accountId as string, amount };
    await merchant.cashier('post', '/v1/issuances').send(points).expect(201);
    const spent = { ...points, acceptor };
    await merchant.cashier('post', '/v1/redemptions').send(spent).expect(201);
  };
  await spend(harbor, { programId: 'harbor', clearingValue: VALUE }, '50', [citypark, 'CityParkMSP']);
  await spend(citypark, { programId: 'citypark', clearingValue: '500000' }, '20', [harbor, 'HarborMSP']);
  jest.setSystemTime(Date.parse(NOW));
}, founded);
/** The same on terms of their own. */
const privateOctober = standing(async (network) => {
  jest.setSystemTime(Date.parse('2026-10-05T10:00:00.000Z'));
  const harbor = await startApp({ network });
  const citypark = await startApp({ network, organization: 'citypark' });
  const agreed = { validFrom: '2026-10', prices: [{ programId: 'harbor', price: '90000000' }], fees: [] };
  await harbor.admin('post', '/v1/terms').send({ counterparty: 'CityParkMSP', version: 1, terms: agreed }).expect(201);
  await citypark.admin('post', '/v1/terms/HarborMSP/1/accept').send({ terms: agreed }).expect(200);
  jest.setSystemTime(Date.parse(NOW));
}, october);

let app: StartedApp;
const errorsOf = (body: { errors: { pointer: string }[] }) => body.errors.map(({ pointer }) => pointer);

describe('clearing and settlement', () => {
  const positions = [
    { debtor: 'CityParkMSP', creditor: 'HarborMSP', programId: 'citypark', amount: '20', worth: '10000000' },
    { debtor: 'HarborMSP', creditor: 'CityParkMSP', programId: 'harbor', amount: '50', worth: '50000500' },
  ];
  const net = [
    { mspId: 'CityParkMSP', amount: '40000500' },
    { mspId: 'HarborMSP', amount: '-40000500' },
  ];
  const pointsNet = [
    { programId: 'citypark', mspId: 'CityParkMSP', amount: '-20' },
    { programId: 'citypark', mspId: 'HarborMSP', amount: '20' },
    { programId: 'harbor', mspId: 'CityParkMSP', amount: '50' },
    { programId: 'harbor', mspId: 'HarborMSP', amount: '-50' },
  ];
  const cyclePath = '/v1/clearing/cycles/2026-10';
  const asCsv = (at: string) => app.auditor('get', at).set('accept', 'text/csv').expect(200);
  beforeEach(async () => {
    app = await startApp({ network: await october() });
  });
  const close = () => app.operator('post', `${cyclePath}/close`).expect(200);

  it('shows a cycle in points and in money', async () => {
    const { body: open } = await app.auditor('get', cyclePath).expect(200);
    expect(open).toMatchObject({ status: 'open', positions });
    await close();
    const { body } = await app.auditor('get', cyclePath).expect(200);
    expect(body).toMatchObject({ status: 'closed', positions, moneyNet: net, unvalued: [] });
    for (const each of [open, body]) {
      expect(each.net).toEqual(pointsNet);
    }
  });

  it('lists cycles with their state, the newest first', async () => {
    const cycles = async () => (await app.auditor('get', '/v1/clearing/cycles').expect(200)).body.cycles as object[];
    expect(await cycles()).toEqual([
      { cycle: '2026-11', status: 'open' },
      { cycle: '2026-10', status: 'open' },
    ]);
    await close();
    expect(await cycles()).toEqual([
      { cycle: '2026-11', status: 'open' },
      { cycle: '2026-10', status: 'closed' },
    ]);
  });

  it.each(['2026-09', '2026-12', '2026-11.02', '2020-01'])('knows no cycle %s, which never was', async (cycle) => {
    for (const path of ['', '/positions', '/operations'])
      for (const consistency of ['projection', 'ledger']) {
        const { body } = await app
          .operator('get', `/v1/clearing/cycles/${cycle}${path}`)
          .set({ consistency })
          .expect(404);
        expect(body.code).toBe('CYCLE_UNKNOWN');
      }
  });

  it('shows what is really paid, in whole units of the currency, and what is owed on', async () => {
    const pair = { debtor: 'HarborMSP', creditor: 'CityParkMSP' };
    const paid = {
      currency: 'USD',
      netting: 'pairs',
      remaindersBefore: [],
      payments: [{ ...pair, amount: '40000000' }],
      remainders: [{ ...pair, amount: '500' }],
    };
    expect((await app.auditor('get', cyclePath).expect(200)).body).toMatchObject({ status: 'open', ...paid });
    expect((await close()).body).toMatchObject(paid);
    expect((await app.auditor('get', cyclePath).expect(200)).body).toMatchObject({ status: 'closed', ...paid });
    const next = await app.auditor('get', '/v1/clearing/cycles/2026-11').expect(200);
    expect(next.body).toMatchObject({ remaindersBefore: paid.remainders, payments: [], remainders: paid.remainders });
  });

  it.each([
    '/v1/programs',
    '/v1/programs/harbor',
    '/v1/programs/harbor/acceptances',
    '/v1/programs/harbor/history',
    '/v1/clearing/cycles/2026-10',
    '/v1/clearing/cycles/2026-10/operations',
    '/v1/settlements/aged',
    '/v1/operations',
    '/v1/figures',
  ])('says of %s in which money amounts are', async (path) => {
    for (const consistency of ['projection', 'ledger']) {
      const { body } = await app.admin('get', path).set({ consistency }).expect(200);
      expect(body.currency).toBe('USD');
    }
  });

  it('shows a cycle in which nothing is owed yet', async () => {
    for (const path of ['', '/positions'])
      for (const consistency of ['projection', 'ledger'])
        await app.operator('get', `/v1/clearing/cycles/2026-11${path}`).set({ consistency }).expect(200);
  });

  it('shows what a position is made of, which comes to it, also what was taken back', async () => {
    const of = (query: string) => app.auditor('get', `${cyclePath}/operations${query}`).expect(200);
    const { body } = await of('?debtor=HarborMSP&creditor=CityParkMSP&programId=harbor');
    expect(body.operations).toEqual([
      expect.objectContaining({
        mspId: 'HarborMSP',
        kind: 'redeem',
        debtor: 'HarborMSP',
        creditor: 'CityParkMSP',
        programId: 'harbor',
        amount: '50',
        clearingValue: VALUE,
        worth: '50000500',
      }),
    ]);
    const [{ operationId }] = body.operations as [{ operationId: string }];
    const one = await app.auditor('get', `/v1/operations/HarborMSP/${operationId}`).expect(200);
    expect(one.body).toMatchObject({ operationId, kind: 'redeem', amount: '50', acceptor: 'CityParkMSP' });
    await app.auditor('get', `/v1/operations/CityParkMSP/${operationId}`).expect(404);
    const first = await of('?limit=1');
    const second = await of(`?limit=1&cursor=${first.body.nextCursor}`);
    expect([first, second].flatMap((page) => page.body.operations as { amount: string }[])).toHaveLength(2);
    expect(second.body.nextCursor).toBeUndefined();
    const { text } = await asCsv(`${cyclePath}/operations`);
    expect(text.split('\r\n')[1]).toContain(`HarborMSP,CityParkMSP,harbor,50,${VALUE},50000500,USD`);
    await app.cashier('get', `${cyclePath}/operations`).expect(403);
    // CityPark takes 10 back in November: what is owed in November falls by these.
    const citypark = await startApp({ network: app.network, organization: 'citypark' });
    const back = { operationId, operationMspId: 'HarborMSP', amount: '10' };
    await citypark.operator('post', '/v1/reversals').send(back).expect(201);
    const november = await citypark.operator('get', '/v1/clearing/cycles/2026-11/operations').expect(200);
    expect(november.body.operations).toMatchObject([
      { kind: 'reverse', amount: '-10', worth: '-10000100', refersToCycle: '2026-10' },
    ]);
    const positions = await citypark.operator('get', '/v1/clearing/cycles/2026-11/positions').expect(200);
    expect(positions.body.positions).toMatchObject([{ debtor: 'HarborMSP', creditor: 'CityParkMSP', amount: '-10' }]);
  });

  it('gives a cycle as CSV', async () => {
    await close();
    const { text, headers } = await asCsv(cyclePath);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(text.split('\r\n').slice(1)).toEqual([
      '2026-10,closed,CityParkMSP,HarborMSP,citypark,20,500000,10000000,USD',
      `2026-10,closed,HarborMSP,CityParkMSP,harbor,50,${VALUE},50000500,USD`,
      '',
    ]);
  });

  it('gives no money of those who settle in private', async () => {
    app = await startApp({ network: await privateOctober() });
    await close();
    const { text } = await asCsv(cyclePath);
    expect(text.split('\r\n')[2]).toBe(`2026-10,closed,HarborMSP,CityParkMSP,harbor,50,${VALUE},,`);
    const { body } = await app.auditor('get', cyclePath).expect(200);
    const privatePairs = [{ parties: ['CityParkMSP', 'HarborMSP'], termsVersion: 1 }];
    expect(body).toMatchObject({ privatePairs, moneyNet: [], net: pointsNet });
  });

  it('closes a cycle that has ended', async () => {
    const { body } = await close();
    expect(body).toMatchObject({ cycle: '2026-10', status: 'closed', state: 'committed' });
    const early = await app.operator('post', '/v1/clearing/cycles/2026-11/close').expect(422);
    expect(early.body.code).toBe('PERIOD_OPEN');
  });

  it('takes an agreement to end the present cycle', async () => {
    const { body } = await app.operator('post', '/v1/clearing/cycles/2026-11/cut-off').expect(200);
    expect(body).toMatchObject({ cycle: '2026-11', agreed: ['HarborMSP'], state: 'committed' });
    const other = await app.operator('post', `${cyclePath}/cut-off`).expect(409);
    expect(other.body.code).toBe('CYCLE_NOT_CURRENT');
    await app.cashier('post', '/v1/clearing/cycles/2026-11/cut-off').expect(403);
  });

  it.each(['2026-13', '2026-11.01', '2026-11.2', '2026-11.002', '2026-11.', '2026-11-23'])(
    'knows no cycle %s',
    async (cycle) => {
      const { body } = await app.auditor('get', `/v1/clearing/cycles/${cycle}`).expect(400);
      expect(errorsOf(body)).toEqual(['/path/cycle']);
    },
  );

  it('takes what both sides say of a settlement', async () => {
    await close();
    const creditor = await startApp({ organization: 'citypark', network: app.network });
    const said = async (verb: string, body: object) => {
      const reply = await app.operator('post', `${settlementPath}/${verb}`).send(body).expect(200);
      return reply.body.status as string;
    };
    expect(await said('dispute', { reason: 'two were refunded' })).toBe('disputed');
    expect(await said('resolve', { outcome: 'due', note: 'they were not' })).toBe('due');
    expect(await said('instruct', { reference: 'SEPA 42' })).toBe('instructed');
    const { body } = await creditor.operator('post', `${settlementPath}/confirm`).expect(200);
    expect(body).toMatchObject({ status: 'confirmed', currency: 'USD', amount: '40000000' });
    await creditor.operator('post', '/v1/settlements/2026-10/HarborMSP/GreenMartMSP/confirm').expect(404);
  });

  it('lists settlements, also as CSV without formulas', async () => {
    await close();
    const { body } = await app.auditor('get', '/v1/settlements?cycle=2026-10').expect(200);
    expect(body.settlements).toHaveLength(1);
    await app.operator('post', `${settlementPath}/instruct`).send({ reference: '=1+1,"2"' }).expect(200);
    const { text } = await asCsv('/v1/settlements');
    expect(text).toContain(`2026-10,HarborMSP,CityParkMSP,0.40,USD,40000000,instructed,2026-11-01,"'=1+1,""2"""\r\n`);
    await app.auditor('get', '/v1/settlements/aged?debtor=HarborMSP').expect(200);
    const aged = await asCsv('/v1/settlements/aged');
    expect(aged.text).toMatch(/^as_of,debtor,creditor,currency,/);
    await app.auditor('get', settlementPath).expect(200);
  });

  it.each([
    ['instruct', {}, '/reference'],
    ['dispute', { reason: '' }, '/reason'],
    ['resolve', { outcome: 'gone', note: 'x' }, '/outcome'],
  ])('%s without what it needs is refused', async (verb, sent, pointer) => {
    const { body } = await app.operator('post', `${settlementPath}/${verb}`).send(sent).expect(400);
    expect(errorsOf(body)).toEqual([pointer]);
  });
});

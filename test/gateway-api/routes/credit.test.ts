/** What a merchant lets an issuer owe it, through HTTP: from the grant to the till that is refused, and back. */
import { charterOtherwise, type Constitution } from '@commonpoint/catalogue';
import { startApp, startWithMembers, until, type StartedApp } from '../start-app.js';

let harbor: StartedApp;
let citypark: StartedApp;
let accountId: string;
beforeEach(async () => {
  ({ app: harbor, accountId } = await startWithMembers());
  const constitution: Constitution = { version: 1, ...charterOtherwise, credit: true, since: harbor.network.stub.now };
  harbor.network.stub.plant('constitution', [], constitution);
  citypark = await startApp({ organization: 'citypark', network: harbor.network });
});

const credit = '/v1/programs/harbor/credit';
const grant = (limit: string, more: object = {}) => citypark.admin('post', credit).send({ limit, ...more });
const spend = (amount: string) =>
  harbor.cashier('post', '/v1/redemptions').send({ programId: 'harbor', accountId, amount, acceptor: 'CityParkMSP' });
const used = async (app: StartedApp = harbor): Promise<string> =>
  ((await app.auditor('get', `${credit}/CityParkMSP`).expect(200)).body as { used: string }).used;

it('is granted, drawn on, and refused with a code where it is exhausted', async () => {
  await grant('50').expect(200);
  await until(() =>
    used().then(
      () => true,
      () => false,
    ),
  );
  await spend('40').expect(201);
  const refused = await spend('11').expect(422);
  expect(refused.body).toMatchObject({ code: 'CREDIT_EXHAUSTED', errors: [{ pointer: '/amount' }] });
  await spend('10').expect(201);
  expect(await used()).toBe('50');
  const { body: state } = await citypark.admin('get', `${credit}/CityParkMSP`).set('consistency', 'ledger').expect(200);
  expect(state).toMatchObject({ credit: { limit: '50', lanes: 12 }, used: '50', returning: '0' });
});

it('gets back what is taken back, by itself', async () => {
  await grant('50', { lanes: 2 }).expect(200);
  await until(() =>
    used().then(
      () => true,
      () => false,
    ),
  );
  const { body } = await spend('50').expect(201);
  const { operationId } = body as { operationId: string };
  const reversal = { operationId, operationMspId: 'HarborMSP' };
  await citypark.operator('post', '/v1/reversals').send(reversal).expect(201);
  expect(await used(citypark)).toBe('0');
});

it('is raised by both, and ended by the merchant', async () => {
  await grant('50').expect(200);
  await grant('60').expect(422);
  await until(() =>
    used().then(
      () => true,
      () => false,
    ),
  );
  const raise = (app: StartedApp) => app.admin('post', `${credit}/CityParkMSP/raise`).send({ limit: '60' }).expect(200);
  expect((await raise(harbor)).body.credit).toMatchObject({ limit: '50', raise: { limit: '60', by: 'HarborMSP' } });
  expect((await raise(citypark)).body.credit).toMatchObject({ limit: '60' });
  expect((await citypark.admin('post', `${credit}/end`).expect(200)).body.credit).toMatchObject({
    endedAt: expect.any(String),
  });
  await spend('100').expect(201);
});

it('tells once that 80 and 95 per cent are used, and again after it was less', async () => {
  const told = async (app: StartedApp) =>
    (
      (await app.auditor('get', '/v1/events?types=credit.80,credit.95').expect(200)).body as {
        events: { type: string; used: string }[];
      }
    ).events.map(({ type, used: at }) => `${type} at ${at}`);
  await grant('50', { lanes: 2 }).expect(200);
  await until(() =>
    used().then(
      () => true,
      () => false,
    ),
  );
  await spend('39').expect(201);
  expect(await told(harbor)).toEqual([]);
  await spend('1').expect(201);
  const { body } = await spend('8').expect(201);
  await spend('1').expect(201);
  const all = ['credit.80 at 40', 'credit.95 at 48'];
  expect(await told(harbor)).toEqual(all);
  const { operationId } = body as { operationId: string };
  for (const amount of ['3', '3'])
    await citypark
      .operator('post', '/v1/reversals')
      .send({ operationId, operationMspId: 'HarborMSP', amount })
      .expect(201);
  await until(async () => (await harbor.auditor('get', `${credit}/CityParkMSP`)).body.returning === '0');
  await harbor.gateway.caughtUp();
  await spend('7').expect(201);
  await until(async () => (await told(citypark)).length === 3);
  expect(await told(citypark)).toEqual([...all, 'credit.95 at 50']);
  expect(await told(harbor)).toEqual(await told(citypark));
});

it('is paid in advance', async () => {
  await grant('50').expect(200);
  const prepayment = { prepaymentId: 'p-1', amount: '30' };
  const { body } = await citypark.operator('post', `${credit}/prepayments`).send(prepayment).expect(200);
  expect(body).toMatchObject({ ...prepayment, left: '30', mspId: 'CityParkMSP' });
});

it('is released once its cycle is settled', async () => {
  await grant('50').expect(200);
  const released = harbor.operator('post', `${credit}/CityParkMSP/release`).send({ cycle: '2026-11' });
  expect((await released.expect(409)).body.code).toBe('CYCLE_NOT_CLOSED');
});

it('is known by nobody who has none', async () => {
  expect((await harbor.auditor('get', `${credit}/CityParkMSP`).expect(404)).body.code).toBe('CREDIT_UNKNOWN');
  expect((await harbor.admin('post', `${credit}/end`).expect(404)).body.code).toBe('CREDIT_UNKNOWN');
});

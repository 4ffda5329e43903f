/** Two gateways of a pledgee that take the same pledges at once: each is taken once, and no more than debt and fee come to. */
import { charterOtherwise, type Constitution, type CreditLine } from '@commonpoint/catalogue';
import { startApp, startWithMembers, until, type StartedApp } from '../start-app.js';

jest.setTimeout(60_000);

const DAY_MS = 86_400_000;
const path = '/v1/credit-lines/CityParkMSP/line-1';
let harbor: StartedApp;
let gateways: StartedApp[];
let accountId: string;
const pledges: string[] = [];

const pass = (days: number): void => {
  const now = Date.now() + days * DAY_MS;
  jest.setSystemTime(now);
  harbor.network.stub.now = new Date(now).toISOString();
};
const line = async (app = harbor): Promise<CreditLine> => (await app.operator('get', path).expect(200)).body;
/** Who lost against another may ask again, under the same id. */
const take = async (app: StartedApp, holdId: string): Promise<string> => {
  for (let tries = 0; tries < 20; tries += 1) {
    const taking = { holdMspId: 'HarborMSP', operationId: `take-${gateways.indexOf(app)}-${holdId}` };
    const { status, body } = await app.operator('post', `/v1/holds/${holdId}/capture`).send(taking);
    if (status !== 503 && status !== 202) return status === 201 ? 'taken' : (body.code as string);
  }
  return 'never';
};

beforeEach(async () => {
  ({ app: harbor, accountId } = await startWithMembers());
  const { now } = harbor.network.stub;
  const constitution: Constitution = { version: 1, ...charterOtherwise, collateral: true, since: now };
  harbor.network.stub.plant('constitution', [], constitution);
  gateways = [];
  for (const _each of [1, 2]) gateways.push(await startApp({ organization: 'citypark', network: harbor.network }));
  const until3 = new Date(Date.now() + 3 * DAY_MS).toISOString().slice(0, 10);
  const terms = { limit: '900000000', haircutPpm: 0, marginDays: 1, feePpm: 100_000, until: until3 };
  const [citypark] = gateways as [StartedApp, StartedApp];
  const about = { lineId: 'line-1', accountId, programId: 'harbor' };
  await citypark
    .admin('post', '/v1/credit-lines')
    .send({ ...about, ...terms })
    .expect(200);
  await until(async () => (await harbor.auditor('get', '/v1/credit-lines')).body.lines.length === 1);
  pledges.length = 0;
  for (const amount of ['40', '50']) {
    const { body } = await harbor.operator('post', `${path}/pledges`).send({ amount }).expect(201);
    pledges.push(body.operationId as string);
  }
  await harbor.operator('post', `${path}/draws`).send({ paymentId: 'd-1', amount: '60000000' }).expect(200);
  await citypark.operator('post', `${path}/payments/d-1/confirm`).expect(200);
  pass(5);
  await citypark.operator('post', `${path}/notice`).expect(200);
  pass(3);
  for (const app of gateways)
    await until(async () => (await app.operator('get', `/v1/holds/${pledges[1]}?holdMspId=HarborMSP`)).status === 200);
});

it('the same pledge is taken once, and the other one is told so', async () => {
  const [first, second] = pledges as [string, string];
  const outcomes = await Promise.all(gateways.map((app) => take(app, first)));
  expect(outcomes.toSorted()).toEqual(['HOLD_RESOLVED', 'taken']);
  const next = await Promise.all(gateways.map((app) => take(app, second)));
  expect(next.toSorted()).toEqual(['HOLD_RESOLVED', 'taken']);
  // 60 and a fee of 6 are 73 points of 0.9: 40, and 33 of 50.
  expect(await line()).toMatchObject({ status: 'liquidated', drawn: '0', fee: '300000', pledges: [] });
});

it('all of them at once, by both, are taken in their order and for no more than is owed', async () => {
  const asked = gateways.flatMap((app) => pledges.map(async (pledge) => [pledge, await take(app, pledge)] as const));
  const outcomes = await Promise.all(asked);
  const taken = outcomes.filter(([, outcome]) => outcome === 'taken').map(([pledge]) => pledge);
  expect(taken).toContain(pledges[0]);
  expect(new Set(taken).size).toBe(taken.length);
  const others = new Set(outcomes.map(([, outcome]) => outcome));
  for (const other of others) expect(['taken', 'HOLD_RESOLVED', 'PLEDGE_NOT_FIRST']).toContain(other);
  // Whoever came too early for the second one asks again.
  if (taken.length === 1) expect(await take(gateways[0]!, `${pledges[1]}`)).toBe('taken');
  const { drawn, fee = '0' } = await line();
  expect([drawn, fee]).toEqual(['0', '300000']);
  const { body } = await harbor.operator('get', `${path}/statement`).expect(200);
  const points = (body.entries as { points?: string }[]).map(({ points: each = '0' }) => Number(each));
  expect(points.reduce((sum, each) => sum + each, 0)).toBe(73);
});

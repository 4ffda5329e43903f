/** The statement of a credit between merchants: what drew on it and what came back, in points and money, which come to what is used. */
import { charterOtherwise, type Constitution } from '@commonpoint/catalogue';
import { limitEntry } from '../../../gateway-api/src/subjects/credit/credit-entries.js';
import { startApp, startWithMembers, until, type StartedApp } from '../start-app.js';

jest.setTimeout(60_000);

interface Entry {
  readonly kind: string;
  readonly change: string;
  readonly used: string;
  readonly worth?: string;
  readonly clearingValue?: string;
}

let harbor: StartedApp;
let citypark: StartedApp;
let accountId: string;
beforeEach(async () => {
  ({ app: harbor, accountId } = await startWithMembers());
  const constitution: Constitution = { version: 1, ...charterOtherwise, credit: true, since: harbor.network.stub.now };
  harbor.network.stub.plant('constitution', [], constitution);
  citypark = await startApp({ organization: 'citypark', network: harbor.network });
  await grant('500').expect(200);
  await until(async () => (await harbor.auditor('get', `${credit}/CityParkMSP`)).status === 200);
});

const credit = '/v1/programs/harbor/credit';
const grant = (limit: string) => citypark.admin('post', credit).send({ limit, lanes: 2 });
const statementOf = (app: StartedApp) => app.auditor('get', `${credit}/CityParkMSP/statement`).expect(200);
const used = async (app: StartedApp): Promise<string> =>
  (await app.auditor('get', `${credit}/CityParkMSP`).expect(200)).body.used;
/** The oldest first; they have to come to what the credit says is used. */
const statement = async (app = harbor): Promise<Entry[]> => {
  const { body } = await statementOf(app);
  const entries = (body.entries as Entry[]).toReversed();
  let sum = 0n;
  for (const { change, used: after, worth = '0', clearingValue = '0' } of entries) {
    sum += BigInt(change);
    expect(after).toBe(String(sum));
    expect(BigInt(worth)).toBe(BigInt(change) * BigInt(clearingValue));
  }
  expect(await used(app)).toBe(String(sum));
  return entries;
};
const spending = (amount: string) => ({ programId: 'harbor', accountId, amount });
const spend = async (amount: string) => {
  const asked = { ...spending(amount), acceptor: 'CityParkMSP' };
  return (await harbor.cashier('post', '/v1/redemptions').send(asked).expect(201)).body.operationId as string;
};

it('has limits, what was drawn, what came back of a hold and of what was taken back, and prepayments', async () => {
  const operationId = await spend('40');
  const hold = { ...spending('30'), beneficiary: 'CityParkMSP', ttlSeconds: 60 };
  const held = (await harbor.operator('post', '/v1/holds').send(hold).expect(201)).body.operationId as string;
  await until(async () => (await citypark.auditor('get', `/v1/holds/${held}?holdMspId=HarborMSP`)).status === 200);
  await citypark.operator('post', `/v1/holds/${held}/void`).send({ holdMspId: 'HarborMSP' }).expect(201);
  await citypark
    .operator('post', '/v1/reversals')
    .send({ operationId, operationMspId: 'HarborMSP', amount: '15' })
    .expect(201);
  await citypark.operator('post', `${credit}/prepayments`).send({ prepaymentId: 'p-1', amount: '100' }).expect(200);
  await grant('400').expect(200);
  await citypark.admin('post', `${credit}/end`).expect(200);
  for (const app of [harbor, citypark]) {
    await until(async () => (await statementOf(app)).body.entries[0].kind === 'ended');
    const entries = await statement(app);
    expect(entries.map(({ kind, change }) => [kind, change])).toEqual([
      ['granted', '0'],
      ['drawn', '40'],
      ['drawn', '30'],
      ['returned', '-30'],
      ['returned', '-15'],
      ['prepaid', '-100'],
      ['narrowed', '0'],
      ['ended', '0'],
    ]);
    expect(entries).toMatchObject([
      { limit: '500', at: expect.any(String) },
      ...Array.from({ length: 4 }, () => ({ at: expect.any(String), clearingValue: expect.any(String) })),
      { prepaymentId: 'p-1', clearingValue: expect.any(String) },
      { limit: '400' },
      {},
    ]);
  }
});

it('changes by nothing when what came back is put into lanes', async () => {
  const operationId = await spend('40');
  await citypark.operator('post', '/v1/reversals').send({ operationId, operationMspId: 'HarborMSP' }).expect(201);
  await until(async () => (await harbor.auditor('get', `${credit}/CityParkMSP`)).body.returning === '0');
  expect((await statement()).map(({ kind }) => kind)).toEqual(['granted', 'drawn', 'returned']);
});

it('has a settled cycle with what had been paid in advance, at the value of that cycle', async () => {
  await spend('90');
  await citypark.operator('post', `${credit}/prepayments`).send({ prepaymentId: 'p-1', amount: '50' }).expect(200);
  const month = harbor.network.stub.now.slice(0, 7);
  const next = new Date(Date.parse(`${month}-28T00:00:00.000Z`) + 6 * 86_400_000);
  jest.setSystemTime(next);
  harbor.network.stub.now = next.toISOString();
  await harbor.operator('post', `/v1/clearing/cycles/${month}/close`).expect(200);
  const settlement = `/v1/settlements/${month}/HarborMSP/CityParkMSP`;
  await harbor.operator('post', `${settlement}/instruct`).send({ reference: 'RF18' }).expect(200);
  await until(async () => (await citypark.auditor('get', settlement)).body.status === 'instructed');
  await citypark.operator('post', `${settlement}/confirm`).expect(200);
  await until(async () => (await used(harbor)) === '0');
  const entries = await statement();
  expect(entries.at(-1)).toMatchObject({ kind: 'settled', change: '-40', cycle: month, prepaid: '50' });
  const { text } = await harbor.auditor('get', `${credit}/CityParkMSP/statement`).set('accept', 'text/csv').expect(200);
  const [header, last] = text
    .trim()
    .split(/\r?\n/)
    .map((row) => row.split(','));
  expect(header).toEqual([
    'block',
    'time',
    'kind',
    'points',
    'used',
    'limit',
    'worth',
    'currency',
    'cycle',
    'prepayment',
  ]);
  expect(last!.slice(2, 5)).toEqual(['settled', '-40', '0']);
});

it('goes on by its cursor, and is of no credit that is not there', async () => {
  for (const amount of ['1', '2', '3']) await spend(amount);
  const first = (await harbor.auditor('get', `${credit}/CityParkMSP/statement?limit=2`).expect(200)).body;
  expect(first.entries.map(({ change }: Entry) => change)).toEqual(['3', '2']);
  const rest = `${credit}/CityParkMSP/statement?limit=5&cursor=${first.nextCursor}`;
  const second = (await harbor.auditor('get', rest).expect(200)).body;
  expect(second.entries.map(({ change }: Entry) => change)).toEqual(['1', '0']);
  expect((await harbor.auditor('get', `${credit}/GreenMartMSP/statement`).expect(404)).body.code).toBe(
    'CREDIT_UNKNOWN',
  );
  await harbor.cashier('get', `${credit}/CityParkMSP/statement`).expect(403);
});

it.each([
  ['a first one', undefined, { limit: '5' }, 'granted'],
  ['a higher one', { limit: '5' }, { limit: '6' }, 'raised'],
  ['a lower one', { limit: '5' }, { limit: '4' }, 'narrowed'],
  ['one that a side has said', { limit: '5' }, { limit: '5', raise: { limit: '6', by: 'X', at: '' } }, undefined],
  ['one that was ended', { limit: '5' }, { limit: '5', endedAt: '2026-11-23T08:00:00.000Z' }, 'ended'],
  ['the same, ended before', { limit: '5', endedAt: 'x' }, { limit: '5', endedAt: 'x' }, undefined],
  ['another after the end', { limit: '5', endedAt: 'x' }, { limit: '5' }, 'granted'],
])('of a limit, %s', (_what, before, after, kind) => {
  const whole = { lanes: 2, grantedAt: '2026-11-23T08:00:00.000Z' };
  expect(limitEntry(before && { ...whole, ...before }, { ...whole, ...after })?.kind).toBe(kind);
});

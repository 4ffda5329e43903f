/** The statement of a credit line: each change of what is owed, why, and that the changes come to what the line says. */
import { charterOtherwise, type Constitution, type CreditLine } from '@commonpoint/catalogue';
import { entriesOf } from '../../../gateway-api/src/subjects/collateral/line-entries.js';
import { startApp, startWithMembers, until, type StartedApp } from '../start-app.js';

jest.setTimeout(60_000);

interface Entry {
  readonly kind: string;
  readonly change: string;
  readonly owed: string;
  readonly paymentId?: string;
  readonly points?: string;
}

const DAY_MS = 86_400_000;
const path = '/v1/credit-lines/CityParkMSP/line-1';
let harbor: StartedApp;
let citypark: StartedApp;
let accountId: string;
let holdId: string;
beforeEach(async () => {
  ({ app: harbor, accountId } = await startWithMembers());
  const { now } = harbor.network.stub;
  const constitution: Constitution = { version: 1, ...charterOtherwise, collateral: true, since: now };
  harbor.network.stub.plant('constitution', [], constitution);
  citypark = await startApp({ organization: 'citypark', network: harbor.network });
  const terms = { limit: '50000000', haircutPpm: 0, marginDays: 1, feePpm: 100_000, until: dayAfter(3) };
  await citypark
    .admin('post', '/v1/credit-lines')
    .send({ lineId: 'line-1', accountId, programId: 'harbor', ...terms })
    .expect(200);
  await until(async () => (await harbor.auditor('get', '/v1/credit-lines')).body.lines.length === 1);
  const { body } = await harbor.operator('post', `${path}/pledges`).send({ amount: '100' }).expect(201);
  holdId = body.operationId;
});

const dayAfter = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const pass = (days: number): void => {
  const now = Date.now() + days * DAY_MS;
  jest.setSystemTime(now);
  harbor.network.stub.now = new Date(now).toISOString();
};
const draw = (paymentId: string, amount: string) =>
  harbor.operator('post', `${path}/draws`).send({ paymentId, amount }).expect(200);
const say = (app: StartedApp, paymentId: string, what: string, body: object = {}) =>
  app.operator('post', `${path}/payments/${paymentId}/${what}`).send(body).expect(200);
const line = async (app = harbor): Promise<CreditLine> => (await app.operator('get', path).expect(200)).body;
/** The oldest first; they have to come to what the line says. */
const statement = async (app = harbor): Promise<Entry[]> => {
  const { body } = await app.auditor('get', `${path}/statement`).expect(200);
  const entries = (body.entries as Entry[]).toReversed();
  let owed = 0n;
  for (const entry of entries) {
    owed += BigInt(entry.change);
    expect(entry.owed).toBe(String(owed));
  }
  const { drawn, fee = '0' } = await line(app);
  expect(owed).toBe(BigInt(drawn) + BigInt(fee));
  expect(body.currency).toBe('USD');
  return entries;
};

it('has what was paid out, repaid and taken back, each with its payment, and nothing that was only asked for', async () => {
  expect(await statement()).toEqual([]);
  await draw('d-1', '40000000');
  expect(await statement()).toEqual([]);
  await say(citypark, 'd-1', 'confirm', { reference: 'RF18' });
  await draw('d-2', '5000000');
  await say(citypark, 'd-2', 'confirm');
  await say(harbor, 'd-2', 'dispute', { reason: 'never came' });
  await say(citypark, 'd-2', 'withdraw');
  const repayment = { paymentId: 'b-1', amount: '15000000', reference: 'RF19' };
  await harbor.operator('post', `${path}/repayments`).send(repayment).expect(200);
  await say(citypark, 'b-1', 'confirm');
  for (const app of [harbor, citypark]) {
    await until(async () => (await line(app)).drawn === '25000000');
    expect(await statement(app)).toMatchObject([
      { kind: 'draw', change: '40000000', paymentId: 'd-1', reference: 'RF18', at: expect.any(String) },
      { kind: 'draw', change: '5000000', paymentId: 'd-2' },
      { kind: 'withdrawn', change: '-5000000', paymentId: 'd-2' },
      { kind: 'repayment', change: '-15000000', paymentId: 'b-1', reference: 'RF19' },
    ]);
  }
});

it('has the fee and what was taken, in points too, and what the pledgee let go of', async () => {
  await draw('d-1', '50000000');
  await say(citypark, 'd-1', 'confirm');
  pass(5);
  await citypark.operator('post', `${path}/notice`).expect(200);
  pass(3);
  const taking = { holdMspId: 'HarborMSP', amount: '20' };
  const { body } = await citypark.operator('post', `/v1/holds/${holdId}/capture`).send(taking).expect(201);
  const worth = 20n * BigInt(body.receipt.clearingValue);
  await until(async () => (await line()).status === 'liquidated');
  const taken = { kind: 'taken', change: String(-worth), points: '20', operationId: body.operationId };
  const expected = [
    { kind: 'draw', change: '50000000' },
    { kind: 'fee', change: '5000000', owed: '55000000' },
    { ...taken, at: expect.any(String) },
  ];
  expect(await statement()).toMatchObject(expected);
  await citypark.operator('post', `${path}/close`).expect(200);
  await until(async () => (await line()).status === 'closed');
  expect(await statement()).toMatchObject([...expected, { kind: 'let-go', owed: '0' }]);
  const { text } = await harbor.auditor('get', `${path}/statement`).set('accept', 'text/csv').expect(200);
  const rows = text
    .trim()
    .split(/\r?\n/)
    .map((row) => row.split(',').slice(2, 6));
  expect(rows.slice(0, 1)).toEqual([['kind', 'change', 'owed', 'currency']]);
  expect(rows.slice(-2)).toEqual([
    ['fee', '0.05', '0.55', 'USD'],
    ['draw', '0.50', '0.50', 'USD'],
  ]);
});

it('goes on by its cursor, and says of a line that is not there that it is not', async () => {
  for (const n of [1, 2, 3]) {
    await draw(`d-${n}`, `${n}000000`);
    await say(citypark, `d-${n}`, 'confirm');
  }
  await until(async () => (await line()).drawn === '6000000');
  const first = (await harbor.auditor('get', `${path}/statement?limit=2`).expect(200)).body;
  expect(first.entries.map(({ paymentId }: Entry) => paymentId)).toEqual(['d-3', 'd-2']);
  const rest = `${path}/statement?limit=2&cursor=${first.nextCursor}`;
  const second = (await harbor.auditor('get', rest).expect(200)).body;
  expect([second.entries.map(({ paymentId }: Entry) => paymentId), second.nextCursor]).toEqual([['d-1'], undefined]);
  const none = await harbor.auditor('get', '/v1/credit-lines/CityParkMSP/none/statement').expect(404);
  expect(none.body.code).toBe('LINE_UNKNOWN');
  await harbor.cashier('get', `${path}/statement`).expect(403);
});

describe('what a row says other than the one before', () => {
  const of = (more: Partial<CreditLine>): CreditLine => ({
    ...{ mspId: 'CityParkMSP', lineId: 'l', accountId, programId: 'harbor', limit: '900000000', haircutPpm: 0 },
    ...{ marginDays: 1, feePpm: 100_000, until: '2027-01-01', pledgesEndAt: '', grantedAt: '', status: 'open' },
    ...{ pledges: [], drawing: '0', drawn: '0', ...more },
  });
  const pledges = [{ mspId: 'HarborMSP', pledgeId: 'p', amount: '9' }];
  it.each<[string, Partial<CreditLine>, Partial<CreditLine>, [string, string, string][]]>([
    ['a draw that is asked for', {}, { drawing: '5' }, []],
    ['a claim on a line that secures', { secures: 'X' }, { secures: 'X', drawn: '7' }, [['claim', '7', '7']]],
    [
      'a first taking of less than the fee',
      { drawn: '100', pledges, status: 'noticed' },
      { drawn: '97', fee: '10', pledges: [], status: 'liquidated' },
      [
        ['fee', '10', '110'],
        ['taken', '-3', '107'],
      ],
    ],
    [
      'a taking that pays the fee as well',
      { drawn: '4', fee: '10', pledges, status: 'liquidated' },
      { drawn: '0', fee: '6', pledges: [], status: 'liquidated' },
      [['taken', '-8', '6']],
    ],
    [
      'a release once nothing is owed',
      { fee: '1', pledges, status: 'liquidated' },
      { fee: '1', pledges: [], status: 'liquidated' },
      [],
    ],
    [
      'a repayment after a taking',
      { drawn: '9', fee: '2', status: 'liquidated' },
      { drawn: '0', fee: '1', status: 'liquidated' },
      [['repayment', '-10', '1']],
    ],
    ['a line that is closed with a debt', { drawn: '9' }, { status: 'closed' }, [['let-go', '-9', '0']]],
  ])('of %s', (_what, before, after, expected) => {
    expect(entriesOf(of(before), of(after)).map(({ kind, change, owed }) => [kind, change, owed])).toEqual(expected);
  });
});

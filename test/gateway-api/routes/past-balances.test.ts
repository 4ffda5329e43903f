/** Statements by days with the balances at both ends, as JSON and CSV, and what an account held at some time. */
import { balancesUntil, RunningBalances } from '../../../gateway-api/src/subjects/accounts/account-balances.js';
import type { AccountLine } from '../../../gateway-api/src/subjects/accounts/account-line.js';
import { accountLineQueries } from '../../../gateway-api/src/subjects/accounts/account-lines.js';
import { prepare, startApp, until, type StartedApp } from '../start-app.js';

describe('an account in the past', () => {
  let app: StartedApp;
  let accountId: string;
  const post = async (path: string, body: object, day: string) => {
    jest.setSystemTime(Date.parse(`${day}T10:00:00.000Z`));
    return (
      await app
        .operator('post', path)
        .send({ programId: 'harbor', accountId, ...body })
        .expect(201)
    ).body;
  };
  const get = async (path: string) => (await app.cashier('get', `/v1/accounts/${accountId}/${path}`).expect(200)).body;

  beforeAll(async () => {
    app = await startApp();
    accountId = await prepare(app, '100');
    await post('/v1/redemptions', { amount: '30' }, '2026-11-24');
    const { operationId } = await post(
      '/v1/holds',
      { amount: '20', expiresAt: '2026-12-01T00:00:00.000Z' },
      '2026-11-25',
    );
    await post('/v1/redemptions', { amount: '5' }, '2026-11-25');
    jest.setSystemTime(Date.parse('2026-11-26T10:00:00.000Z'));
    await app.operator('post', `/v1/holds/${operationId}/capture`).send({ amount: '15' }).expect(201);
    await post('/v1/issuances', { amount: '7' }, '2026-11-27');
    await until(async () => (await get('statement')).entries.length === 6);
  });

  const balance = (points: string, held = '0') => [{ programId: 'harbor', balance: points, held }];

  it('has a statement by days with its opening and closing balance', async () => {
    const statement = await get('statement?from=2026-11-25&to=2026-11-26');
    expect(statement).toMatchObject({ opening: balance('70'), closing: balance('50') });
    expect(statement.entries.map(({ kind, change }: { kind: string; change: string }) => [kind, change])).toEqual([
      ['capture', '5'],
      ['redeem', '-5'],
      ['hold', '-20'],
    ]);
    expect(await get('statement?to=2026-11-25')).toMatchObject({ opening: [], closing: balance('45', '20') });
    expect(await get('statement')).not.toHaveProperty('opening');
    const first = await get('statement?from=2026-11-25&to=2026-11-26&limit=2');
    const rest = await get(`statement?from=2026-11-25&to=2026-11-26&limit=2&cursor=${first.nextCursor}`);
    expect([...first.entries, ...rest.entries]).toEqual(statement.entries);
  });

  it('has the same as CSV, oldest first, with the balance after each line', async () => {
    const { text } = await app
      .cashier('get', `/v1/accounts/${accountId}/statement?from=2026-11-25&to=2026-11-26`)
      .set('accept', 'text/csv')
      .expect(200)
      .expect('content-type', /text\/csv/);
    const rows = text
      .trim()
      .split('\r\n')
      .map((line) => line.split(',').slice(0, 5).join(','));
    expect(rows).toEqual([
      'time,kind,programId,change,balance',
      '2026-11-25,opening,harbor,,70',
      '2026-11-25T10:00:00.000Z,hold,harbor,-20,50',
      '2026-11-25T10:00:00.000Z,redeem,harbor,-5,45',
      '2026-11-26T10:00:00.000Z,capture,harbor,5,50',
      '2026-11-26,closing,harbor,,50',
    ]);
  });

  it('held so much at the end of each block, as the ledger said then', async () => {
    const { balances } = await get('balances');
    const last = await get('statement');
    expect(await get(`balances/as-of?block=${last.entries[0].blockNumber}`)).toMatchObject({
      balances: balance(balances[0].available, balances[0].held),
    });
    const hold = last.entries.find(({ kind }: { kind: string }) => kind === 'hold');
    expect(await get(`balances/as-of?block=${hold.blockNumber}`)).toMatchObject({ balances: balance('50', '20') });
    expect(await get(`balances/as-of?block=${hold.blockNumber - 1}`)).toMatchObject({ balances: balance('70') });
    expect(await get('balances/as-of?block=0')).toMatchObject({ balances: [], asOfBlock: 0 });
    expect(await get('balances/as-of?day=2026-11-25')).toMatchObject({ balances: balance('45', '20') });
    expect(await get('balances/as-of?day=2026-11-26&programId=other')).toMatchObject({ balances: [] });
  });

  it.each([
    ['balances/as-of', 400, 'REQUEST_INVALID', '/query/block'],
    ['balances/as-of?block=1&day=2026-11-25', 400, 'REQUEST_INVALID', '/query/block'],
    ['balances/as-of?block=01', 400, 'REQUEST_INVALID', '/query/block'],
    ['balances/as-of?day=2026-02-30', 400, 'REQUEST_INVALID', '/query/day'],
    ['balances/as-of?block=999999', 404, 'BLOCK_AHEAD', undefined],
    ['statement?from=2026-11-26&to=2026-11-25', 400, 'REQUEST_INVALID', '/query/to'],
    ['statement?from=yesterday', 400, 'REQUEST_INVALID', '/query/from'],
  ])('refuses %s', async (path, status, code, pointer) => {
    const { body } = await app.cashier('get', `/v1/accounts/${accountId}/${path}`).expect(status);
    expect([body.code, body.errors?.[0]?.pointer]).toEqual([code, pointer]);
  });

  it('is told from however many lines', async () => {
    const lines = app.gateway.projection.of(accountLineQueries);
    const all: AccountLine[] = [];
    for await (const line of lines.oldestFirst(accountId)) all.push(line);
    const newestFirst = await lines.lines(accountId, {}, Number.MAX_SAFE_INTEGER, 100);
    expect(newestFirst.map(({ seq }) => seq).toReversed()).toEqual(all.map(({ seq }) => seq));
    expect((await balancesUntil(accountId, lines.oldestFirst(accountId), {})).balances()).toEqual(balance('57'));
    // What came of whole days is kept by itself, so that no statement by days reads all receipts of an account.
    for (const day of [
      '2026-11-22',
      '2026-11-23',
      '2026-11-24',
      '2026-11-25',
      '2026-11-26',
      '2026-11-27',
      '2026-11-28',
    ]) {
      const byLines = new RunningBalances(accountId);
      all.filter(({ receipt }) => receipt.txTime.slice(0, 10) < day).forEach((line) => byLines.add(line));
      const byDays = new RunningBalances(accountId, await lines.changesBefore(accountId, day));
      expect([day, byDays.balances()]).toEqual([day, byLines.balances()]);
    }
  });
});

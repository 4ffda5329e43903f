/** Money on points that are pledged, through HTTP: from the grant to the release, and what is refused on the way. */
import { charterOtherwise, type Constitution } from '@commonpoint/catalogue';
import { voidExpiredHolds } from '../../../gateway-api/src/subjects/holds/jobs.js';
import type { Database } from '../../../gateway-api/src/store/database.js';
import { startApp, startWithMembers, until, type StartedApp } from '../start-app.js';

const nothing = (): void => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
let harbor: StartedApp;
let citypark: StartedApp;
let accountId: string;
beforeEach(async () => {
  ({ app: harbor, accountId } = await startWithMembers());
  const constitution: Constitution = {
    ...{ version: 1, ...charterOtherwise, collateral: true, notes: true, since: harbor.network.stub.now },
  };
  harbor.network.stub.plant('constitution', [], constitution);
  citypark = await startApp({ organization: 'citypark', network: harbor.network });
});

const path = '/v1/credit-lines/CityParkMSP/line-1';
const ends = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
const grant = (more: object = {}) =>
  citypark.admin('post', '/v1/credit-lines').send({
    ...{ lineId: 'line-1', accountId, programId: 'harbor', limit: '50000000', haircutPpm: 500_000 },
    ...{ marginDays: 7, feePpm: 100_000, until: ends, ...more },
  });
const line = async (app: StartedApp = harbor) =>
  (await app.auditor('get', path).expect(200)).body as { status: string; drawn: string; cover: string };
/** Once the gateway has the block with the line. */
const granted = async () => {
  await grant().expect(200);
  await until(() =>
    harbor
      .auditor('get', `/v1/credit-lines?accountId=${accountId}`)
      .then(({ body }) => (body as { lines: object[] }).lines.length === 1),
  );
};
const pledge = (amount: string) => harbor.operator('post', `${path}/pledges`).send({ amount });
const draw = (paymentId: string, amount: string) =>
  harbor.operator('post', `${path}/draws`).send({ paymentId, amount });

it('is granted, pledged for, drawn, paid out, repaid and released', async () => {
  await granted();
  const { body: pledged } = await pledge('100').expect(201);
  expect(pledged).toMatchObject({ kind: 'hold', amount: '100', lineId: 'line-1', beneficiary: 'CityParkMSP' });
  const { cover } = await line();
  expect(BigInt(cover)).toBeGreaterThan(0n);
  const whole = `${BigInt(cover) / 1_000_000n}000000`;
  const { body: refused } = await draw('d-0', '50000000000000').expect(422);
  expect(refused).toMatchObject({ code: 'LINE_EXCEEDED' });
  await draw('d-1', '0.5').expect(400);
  await draw('d-1', whole).expect(200);
  await citypark.operator('post', `${path}/payments/d-1/confirm`).send({ reference: 'RF18' }).expect(200);
  expect(await line()).toMatchObject({ status: 'open', drawn: whole });
  const holdId = (pledged as { operationId: string }).operationId;
  const release = () => harbor.operator('post', `/v1/holds/${holdId}/void`).send({});
  expect((await release().expect(422)).body).toMatchObject({ code: 'LINE_NOT_COVERED' });
  expect((await citypark.operator('post', `${path}/notice`).expect(422)).body).toMatchObject({ code: 'LINE_COVERED' });
  await harbor
    .operator('post', `${path}/repayments`)
    .send({ paymentId: 'b-1', amount: whole, reference: 'RF19' })
    .expect(200);
  await citypark.operator('post', `${path}/payments/b-1/confirm`).expect(200);
  await until(() =>
    harbor
      .auditor('get', `${path}/payments`)
      .then(({ body }) =>
        (body as { payments: { status: string }[] }).payments.every((each) => each.status === 'confirmed'),
      ),
  );
  await release().expect(201);
  expect((await harbor.operator('post', `${path}/close`).expect(200)).body).toMatchObject({ status: 'closed' });
  const { body: told } = await citypark.auditor('get', '/v1/events?types=credit-line.closed,hold.voided').expect(200);
  expect((told as { events: { type: string; lineId: string }[] }).events.map(({ lineId }) => lineId)).toEqual([
    'line-1',
    'line-1',
  ]);
});

it('is never exceeded by two gateways that draw at once, whichever comes first', async () => {
  await granted();
  await pledge('100').expect(201);
  const { cover } = await line();
  const other = await startApp({ organization: 'harbor', network: harbor.network });
  await until(async () => (await other.auditor('get', path)).status === 200);
  // Three and a bit of them are covered.
  const amount = `${(BigInt(cover) * 3n) / 10n / 1_000_000n}000000`;
  const asked = [harbor, other].flatMap((app, at) =>
    [0, 1, 2].map(async (n) => {
      const body = { paymentId: `at-${at}-${n}`, amount };
      const answer = await app.operator('post', `${path}/draws`).send(body);
      // Who lost against others may ask again, under the same id.
      return answer.status === 503 ? app.operator('post', `${path}/draws`).send(body) : answer;
    }),
  );
  const answers = await Promise.all(asked);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 422, 422, 422]);
  expect(answers.flatMap(({ body }) => (body as { code?: string }).code ?? [])).toEqual(
    Array<string>(3).fill('LINE_EXCEEDED'),
  );
  const drawing = (await harbor.auditor('get', path).set('consistency', 'ledger').expect(200)).body as {
    drawing: string;
  };
  expect(BigInt(drawing.drawing)).toBe(3n * BigInt(amount));
});

it('says of a line that is not there that it is not', async () => {
  expect((await pledge('1').expect(404)).body).toMatchObject({ code: 'LINE_UNKNOWN' });
  expect((await draw('d-1', '1000000').expect(404)).body).toMatchObject({ code: 'LINE_UNKNOWN' });
  await harbor.auditor('get', path).expect(404);
});

describe('what is set aside', () => {
  const balances = async (headers = {}) => {
    const { body } = await harbor.auditor('get', `/v1/accounts/${accountId}/balances`).set(headers).expect(200);
    return (body as { balances: { available: string; held: string }[] }).balances;
  };
  const seen = async (available: string, held: string) => {
    await until(async () => (await balances())[0]?.available === available);
    expect(await balances()).toMatchObject([{ available, held }]);
    expect(await balances({ consistency: 'ledger' })).toMatchObject([{ available, held }]);
  };
  const idOf = ({ body }: { body: unknown }): string => (body as { operationId: string }).operationId;
  const all = async () => BigInt((await balances())[0]!.available);

  it('is what is left of a pledge of which a part went back', async () => {
    await granted();
    const there = await all();
    const holdId = idOf(await pledge('100').expect(201));
    await seen(String(there - 100n), '100');
    await harbor.operator('post', `/v1/holds/${holdId}/void`).send({ amount: '30' }).expect(201);
    await seen(String(there - 70n), '70');
  });

  it('is a note, whether it is pledged or not', async () => {
    await granted();
    const there = await all();
    const offer = { offerId: 'month', days: 30, ppm: 100_000, ppmMin: 100_000, ppmMax: 200_000, noticeDays: 1 };
    const early = { afterDays: 0, sharePpm: 1_000_000 };
    const more = { programId: 'harbor', ceiling: '10', lanes: 1, early };
    await harbor
      .admin('post', '/v1/note-offers')
      .send({ ...offer, ...more })
      .expect(201);
    await until(async () => (await harbor.auditor('get', '/v1/note-offers/harbor/month')).status === 200);
    const noteId = idOf(
      await harbor
        .operator('post', '/v1/notes')
        .send({ programId: 'harbor', accountId, offerId: 'month', amount: '90' }),
    );
    const pledged = await harbor.operator('post', `${path}/notes`).send({ noteId }).expect(201);
    expect(pledged.body).toMatchObject({ kind: 'pledge-note', amount: '90', noteId, lineId: 'line-1' });
    await seen(String(there - 90n), '90');
    const listed = async (what: string) =>
      ((await harbor.auditor('get', `/v1/accounts/${accountId}/${what}`).expect(200)).body as Record<string, object[]>)[
        what
      ];
    expect([await listed('notes'), await listed('holds')]).toMatchObject([[{ noteId, pledge: {} }], []]);
    const again = await harbor.operator('post', `${path}/notes`).send({ noteId }).expect(409);
    expect(again.body).toMatchObject({ code: 'NOTE_PLEDGED' });
    const unknown = await harbor.operator('post', `${path}/notes`).send({ noteId: 'none' }).expect(404);
    expect(unknown.body).toMatchObject({ code: 'NOTE_UNKNOWN', errors: [{ pointer: '/noteId' }] });
    await harbor.operator('post', `/v1/notes/${noteId}/redeem`).send({ early: true }).expect(409);
    const hold = `/v1/holds/${idOf(pledged)}`;
    expect((await harbor.auditor('get', hold).expect(200)).body).toMatchObject({ note: { noteId }, status: 'open' });
    await harbor.operator('post', `${hold}/void`).send({}).expect(201);
    await seen(String(there - 90n), '90');
    const { body: told } = await harbor.auditor('get', `/v1/accounts/${accountId}/statement?limit=3`).expect(200);
    expect((told as { entries: object[] }).entries).toMatchObject([
      { kind: 'void', change: '0', noteId, lineId: 'line-1' },
      { kind: 'pledge-note', change: '0', noteId, holdId: idOf(pledged), lineId: 'line-1' },
      { kind: 'buy-note', change: '-90' },
    ]);
    await harbor.operator('post', `/v1/notes/${noteId}/redeem`).send({ early: true }).expect(201);
    await seen(String(there), '0');
  });
});

it('what is pledged of a custodian that left goes back after its end, by whoever serves its accounts', async () => {
  await granted();
  const { body } = await pledge('100').expect(201);
  const { operationId: holdId } = body as { operationId: string };
  const hold = async () =>
    ((await citypark.auditor('get', `/v1/holds/${holdId}?holdMspId=HarborMSP`)).body as { status?: string }).status;
  await until(async () => (await hold()) === 'open');
  const { value } = harbor.network.stub.table('org').find(({ parts }) => parts[0] === 'HarborMSP')!;
  const left = { ...value, status: 'left', successor: 'CityParkMSP' };
  harbor.network.stub.plant('org', ['HarborMSP'], left);
  const { sqlite } = citypark.gateway.projection.of((database: Database) => database);
  sqlite.prepare('UPDATE organizations SET value = ? WHERE msp_id = ?').run(JSON.stringify(left), 'HarborMSP');
  const sweep = () => voidExpiredHolds(citypark.gateway, silent).run(new AbortController().signal);
  await sweep();
  expect(await hold()).toBe('open');
  const ended = Date.now() + 120 * 86_400_000;
  jest.setSystemTime(ended);
  harbor.network.stub.now = new Date(ended).toISOString();
  await sweep();
  await until(async () => (await hold()) === 'voided');
});

/** Notes through HTTP: offered, sold, read, and redeemed by whoever may. */
import { catalogue } from '@commonpoint/catalogue';
import { redeemDueNotes } from '../../../gateway-api/src/subjects/notes/jobs.js';
import type { Database } from '../../../gateway-api/src/store/database.js';
import { switchNotes } from '../../contract/notes-world.js';
import { submitAs } from '../route-world.js';
import { startApp, startWithMembers, type StartedApp } from '../start-app.js';

jest.setTimeout(60_000);

const terms = {
  ...{ programId: 'harbor', offerId: 'half-year', days: 180, ppm: 100_000, ppmMin: 50_000, ppmMax: 200_000 },
  ...{ noticeDays: 10, ceiling: '1000', lanes: 2, early: { afterDays: 0, sharePpm: 500_000 } },
};
const path = '/v1/note-offers/harbor/half-year';
const nothing = (): void => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
let app: StartedApp;
let accountId: string;
beforeEach(async () => {
  ({ app, accountId } = await startWithMembers());
  switchNotes(app.network.stub, true);
  const { headers } = await app.admin('post', '/v1/note-offers').send(terms).expect(201);
  expect(headers.location).toBe(path);
  await app.operator('post', '/v1/issuances').send({ programId: 'harbor', accountId, amount: '900' }).expect(201);
});
const buy = (fields: object = {}) =>
  app
    .cashier('post', '/v1/notes')
    .send({ programId: 'harbor', accountId, amount: '400', offerId: 'half-year', ...fields });
const errorsOf = (body: { errors: { pointer: string }[] }) => body.errors.map(({ pointer }) => pointer);
const AFTER = Date.parse('2027-05-22T08:00:00.000Z');

it('are offered, at another rate from a day on, and closed', async () => {
  const { body } = await app.auditor('get', path).expect(200);
  expect(body).toMatchObject({ status: 'open', remaining: '1000', rates: [{ from: '2026-11-23', ppm: 100_000 }] });
  const rate = { from: '2026-12-24', ppm: 150_000 };
  const changed = await app.admin('post', `${path}/rates`).send(rate).expect(200);
  expect(changed.body.rates).toEqual([{ from: '2026-11-23', ppm: 100_000 }, rate]);
  const late = await app.admin('post', `${path}/rates`).send({ from: '2026-12-25', ppm: 1 }).expect(422);
  expect(late.body.code).toBe('NOTE_RATE_INVALID');
  await app.admin('post', `${path}/close`).expect(200);
  const { body: listed } = await app.auditor('get', '/v1/note-offers?programId=harbor').expect(200);
  expect(listed.offers).toMatchObject([{ offerId: 'half-year', status: 'closed' }]);
  expect((await buy().expect(409)).body.code).toBe('NOTE_OFFER_CLOSED');
});

it('are sold, read the same here and at the ledger, and in balance and statement', async () => {
  const { body } = await buy().expect(201);
  expect(body).toMatchObject({ kind: 'buy-note', from: '2026-11-23', until: '2027-05-22', interestMax: '39' });
  const at = `/v1/notes/${body.operationId}`;
  const here = await app.auditor('get', `${at}?noteMspId=HarborMSP`).expect(200);
  const there = await app.auditor('get', `${at}?noteMspId=HarborMSP`).set('Consistency', 'ledger').expect(200);
  expect(here.body).toEqual(there.body);
  expect(here.body).toMatchObject({ principal: '400', status: 'open', atEnd: '19' });
  const { body: listed } = await app.auditor('get', `/v1/accounts/${accountId}/notes`).expect(200);
  expect(listed.notes).toHaveLength(1);
  const { body: balances } = await app.auditor('get', `/v1/accounts/${accountId}/balances`).expect(200);
  expect(balances.balances).toMatchObject([{ held: '400' }]);
  const { body: statement } = await app.auditor('get', `/v1/accounts/${accountId}/statement`).expect(200);
  expect(statement.entries[0]).toMatchObject({ kind: 'buy-note', change: '-400', noteId: body.operationId });
});

it('come back by themselves when they are due, at the issuer’s gateway as well', async () => {
  const { body } = await buy().expect(201);
  jest.setSystemTime(AFTER);
  await redeemDueNotes(app.gateway, silent).run(new AbortController().signal);
  const { body: note } = await app.auditor('get', `/v1/notes/${body.operationId}?noteMspId=HarborMSP`).expect(200);
  expect(note).toMatchObject({ status: 'redeemed', interest: '19' });
  const { body: supply } = await app.auditor('get', '/v1/programs/harbor/supply').expect(200);
  expect(supply).toMatchObject({ interest: '19', held: '0' });
  expect(BigInt(supply.issued) + 19n).toBe(BigInt(supply.outstanding));
  const { body: statement } = await app.auditor('get', `/v1/accounts/${accountId}/statement`).expect(200);
  expect(statement.entries[0]).toMatchObject({ kind: 'redeem-note', change: '419', interest: '19' });
});

it('of one that left come back by its successor: those of its accounts, and each once', async () => {
  const citypark = await startApp({ network: app.network, organization: 'citypark' });
  const greenmart = await startApp({ network: app.network, organization: 'greenmart' });
  await buy().expect(201);
  for (const other of [citypark, greenmart]) {
    const { body: opened } = await other.operator('post', '/v1/accounts').send({ memberRef: 'x-1' }).expect(201);
    const theirs = { programId: 'harbor', accountId: opened.accountId, amount: '100' };
    await app.operator('post', '/v1/issuances').send(theirs).expect(201);
    await other
      .cashier('post', '/v1/notes')
      .send({ ...theirs, offerId: 'half-year' })
      .expect(201);
  }
  const { value } = app.network.stub.table('org').find(({ parts }) => parts[0] === 'HarborMSP')!;
  const left = { ...value, status: 'left', successor: 'CityParkMSP' };
  app.network.stub.plant('org', ['HarborMSP'], left);
  const { sqlite } = citypark.gateway.projection.of((database: Database) => database);
  sqlite.prepare('UPDATE organizations SET value = ? WHERE msp_id = ?').run(JSON.stringify(left), 'HarborMSP');
  jest.setSystemTime(AFTER);
  const told: unknown[] = [];
  const log = { ...silent, info: (what: object) => void told.push(what) };
  await redeemDueNotes(citypark.gateway, log).run(new AbortController().signal);
  expect(told).toEqual([{ notes: 2, redeemed: 2 }]);
});

it('come back before only as the offer says', async () => {
  const { body } = await buy().expect(201);
  const at = `/v1/notes/${body.operationId}/redeem`;
  expect((await app.cashier('post', at).expect(422)).body.code).toBe('NOTE_NOT_DUE');
  jest.setSystemTime(Date.parse('2026-12-23T08:00:00.000Z'));
  const { body: redeemed } = await app.cashier('post', at).send({ early: true }).expect(201);
  expect(redeemed).toMatchObject({ kind: 'redeem-note', amount: '400', interest: '1', noteId: body.operationId });
  expect((await app.cashier('post', at).send({ early: true }).expect(409)).body.code).toBe('NOTE_ENDED');
  const none = await app.cashier('post', '/v1/notes/nothing/redeem').expect(404);
  expect([none.body.code, errorsOf(none.body)]).toEqual(['NOTE_UNKNOWN', ['/path/noteId']]);
});

it('take points that outlast the term, whatever there is besides', async () => {
  await submitAs(app.network, 'harbor', catalogue.setRules, {
    programId: 'harbor',
    rules: { transferable: true, expiryBounds: { minDays: 1, maxDays: 900 } },
  });
  const soon = { programId: 'harbor', accountId, amount: '50', expiresOn: '2027-01-31' };
  await app.operator('post', '/v1/issuances').send(soon).expect(201);
  const { body } = await buy({ amount: '1000' }).expect(201);
  expect(body.receipt.consumed.map(({ lotId }: { lotId: string }) => lotId.slice(0, 4))).not.toContain('2027');
  const more = await buy({ amount: '50' }).expect(422);
  expect([more.body.code, errorsOf(more.body)]).toEqual(['INSUFFICIENT_POINTS', ['/amount']]);
});

it.each<[string, object, string, string]>([
  ['no offer', { offerId: 'none' }, 'NOTE_OFFER_UNKNOWN', '/offerId'],
  ['points that earn nothing', { amount: '10' }, 'NOTE_TOO_SMALL', '/amount'],
])('under %s are refused', async (_what, fields, code, pointer) => {
  const { body } = await buy(fields);
  expect([body.code, errorsOf(body)]).toEqual([code, [pointer]]);
});

it('are sold to another merchant’s member by that merchant', async () => {
  const citypark = await startApp({ network: app.network, organization: 'citypark' });
  const { body: opened } = await citypark.operator('post', '/v1/accounts').send({ memberRef: 'c-1' }).expect(201);
  const theirs = { programId: 'harbor', accountId: opened.accountId, amount: '100' };
  await app.operator('post', '/v1/issuances').send(theirs).expect(201);
  await citypark
    .cashier('post', '/v1/notes')
    .send({ ...theirs, offerId: 'half-year' })
    .expect(201);
  switchNotes(app.network.stub, false);
  expect((await buy().expect(403)).body.code).toBe('NOTES_OFF');
});

it('are given away in equal parts, and never in more than there are', async () => {
  const { body } = await buy().expect(201);
  const to = (await app.operator('post', '/v1/accounts').send({ memberRef: 'm-2' })).body.accountId as string;
  const at = `/v1/notes/${body.operationId}/transfer`;
  const wrong = await app
    .operator('post', at)
    .send({ toAccountId: to, parts: { of: 4, given: 4 } })
    .expect(400);
  expect(errorsOf(wrong.body)).toEqual(['/parts/given']);
  const { body: given } = await app
    .operator('post', at)
    .send({ toAccountId: to, parts: { of: 4, given: 1 } })
    .expect(201);
  expect(given).toMatchObject({ kind: 'transfer-note', amount: '100', toAccountId: to });
  const { body: listed } = await app.auditor('get', `/v1/accounts/${to}/notes`).expect(200);
  expect(listed.notes).toMatchObject([{ noteId: given.operationId, principal: '100' }]);
  const { body: past } = await app
    .auditor('get', `/v1/accounts/${to}/statement?from=2026-11-01&to=2026-11-30`)
    .expect(200);
  expect(past.closing).toMatchObject([{ held: '100' }]);
});

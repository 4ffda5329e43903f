/** Members with notes and pledges who merge their accounts or are forgotten, by REST: notes go along, what is in the way is named. */
import { catalogue, charterOtherwise } from '@commonpoint/catalogue';
import type { Pseudonyms } from '../../../gateway-api/src/pseudonyms.js';
import { switchAssets } from '../../contract/collateral-world.js';
import { pseudonymsOf } from '../pseudonyms-of.js';
import { submitAs } from '../route-world.js';
import { startApp, startWithMembers, until, type StartedApp } from '../start-app.js';

jest.setTimeout(60_000);

const terms = {
  ...{ programId: 'harbor', offerId: 'half-year', days: 180, ppm: 100_000, ppmMin: 50_000, ppmMax: 200_000 },
  ...{ noticeDays: 10, ceiling: '1000', lanes: 2, early: { afterDays: 0, sharePpm: 500_000 } },
};
let app: StartedApp;
let pseudonyms: Pseudonyms;
let accountId: string;
let intoAccountId: string;
beforeEach(async () => {
  pseudonyms = pseudonymsOf('set-aside');
  ({ app } = await startWithMembers({ parts: { pseudonyms } }));
  switchAssets(app.network.stub);
  await app.admin('post', '/v1/note-offers').send(terms).expect(201);
  const open = async (memberRef: string) =>
    (await app.operator('post', '/v1/accounts').send({ memberRef }).expect(201)).body.accountId as string;
  accountId = await open('twice 1');
  intoAccountId = await open('twice 2');
  await app.operator('post', '/v1/issuances').send({ programId: 'harbor', accountId, amount: '900' }).expect(201);
});
const post = (path: string, body: object = {}) => app.operator('post', `/v1/accounts/${accountId}/${path}`).send(body);
const buy = async (amount: string) => {
  const sale = { programId: 'harbor', accountId, amount, offerId: 'half-year' };
  return (await app.operator('post', '/v1/notes').send(sale).expect(201)).body.operationId as string;
};
const read = async (path: string) => (await app.auditor('get', `/v1/accounts/${path}`).expect(200)).body;
const notesOf = async (of: string) =>
  (await read(`${of}/notes`)).notes.map(({ noteId }: { noteId: string }) => noteId).sort();

it('notes go along with an account that is merged, and stand in both statements', async () => {
  const notes = [await buy('100'), await buy('200')].sort();
  expect((await post('merge', { intoAccountId }).expect(200)).body).toMatchObject({ mergedInto: intoAccountId });
  expect([await notesOf(accountId), await notesOf(intoAccountId)]).toEqual([[], notes]);
  expect((await read(`${intoAccountId}/balances`)).balances).toMatchObject([{ available: '600', held: '300' }]);
  for (const each of [accountId, intoAccountId]) {
    const { entries } = await read(`${each}/statement`);
    const moved = entries.filter(({ kind }: { kind: string }) => kind === 'transfer-note');
    expect(moved.map(({ noteId }: { noteId: string }) => noteId).sort()).toEqual(notes);
  }
});

it('also where the gateway was cut off before any of it had moved', async () => {
  const note = await buy('100');
  await submitAs(app.network, 'harbor', catalogue.mergeAccounts, { accountId, intoAccountId });
  await post('merge', { intoAccountId }).expect(200);
  await post('merge', { intoAccountId }).expect(200);
  expect([await notesOf(accountId), await notesOf(intoAccountId)]).toEqual([[], [note]]);
});

it('a member with a note is not forgotten before it ends or is given away, and told until when', async () => {
  const note = await buy('100');
  const erasure = { memberRefs: ['twice 1'] };
  const { body } = await post('erasure', erasure).expect(422);
  expect(body).toMatchObject({
    code: 'ACCOUNT_HAS_NOTES',
    detail: `${accountId} has the note ${note} of HarborMSP, which is due on 2027-05-22`,
  });
  const again = await app.operator('post', '/v1/accounts').send({ memberRef: 'twice 1' }).expect(200);
  expect(again.body.accountId).toBe(accountId);
  await app.operator('post', `/v1/notes/${note}/redeem`).send({ early: true }).expect(201);
  expect((await post('erasure', erasure).expect(200)).body).toMatchObject({ status: 'closed', state: 'committed' });
  expect((await read(`${accountId}/balances`)).balances).toEqual([]);
});

it('nor one whose note lies in an account that was merged into its own, where the merge was cut off', async () => {
  const note = await buy('100');
  await submitAs(app.network, 'harbor', catalogue.mergeAccounts, { accountId, intoAccountId });
  const erasure = { memberRefs: ['twice 1', 'twice 2'] };
  const erase = () => app.operator('post', `/v1/accounts/${intoAccountId}/erasure`).send(erasure);
  expect((await erase().expect(422)).body).toMatchObject({
    code: 'ACCOUNT_HAS_NOTES',
    detail: `${intoAccountId} has the note ${note} of HarborMSP, which is due on 2027-05-22`,
  });
  await app.operator('post', `/v1/notes/${note}/redeem`).send({ early: true }).expect(201);
  await erase().expect(200);
  for (const each of [accountId, intoAccountId]) expect((await read(`${each}/balances`)).balances).toEqual([]);
  const { body: supply } = await app.auditor('get', '/v1/programs/harbor/supply').expect(200);
  expect([supply.outstanding, supply.held]).toEqual(['100', '0']);
});

it('nor one with a pledge, who is not merged either', async () => {
  const constitution = { ...charterOtherwise, version: 1, since: app.network.stub.now, collateral: true };
  app.network.stub.plant('constitution', [], constitution);
  const citypark = await startApp({ organization: 'citypark', network: app.network });
  const until60 = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
  const line = {
    ...{ lineId: 'line-1', accountId, programId: 'harbor', limit: '50000000', haircutPpm: 500_000 },
    ...{ marginDays: 7, feePpm: 100_000, until: until60 },
  };
  await citypark.admin('post', '/v1/credit-lines').send(line).expect(200);
  const lines = `/v1/credit-lines?accountId=${accountId}`;
  await until(async () => (await app.auditor('get', lines)).body.lines.length === 1);
  const pledging = app.operator('post', '/v1/credit-lines/CityParkMSP/line-1/pledges').send({ amount: '100' });
  const holdId = (await pledging.expect(201)).body.operationId as string;
  for (const refused of [post('merge', { intoAccountId }), post('erasure', { memberRefs: ['twice 1'] })]) {
    const { body } = await refused.expect(422);
    expect(body.code).toBe('ACCOUNT_HAS_PLEDGES');
    expect(body.detail).toContain(`pledged by ${holdId} of HarborMSP for line-1 of CityParkMSP, until `);
  }
  await app.operator('post', `/v1/holds/${holdId}/void`).send({}).expect(201);
  await post('merge', { intoAccountId }).expect(200);
});

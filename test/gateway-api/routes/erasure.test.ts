/** Members who are forgotten, by REST: nothing that the gateway keeps leads from a reference to the account any more. */
import type { Pseudonyms } from '../../../gateway-api/src/pseudonyms.js';
import { pseudonymsOf } from '../pseudonyms-of.js';
import { prepare, startApp, until, type StartedApp } from '../start-app.js';

let app: StartedApp;
let pseudonyms: Pseudonyms;
let accountId: string;
beforeEach(async () => {
  pseudonyms = pseudonymsOf('erasure');
  app = await startApp({ parts: { pseudonyms } });
  accountId = await prepare(app, '100');
});
const post = (path: string, body: object = {}) => app.operator('post', `/v1/accounts/${accountId}/${path}`).send(body);
const open = (memberRef: string) => app.operator('post', '/v1/accounts').send({ memberRef });
const account = async (id = accountId) => (await app.cashier('get', `/v1/accounts/${id}`).expect(200)).body;

it('forfeits what there is, ends the account, and opens another one under the same reference', async () => {
  await post('references', { memberRef: 'card 1' }).expect(200);
  const { body } = await post('erasure', { memberRefs: ['card 1', 'm-1'] }).expect(200);
  expect(body).toMatchObject({ status: 'closed', erasure: { references: 2, unnamed: 0 }, state: 'committed' });
  expect(body).not.toHaveProperty('references');
  const { body: balances } = await app.cashier('get', `/v1/accounts/${accountId}/balances`).expect(200);
  expect(balances.balances).toEqual([]);
  const { body: supply } = await app.cashier('get', '/v1/programs/harbor/supply').expect(200);
  expect(supply).toMatchObject({ expired: '100', outstanding: '0' });
  for (const memberRef of ['m-1', 'card 1']) {
    const { body: other } = await open(memberRef).expect(201);
    expect(other.accountId).not.toBe(accountId);
    expect((await open(memberRef).expect(200)).body.accountId).toBe(other.accountId);
  }
  await app
    .cashier('post', '/v1/issuances')
    .send({ programId: 'harbor', accountId, amount: '1' })
    .expect(422)
    .expect(({ body: refused }) => expect(refused.code).toBe('ACCOUNT_CLOSED'));
  expect(pseudonyms.erasing).toEqual([]);
});

it('wants every reference that leads there, also by an account that was merged into it, and no other', async () => {
  const { body: second } = await open('second').expect(201);
  await app
    .operator('post', `/v1/accounts/${second.accountId}/references`)
    .send({ memberRef: 'lost card' })
    .expect(200);
  const remove = `/v1/accounts/${second.accountId}/references/remove`;
  await app.operator('post', remove).send({ memberRef: 'lost card' }).expect(200);
  const merge = `/v1/accounts/${second.accountId}/merge`;
  await app.operator('post', merge).send({ intoAccountId: accountId }).expect(200);
  const refused = await post('erasure', { memberRefs: ['m-1'] }).expect(409);
  expect(refused.body).toMatchObject({
    code: 'REFERENCES_UNNAMED',
    detail: `1 more lead to ${accountId}, and 1 that were taken off led to it.`,
  });
  expect((await post('erasure', { memberRefs: ['m-1'], leaveTakenOff: true }).expect(409)).body.code).toBe(
    'REFERENCES_UNNAMED',
  );
  const foreign = await post('erasure', { memberRefs: ['m-1', 'second', 'somebody'] }).expect(409);
  expect(foreign.body).toMatchObject({ code: 'REFERENCE_ELSEWHERE', errors: [{ pointer: '/memberRefs/2' }] });
  expect((await account()).status).toBe('active');
  const both = { memberRefs: ['m-1', 'second'], leaveTakenOff: true };
  expect((await post('erasure', both).expect(200)).body.erasure).toMatchObject({ references: 2, unnamed: 1 });
  expect((await open('lost card').expect(422)).body.code).toBe('REFERENCE_REMOVED');
  // Found after all.
  await post('erasure', { memberRefs: ['lost card'] }).expect(200);
  await open('lost card').expect(201);
});

it('is once per key and by the custodian alone; what is held, locked or ordered stands in the way, and nothing is lost then', async () => {
  const erasure = { memberRefs: ['m-1'] };
  await app.cashier('post', `/v1/accounts/${accountId}/erasure`).send(erasure).expect(403);
  expect((await post('erasure', { memberRefs: [] }).expect(400)).body.errors[0].pointer).toBe('/memberRefs');
  const unknown = `/v1/accounts/HarborMSP:${'0'.repeat(32)}/erasure`;
  expect((await app.operator('post', unknown).send(erasure).expect(404)).body.code).toBe('ACCOUNT_UNKNOWN');
  const citypark = await startApp({ organization: 'citypark', network: app.network });
  const refused = await citypark.operator('post', `/v1/accounts/${accountId}/erasure`).send(erasure).expect(403);
  expect(refused.body.code).toBe('NOT_CUSTODIAN');
  await post('lock', { delayHours: 0 }).expect(200);
  expect((await post('erasure', erasure).expect(422)).body.code).toBe('ACCOUNT_LOCKED');
  await post('unlock').expect(200);
  const hold = { programId: 'harbor', accountId, amount: '5', beneficiary: 'CityParkMSP', ttlSeconds: 60 };
  await app.operator('post', '/v1/holds').send(hold).expect(201);
  expect((await post('erasure', erasure).expect(422)).body.code).toBe('ACCOUNT_HAS_HOLDS');
  expect((await open('m-1').expect(200)).body.accountId).toBe(accountId);
});

it('is repeated with the same reply, and completed by whoever asks again after it was cut off', async () => {
  const cutOff = jest.spyOn(pseudonyms, 'finish').mockImplementationOnce(() => {
    throw new Error('the power went');
  });
  const path = `/v1/accounts/${accountId}/erasure`;
  await app
    .operator('post', path)
    .set('idempotency-key', 'forget-1')
    .send({ memberRefs: ['m-1'] })
    .expect(500);
  cutOff.mockRestore();
  expect(pseudonyms.erasing).toHaveLength(1);
  const again = await app
    .operator('post', path)
    .set('idempotency-key', 'forget-1')
    .send({ memberRefs: ['m-1'] });
  expect([again.status, again.body.status]).toEqual([200, 'closed']);
  expect(pseudonyms.erasing).toEqual([]);
  const third = await app
    .operator('post', path)
    .send({ memberRefs: ['m-1'] })
    .expect(200);
  expect(third.body.erasure).toEqual(again.body.erasure);
  expect((await open('m-1').expect(201)).body.accountId).not.toBe(accountId);
});

it('is completed without being asked, from what stands beside the database', async () => {
  await app.gateway.close(0);
  const { network } = app;
  app = await startApp({ network, parts: { pseudonyms, jobsEveryMs: { completeErasures: 3_600_000 } } });
  const cutOff = jest.spyOn(pseudonyms, 'finish').mockImplementation(() => undefined);
  await post('erasure', { memberRefs: ['m-1'] }).expect(200);
  cutOff.mockRestore();
  await app.gateway.close(0);
  // Another database, as after it was lost.
  app = await startApp({ network, parts: { pseudonyms, jobsEveryMs: { completeErasures: 20 } } });
  await until(() => Promise.resolve(pseudonyms.erasing.length === 0));
  expect((await open('m-1').expect(201)).body.accountId).not.toBe(accountId);
});

it('is made good by a gateway whose secrets are from before, as soon as the reference is used', async () => {
  const backup = pseudonymsOf('erasure');
  await post('erasure', { memberRefs: ['m-1'] }).expect(200);
  const { body: next } = await open('m-1').expect(201);
  const restored = await startApp({ network: app.network, parts: { pseudonyms: backup } });
  const { body } = await restored.operator('post', '/v1/accounts').send({ memberRef: 'm-1' }).expect(200);
  expect(body.accountId).toBe(next.accountId);
});

it('forgets rejected rows that say of which account they are', async () => {
  await post('freeze').expect(200);
  const csv = 'customer_id,date,quantity,amount\nm-1,2026-11-20,1,5\n';
  const started = await app
    .operator('post', '/v1/imports?program=harbor&pointsPerUnit=1&rounding=floor')
    .set('content-type', 'text/csv')
    .send(csv)
    .expect(202);
  const path = `/v1/imports/${started.body.importId}`;
  await until(async () => (await app.operator('get', path)).body.state === 'completed');
  const rejections = async () => (await app.operator('get', `${path}/rejected-rows`)).text;
  expect(await rejections()).toContain('m-1');
  await post('erasure', { memberRefs: ['m-1'] }).expect(200);
  expect(await rejections()).not.toContain('m-1');
});

describe('what was said of the member’s operations beside them', () => {
  const said = { reference: 'of anna', metadata: { by: 'anna' }, detail: { schema: 'b/1', content: { who: 'anna' } } };
  const issue = (body: object) => app.operator('post', '/v1/issuances').send({ programId: 'harbor', ...body });
  const noted = async () => {
    const { body: listed } = await app.operator('get', '/v1/operations?reference=of%20anna').expect(200);
    return (listed.operations as { operationId: string }[]).map(({ operationId }) => operationId).toSorted();
  };
  const detailOf = (operationId: string) => app.gateway.details.find(operationId)?.content ?? '';

  /** One of each kind that leads to the member, and one of somebody else’s. */
  const prepared = async () => {
    const { body: second } = await open('second').expect(201);
    const { body: other } = await open('other').expect(201);
    await issue({ operationId: 'merged', accountId: second.accountId, amount: '1', ...said }).expect(201);
    await app.operator('post', `/v1/accounts/${second.accountId}/merge`).send({ intoAccountId: accountId }).expect(200);
    await issue({ operationId: 'own', accountId, amount: '5', ...said }).expect(201);
    await app
      .operator('post', '/v1/reversals')
      .send({ reversalId: 'back', operationId: 'own', amount: '1', ...said })
      .expect(201);
    await app
      .operator('post', '/v1/transfers')
      .send({
        operationId: 'given',
        programId: 'harbor',
        fromAccountId: accountId,
        toAccountId: other.accountId,
        amount: '1',
        ...said,
      })
      .expect(201);
    await app
      .operator('post', '/v1/redemptions')
      .send({ operationId: 'refused', programId: 'harbor', accountId, amount: '5000', reference: said.reference })
      .expect(422);
    await app
      .operator('post', '/v1/reversals')
      .send({ reversalId: 'refused-back', operationId: 'own', amount: '5000', reference: said.reference })
      .expect(422);
    await issue({ operationId: 'else', accountId: other.accountId, amount: '5', ...said }).expect(201);
    expect(await noted()).toEqual(['back', 'else', 'given', 'merged', 'own', 'refused', 'refused-back']);
    for (const id of ['merged', 'own', 'back', 'given', 'else']) expect(detailOf(id)).toContain('anna');
  };
  const erasure = { memberRefs: ['m-1', 'second'] };
  const gone = async () => {
    expect(await noted()).toEqual(['else']);
    for (const id of ['merged', 'own', 'back', 'given']) {
      expect(detailOf(id)).toBe('');
      const { body } = await app.operator('get', `/v1/operations/${id}`).expect(200);
      expect([body.state, body.reference, body.metadata]).toEqual(['committed', undefined, undefined]);
    }
    expect(detailOf('else')).toContain('anna');
    const { body: kept } = await app.operator('get', '/v1/operations/else').expect(200);
    expect(kept).toMatchObject({ reference: said.reference, metadata: said.metadata });
  };

  it('is forgotten, of what was taken back, given away, refused and merged too, and nobody else’s', async () => {
    await prepared();
    await post('erasure', erasure).expect(200);
    await gone();
    await post('erasure', erasure).expect(200);
    await gone();
  });

  it('is forgotten by the gateway itself where that was cut off', async () => {
    await prepared();
    const cutOff = jest.spyOn(app.gateway.details, 'erase').mockImplementation(() => {
      throw new Error('the power went');
    });
    await post('erasure', erasure).expect(500);
    expect(pseudonyms.erasing).toHaveLength(1);
    cutOff.mockRestore();
    await until(() => Promise.resolve(pseudonyms.erasing.length === 0));
    await gone();
  });
});

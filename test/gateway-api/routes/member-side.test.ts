/** What members do with their account by REST: lock it, rotate and recover its key. */
import { createMemberKey, signAccountChange, signRequest, type MemberKey } from '../../../member-keys/src/index.js';
import { catalogue } from '@commonpoint/catalogue';
import { submitAs } from '../route-world.js';
import { prepare, startApp, until, type StartedApp } from '../start-app.js';

describe('the member’s side', () => {
  let app: StartedApp;
  let accountId: string;
  beforeEach(async () => {
    app = await startApp();
    accountId = await prepare(app, '100');
  });
  const post = (path: string, body: object = {}) => app.cashier('post', `/v1/accounts/${accountId}/${path}`).send(body);
  const account = async () => (await app.cashier('get', `/v1/accounts/${accountId}`).expect(200)).body;
  const terms = () => ({ custodian: 'HarborMSP', expiresAt: new Date(Date.now() + 60_000) });
  const change = async (by: MemberKey, what: Parameters<typeof signAccountChange>[2]) => {
    const { path, body } = await signAccountChange(by, await account(), what, terms());
    return app.cashier('post', path).send(body);
  };
  const redemption = () => ({ programId: 'harbor', accountId, amount: '1' });

  it('locks at once, and unlocks after the delay chosen', async () => {
    expect((await post('lock', { delayHours: 0 }).expect(200)).body).toMatchObject({
      locks: { custodian: { delayHours: 0 } },
      state: 'committed',
    });
    const { body } = await app.cashier('post', '/v1/redemptions').send(redemption()).expect(422);
    expect(body).toMatchObject({ code: 'ACCOUNT_LOCKED', errors: [{ pointer: '/accountId' }] });
    await app.cashier('post', '/v1/issuances').send(redemption()).expect(201);
    expect((await post('unlock').expect(200)).body.locks.custodian).toHaveProperty('unlocksAt');
    await app.cashier('post', '/v1/redemptions').send(redemption()).expect(201);
    expect((await post('unlock').expect(422)).body.code).toBe('ACCOUNT_NOT_LOCKED');
    expect((await post('lock', { delayHours: -1 }).expect(400)).body.errors[0].pointer).toBe('/delayHours');
    expect((await post('lock', { sequence: 1 }).expect(400)).body.code).toBe('REQUEST_INVALID');
  });

  it('takes what the app signed as it is: a lock, another key, the end of a recovery', async () => {
    const [key, next] = await Promise.all([createMemberKey(), createMemberKey({ algorithm: 'Ed25519' })]);
    await post('public-key', { publicKey: key.publicKey, recoveryHours: 48 }).expect(200);
    expect((await change(key, { kind: 'lock', delayHours: 0 })).body).toMatchObject({ signedChanges: 1 });
    expect((await post('unlock').expect(422)).body.code).toBe('SIGNATURE_REQUIRED');
    expect((await change(key, { kind: 'unlock' })).status).toBe(200);
    const rotated = await change(key, { kind: 'rotate-key', publicKey: next.publicKey });
    expect(rotated.body).toMatchObject({ publicKey: next.publicKey, signedChanges: 3 });
    expect((await change(key, { kind: 'lock' })).body.code).toBe('SIGNATURE_INVALID');
    const recovery = { publicKey: key.publicKey };
    await post('recovery', recovery).expect(403);
    const announced = await app.admin('post', `/v1/accounts/${accountId}/recovery`).send(recovery).expect(200);
    expect(announced.body.recovery).toMatchObject(recovery);
    expect((await account()).recovery).toEqual(announced.body.recovery);
    expect((await change(next, { kind: 'withdraw-recovery' })).body).not.toHaveProperty('recovery');
    const { path, body } = await signRequest(next, { kind: 'redeem', ...redemption() }, terms());
    await app.cashier('post', path).send(body).expect(201);
  });

  it('lets several cards lead to one account, wherever a reference is taken, and a lost one to none', async () => {
    const open = (memberRef: string, more: object = {}) =>
      app.cashier('post', '/v1/accounts').send({ memberRef, ...more });
    await post('references', { memberRef: 'card 1' }).expect(200);
    const { body: added } = await post('references', { memberRef: 'card 2' }).expect(200);
    expect(added.references).toHaveLength(2);
    expect(JSON.stringify(added)).not.toContain('card');
    expect((await open('card 1').expect(200)).body).toMatchObject({ accountId, kind: 'member' });
    const { body: other } = await open('m-2', { enrol: true }).expect(201);
    const elsewhere = await app
      .cashier('post', `/v1/accounts/${other.accountId}/references`)
      .send({ memberRef: 'card 1' });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'REFERENCE_ELSEWHERE']);
    await post('references', { memberRef: 'm-2' }).expect(409);
    await post('references/remove', { memberRef: 'card 1' }).expect(200);
    expect((await open('card 1').expect(422)).body.code).toBe('REFERENCE_REMOVED');
    expect((await post('references', { memberRef: 'card 1' }).expect(422)).body.code).toBe('REFERENCE_REMOVED');
    const csv = 'customer_id,date,quantity,amount\ncard 1,2026-11-20,1,5\ncard 2,2026-11-20,1,7\nm-1,2026-11-20,1,9\n';
    const started = await app
      .operator('post', '/v1/imports?program=harbor&pointsPerUnit=1&rounding=floor')
      .set('content-type', 'text/csv')
      .send(csv)
      .expect(202);
    const path = `/v1/imports/${started.body.importId}`;
    await until(async () => (await app.operator('get', path)).body.state === 'completed');
    expect((await app.operator('get', path)).body).toMatchObject({ rowsPosted: 2, rowsRejected: 1 });
    expect((await app.operator('get', `${path}/rejected-rows`)).text).toContain('2,REFERENCE_REMOVED');
    const { body } = await app.cashier('get', `/v1/accounts/${accountId}/balances`).expect(200);
    expect(body.balances).toMatchObject([{ available: '116' }]);
  });

  it('merges two accounts of one member, with more lots than one step takes, also where it was cut off', async () => {
    const { body: other } = await app
      .cashier('post', '/v1/accounts')
      .send({ memberRef: 'm-2', enrol: true })
      .expect(201);
    const intoAccountId = other.accountId as string;
    for (const part of [1, 2]) {
      const operations = Array.from({ length: 300 }, (_, n) => ({
        ...{
          kind: 'issue',
          id: `lot-${part}-${n}`,
          programId: 'harbor',
          accountId,
          amount: '1',
          campaign: `c ${part} ${n}`,
        },
      }));
      await app.operator('post', '/v1/batches').send({ operations }).expect(200);
    }
    const carol = await submitAs(app.network, 'citypark', catalogue.openAccounts, {
      accounts: [{ accountId: 'CityParkMSP:carol-0001' }],
    });
    const across = { intoAccountId: carol.accounts[0]!.accountId };
    const merge = (body: object) => app.operator('post', `/v1/accounts/${accountId}/merge`).send(body);
    expect((await merge(across).expect(403)).body.code).toBe('NOT_CUSTODIAN');
    expect((await merge({ intoAccountId: 'HarborMSP:00000000' }).expect(404)).body.code).toBe('ACCOUNT_UNKNOWN');
    // Another gateway of Harbor's closed it, and was cut off before any lot had moved.
    await submitAs(app.network, 'harbor', catalogue.mergeAccounts, { accountId, intoAccountId });
    expect((await merge({ intoAccountId }).expect(200)).body).toMatchObject({
      status: 'closed',
      mergedInto: intoAccountId,
    });
    const balances = async (of: string) =>
      (await app.cashier('get', `/v1/accounts/${of}/balances`).expect(200)).body.balances;
    expect(await balances(accountId)).toEqual([]);
    expect(await balances(intoAccountId)).toMatchObject([{ available: '700' }]);
    const { body: led } = await app.cashier('post', '/v1/accounts').send({ memberRef: 'm-1' }).expect(200);
    expect(led.accountId).toBe(intoAccountId);
    expect((await merge({ intoAccountId }).expect(200)).body.mergedInto).toBe(intoAccountId);
  });
});

import { startWithMembers, until, type StartedApp } from '../start-app.js';

describe('terms of use', () => {
  let app: StartedApp;
  beforeEach(async () => {
    ({ app } = await startWithMembers());
  });
  const hash = 'ab'.repeat(32);
  const terms = (version: number) => ({ version, hash, address: `https://harbor.example/terms-${version}` });
  const set = (version: number) =>
    app.admin('post', '/v1/programs/harbor/terms-of-use').send({ ...terms(version), acceptWithinDays: 30 });
  const open = (body: object) => app.cashier('post', '/v1/accounts').send({ enrol: true, ...body });
  const named = (version: number) => ({ programId: 'harbor', version });

  it('are set by the issuer and accepted with the opening, or later; the account tells which', async () => {
    const { body } = await set(1).expect(200);
    expect(body.termsOfUse).toMatchObject({ ...terms(1), acceptBy: expect.any(String) });
    const opened = await open({ memberRef: 'dora', termsOfUse: [named(1)] }).expect(201);
    expect(opened.body.termsOfUse).toMatchObject([named(1)]);
    await set(2).expect(200);
    const path = `/v1/accounts/${opened.body.accountId}`;
    await app.cashier('post', `${path}/terms-of-use`).send(named(2)).expect(200);
    const read = await app.auditor('get', path).expect(200);
    expect(read.body.termsOfUse).toMatchObject([named(2)]);
    // The key and the body are what is compared: with other terms it is another request.
    const again = open({ memberRef: 'emil', termsOfUse: [named(1)] }).set('idempotency-key', 'k');
    await again.expect(201);
    await open({ memberRef: 'emil', termsOfUse: [named(2)] })
      .set('idempotency-key', 'k')
      .expect(422);
  });

  it('are accepted for an account that a further reference leads to', async () => {
    await set(1).expect(200);
    const { accountId } = (await open({ memberRef: 'fred' }).expect(201)).body;
    await app.operator('post', `/v1/accounts/${accountId}/references`).send({ memberRef: 'card 9' }).expect(200);
    const { body } = await open({ memberRef: 'card 9', termsOfUse: [named(1)] }).expect(200);
    expect(body).toMatchObject({ accountId, termsOfUse: [named(1)] });
  });

  it('are refused where there are none, with a pointer', async () => {
    const { body } = await open({ memberRef: 'gina', termsOfUse: [named(1)] }).expect(404);
    expect(body.code).toBe('TERMS_OF_USE_UNKNOWN');
    const { accountId } = (await open({ memberRef: 'gina' }).expect(201)).body;
    await app.cashier('post', `/v1/accounts/${accountId}/terms-of-use`).send(named(1)).expect(404);
    const skipped = await set(2).expect(409);
    expect(skipped.body).toMatchObject({ code: 'TERMS_OF_USE_EXISTS', errors: [{ pointer: '/version' }] });
    await app.cashier('post', '/v1/programs/harbor/terms-of-use').send(terms(1)).expect(403);
  });

  it('are accepted for the members whose accounts an import opens, as the shop confirms', async () => {
    await set(1).expect(200);
    const start = (query: string) =>
      app
        .operator('post', `/v1/imports?program=harbor${query}`)
        .type('text/csv')
        .send('customer_id,date,quantity,amount\nnew-1,2026-01-01,1,12.50\n');
    expect((await start('&termsOfUse=2').expect(404)).body.code).toBe('TERMS_OF_USE_UNKNOWN');
    await start('&termsOfUse=0').expect(400);
    const { body, headers } = await start('&termsOfUse=1').expect(202);
    expect(body.termsOfUse).toBe(1);
    const read = async () => (await app.operator('get', headers.location!).expect(200)).body;
    await until(async () => (await read()).state === 'completed');
    const { body: account } = await open({ memberRef: 'new-1' }).expect(200);
    expect(account.termsOfUse).toMatchObject([named(1)]);
  });
});

import { startWithMembers, type StartedApp } from '../start-app.js';

describe('accounts are found', () => {
  let app: StartedApp;
  let accountId: string;
  let otherId: string;
  beforeEach(async () => {
    ({ app, accountId, otherId } = await startWithMembers());
  });
  const lookUp = (memberRef: string) => app.cashier('post', '/v1/accounts/lookup').send({ memberRef });

  it('by the shop’s own reference, without a key, and nothing is opened', async () => {
    const { body } = await lookUp('m-1').unset('idempotency-key').expect(200);
    expect(body).toMatchObject({ accountId, status: 'active', revision: 1 });
    const before = app.submitted().length;
    const { body: wrong } = await lookUp('m-I').expect(404);
    expect(wrong).toMatchObject({ code: 'ACCOUNT_UNKNOWN' });
    expect(JSON.stringify([wrong, app.lines])).not.toContain('m-I');
    expect(app.submitted()).toHaveLength(before);
    expect((await app.operator('get', '/v1/accounts').expect(200)).body.accounts).toHaveLength(2);
    await lookUp('').expect(400);
    await app.auditor('post', '/v1/accounts/lookup').send({ memberRef: 'm-1' }).expect(403);
  });

  it('by page, by status, and those of the own custody alone', async () => {
    const first = await app.operator('get', '/v1/accounts?limit=1').expect(200);
    const second = await app.operator('get', `/v1/accounts?limit=1&cursor=${first.body.nextCursor}`).expect(200);
    const ids = [first, second]
      .flatMap(({ body }) => body.accounts as { accountId: string }[])
      .map((each) => each.accountId);
    expect(ids).toEqual([accountId, otherId].toSorted());
    expect(second.body.nextCursor).toBeUndefined();
    await app.operator('post', `/v1/accounts/${otherId}/freeze`).expect(200);
    const { body } = await app.operator('get', '/v1/accounts?status=frozen').expect(200);
    expect(body.accounts).toMatchObject([{ accountId: otherId, revision: 2 }]);
    await app.cashier('get', '/v1/accounts').expect(403);
  });
});

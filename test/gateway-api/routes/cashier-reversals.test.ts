import { freshKey, startWithMembers, type StartedApp } from '../start-app.js';

describe('a cashier takes back', () => {
  const limit = { amountMax: '30', minutes: 60 };
  let app: StartedApp;
  let accountId: string;
  const start = async (cashierReversals?: typeof limit) => {
    ({ app, accountId } = await startWithMembers({ parts: { cashierReversals } }));
  };
  const spend = async (amount: string, as: 'cashier' | 'operator' = 'cashier'): Promise<string> => {
    const spent = { programId: 'harbor', accountId, amount, acceptor: 'HarborMSP' };
    return (await app[as]('post', '/v1/redemptions').send(spent).expect(201)).body.operationId as string;
  };
  const takeBack = (operationId: string, more: object = {}) =>
    app.cashier('post', '/v1/reversals').send({ operationId, ...more });
  const beyond = { code: 'REVERSAL_BEYOND_LIMIT' };

  it('what its own till posted, whole or in part, and the row says who did it', async () => {
    await start(limit);
    const whole = await takeBack(await spend('30')).expect(201);
    expect(whole.body).toMatchObject({ kind: 'reverse', amount: '30' });
    const sale = await spend('40');
    await takeBack(sale, { amount: '10' }).expect(201);
    const { body } = await app.operator('get', `/v1/operations/${whole.body.operationId}`).expect(200);
    expect(body).toMatchObject({ client: 'harbor-cashier', keyId: 'harbor-cashier' });
  });

  it('no more of one operation than the limit, in however many parts', async () => {
    await start(limit);
    const sale = await spend('40');
    expect((await takeBack(sale).expect(403)).body).toMatchObject(beyond);
    expect((await takeBack(sale, { amount: '31' }).expect(403)).body).toMatchObject(beyond);
    await takeBack(sale, { amount: '20' }).expect(201);
    expect((await takeBack(sale, { amount: '11' }).expect(403)).body).toMatchObject(beyond);
    await takeBack(sale, { amount: '10' }).expect(201);
    await app.operator('post', '/v1/reversals').send({ operationId: sale }).expect(201);
  });

  it('no more by parts that are not final yet, or that come at once', async () => {
    await start(limit);
    const sale = await spend('40');
    app.holdCommits();
    await takeBack(sale, { amount: '20' }).set('prefer', 'wait=0').expect(202);
    const { body } = await takeBack(sale, { amount: '20' }).set('prefer', 'wait=0').expect(409);
    expect(body).toMatchObject({ code: 'OPERATION_IN_FLIGHT', retryable: true });
    app.releaseCommits();
    const other = await spend('40');
    const replies = await Promise.all(['20', '20', '20'].map((amount) => takeBack(other, { amount })));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  });

  it('nothing of others, nothing later, and nothing where the merchant set no limit', async () => {
    await start(limit);
    expect((await takeBack(await spend('5', 'operator')).expect(403)).body).toMatchObject(beyond);
    const sale = await spend('5');
    expect((await takeBack(sale, { operationMspId: 'CityParkMSP' }).expect(403)).body).toMatchObject(beyond);
    const key = freshKey();
    const taken = await spend('6');
    const first = await takeBack(taken).set('idempotency-key', key).expect(201);
    jest.setSystemTime(Date.now() + 61 * 60_000);
    expect((await takeBack(sale).expect(403)).body).toMatchObject(beyond);
    const again = await takeBack(taken).set('idempotency-key', key).expect(201);
    expect(again.body.operationId).toBe(first.body.operationId);
    await takeBack('nobody-posted-this').expect(404);
    await app.gateway.close(0);
    await start();
    expect((await takeBack(await spend('5')).expect(403)).body).toMatchObject(beyond);
  });
});

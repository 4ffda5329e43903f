import { hash } from 'node:crypto';
import { canonicalJson, catalogue } from '@commonpoint/catalogue';
import { prepare, startApp, type StartedApp } from '../start-app.js';

describe('orders', () => {
  let app: StartedApp;
  let accountId: string;
  beforeEach(async () => {
    app = await startApp();
    accountId = await prepare(app, '100');
  });
  const order = (body: object = {}, key = 'k-1') =>
    app
      .admin('post', '/v1/orders')
      .set('idempotency-key', key)
      .send({ scope: { kind: 'account', accountId }, effect: { kind: 'stop-debits' }, reason: 'case 17', ...body });
  const redeem = () => app.cashier('post', '/v1/redemptions').send({ programId: 'harbor', accountId, amount: '1' });

  it('are issued, shown with the account, felt and lifted', async () => {
    const { body, headers } = await order().expect(201);
    const { orderId } = body;
    expect(body).toMatchObject({
      orderId: expect.stringMatching(/^HarborMSP:op-[0-9a-f]{40}$/),
      basis: 'emergency',
      status: 'issued',
      until: '2026-11-26T09:30:00.000Z',
      state: 'committed',
    });
    expect(headers.location).toBe(`/v1/orders/${orderId}`);
    const read = (await app.auditor('get', headers.location!).expect(200)).body;
    expect(read).toMatchObject({ orderId, reasonHash: body.reasonHash });
    expect((await app.auditor('get', '/v1/orders?limit=1').expect(200)).body.orders).toMatchObject([{ orderId }]);
    const account = (await app.auditor('get', `/v1/accounts/${accountId}`).expect(200)).body;
    expect(account.standing.orders).toMatchObject([{ orderId, effect: 'stop-debits', emergency: true }]);
    expect((await redeem().expect(422)).body).toMatchObject({
      code: 'DEBITS_STOPPED',
      errors: [{ pointer: '/accountId' }],
    });
    expect((await app.admin('post', `/v1/orders/${orderId}/lift`).expect(200)).body.status).toBe('lifted');
    await redeem().expect(201);
  });

  it('are one, however often they are sent; their reason is in nothing that is kept', async () => {
    const first = (await order().expect(201)).body;
    expect((await order().expect(201)).body).toEqual(first);
    await order({ reason: 'case 18' }).expect(422);
    expect(first.reasonHash).not.toBe(hash('sha256', 'case 17'));
    expect(JSON.stringify([first, ...app.lines])).not.toContain('case 17');
  });

  it('have a reason that is shown to those whom it concerns', async () => {
    const { orderId } = (await order().expect(201)).body;
    await app.admin('get', `/v1/orders/${orderId}/reason`).expect(404);
    const disclose = (reason: string) => app.admin('post', `/v1/orders/${orderId}/disclosures`).send({ reason });
    expect((await disclose('case 18').expect(422)).body.code).toBe('DISCLOSURE_MISMATCH');
    expect((await disclose('case 17').expect(200)).body.recipients).toEqual(['AuditorMSP', 'HarborMSP']);
    const { reason, salt } = (await app.admin('get', `/v1/orders/${orderId}/reason`).expect(200)).body;
    expect(reason).toBe('case 17');
    const { reasonHash } = (await app.auditor('get', `/v1/orders/${orderId}`).expect(200)).body;
    expect(reasonHash).toBe(hash('sha256', canonicalJson({ orderId, reason, salt })));
  });

  it('have a reason that is shown to no one who is no member', async () => {
    const { orderId } = (await order().expect(201)).body;
    const disclose = app.admin('post', `/v1/orders/${orderId}/disclosures`);
    const refused = await disclose.send({ reason: 'case 17', recipient: 'NobodyMSP' }).expect(404);
    expect(refused.body).toMatchObject({ code: 'ORGANIZATION_UNKNOWN', retryable: false });
  });

  it('are the admin’s', async () => {
    await app.operator('post', '/v1/orders').send({}).expect(403);
    await app.operator('post', '/v1/orders/HarborMSP:x/lift').expect(403);
    expect((await app.admin('post', '/v1/orders/HarborMSP:x/lift').expect(404)).body.code).toBe('ORDER_UNKNOWN');
    expect(catalogue.ratifyOrder.roles).toEqual(['regulator']);
    await app.admin('post', '/v1/orders/HarborMSP:x/ratify').expect(403);
  });

  it('are refused with a pointer at what is wrong', async () => {
    const wrong = await order({ effect: { kind: 'reserve', amount: '5' } }).expect(400);
    expect(wrong.body).toMatchObject({ code: 'REQUEST_INVALID' });
    const beyond = await order(
      {
        scope: { kind: 'program', programId: 'harbor' },
        effect: { kind: 'stop-debits' },
        until: '2027-01-01T00:00:00Z',
      },
      'k-2',
    );
    expect([beyond.status, beyond.body.code]).toEqual([422, 'ORDER_PERIOD_INVALID']);
  });
});

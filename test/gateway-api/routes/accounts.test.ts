import { hash } from 'node:crypto';
import { canonicalJson } from '@commonpoint/catalogue';
import { prepare, startApp, type StartedApp } from '../start-app.js';

describe('accounts', () => {
  let app: StartedApp;
  beforeEach(async () => {
    app = await startApp();
  });
  const open = (body: object = { memberRef: 'm-1' }) =>
    app.cashier('post', '/v1/accounts').send({ enrol: true, ...body });

  it('open under a pseudonym', async () => {
    const { body, headers, text } = await open().expect(201);
    expect(body).toMatchObject({
      accountId: expect.stringMatching(/^HarborMSP:[0-9a-f]{32}$/),
      status: 'active',
      state: 'committed',
    });
    expect(headers.location).toBe(`/v1/accounts/${body.accountId}`);
    expect(text).not.toContain('m-1');
    await app.auditor('get', headers.location!).expect(200);
  });

  it('are opened at a till only of a member who is said to be new: a typing error makes none', async () => {
    const till = (body: object) => app.cashier('post', '/v1/accounts').send(body);
    const before = app.submitted().length;
    const { body: wrong } = await till({ memberRef: 'm-I' }).set('idempotency-key', 'k').expect(404);
    expect(wrong).toMatchObject({ code: 'ACCOUNT_UNKNOWN', detail: expect.stringContaining('`enrol`') });
    expect(JSON.stringify([wrong, app.lines])).not.toContain('m-I');
    expect(app.submitted()).toHaveLength(before);
    // The key is free for what was meant.
    const { body: made } = await till({ memberRef: 'm-1', enrol: true }).set('idempotency-key', 'k').expect(201);
    const { body: again } = await till({ memberRef: 'm-1' }).expect(200);
    expect(again.accountId).toBe(made.accountId);
    await till({ memberRef: 'm-2', enrol: false }).expect(400);
    // In the office it is the request itself that says so.
    await app.operator('post', '/v1/accounts').send({ memberRef: 'm-2' }).expect(201);
  });

  it('are the same for the same member, whatever the key', async () => {
    const first = await open().expect(201);
    const second = await open().expect(200);
    expect(second.body.accountId).toBe(first.body.accountId);
    expect(second.headers['idempotency-replayed']).toBeUndefined();
  });

  it('replay an opening as it was answered', async () => {
    const first = await open().set('idempotency-key', 'k').expect(201);
    const second = await open().set('idempotency-key', 'k').expect(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    await open({ memberRef: 'm-2' }).set('idempotency-key', 'k').expect(422);
  });

  it('show what they hold, and why', async () => {
    const accountId = await prepare(app, '100');
    const path = `/v1/accounts/${accountId}`;
    const balances = await app.cashier('get', `${path}/balances`).expect(200);
    expect(balances.body.balances).toEqual([
      {
        programId: 'harbor',
        available: '100',
        pending: '0',
        held: '0',
        expired: '0',
        clawback: '0',
        expiring: [{ day: '2028-11-23', amount: '100' }],
        asOfBlock: expect.any(Number),
      },
    ]);
    const lots = await app.cashier('get', `${path}/lots?programId=harbor&limit=10`).expect(200);
    expect(lots.body.lots).toMatchObject([{ amount: '100', expiry: '2028-11-23' }]);
    const statement = await app.cashier('get', `${path}/statement`).expect(200);
    expect(statement.body.entries).toMatchObject([{ kind: 'issue', change: '100' }]);
    const history = await app.cashier('get', `${path}/history`).expect(200);
    expect(history.body.changes).toMatchObject([{ value: { accountId } }]);
  });

  it('keep the filter in the link to the next page', async () => {
    const accountId = await prepare(app, '1');
    await prepare(app, '2');
    const { headers } = await app.cashier('get', `/v1/accounts/${accountId}/lots?programId=harbor&limit=1`).expect(200);
    const [, next, cursor] = /^<(.*&cursor=([\w-]+))>; rel="next"$/.exec(headers.link!)!;
    expect(next).toBe(`/v1/accounts/${accountId}/lots?limit=1&programId=harbor&cursor=${cursor}`);
    expect((await app.cashier('get', next!).expect(200)).body.lots).toHaveLength(1);
  });

  it('are frozen, unfrozen and closed', async () => {
    const accountId = await prepare(app, '0');
    const change = (verb: string) => app.operator('post', `/v1/accounts/${accountId}/${verb}`);
    const frozen = (await change('freeze').send({ reason: 'case 17' }).expect(200)).body;
    expect(frozen).toMatchObject({ status: 'frozen' });
    // Nobody finds the reason on the ledger; who has the reply proves it.
    const opened = canonicalJson({ accountId, reason: 'case 17', salt: frozen.reasonSalt });
    expect(frozen.reasonHash).toBe(hash('sha256', opened));
    const { changes } = (await app.cashier('get', `/v1/accounts/${accountId}/history`).expect(200)).body;
    expect(JSON.stringify(changes)).not.toContain('case 17');
    expect(changes[0].value.reasonHash).toBe(frozen.reasonHash);
    const issue = await app
      .cashier('post', '/v1/issuances')
      .send({ programId: 'harbor', accountId, amount: '1' })
      .expect(422);
    expect(issue.body).toMatchObject({ code: 'ACCOUNT_FROZEN', errors: [{ pointer: '/accountId' }] });
    expect((await change('unfreeze').expect(200)).body.status).toBe('active');
    expect((await change('close').send({}).expect(200)).body.status).toBe('closed');
    expect((await change('freeze').expect(422)).body.code).toBe('ACCOUNT_CLOSED');
  });

  it.each(['', '/balances', '/lots', '/statement', '/history'])('answer 404 for an unknown one at %s', async (part) => {
    const { body } = await app.cashier('get', `/v1/accounts/HarborMSP:00000000${part}`).expect(404);
    expect(body.code).toBe('ACCOUNT_UNKNOWN');
  });

  it.each(['lots', 'statement', 'history'])('refuse a cursor that was never given for %s', async (part) => {
    const accountId = await prepare(app, '0');
    const { body } = await app.cashier('get', `/v1/accounts/${accountId}/${part}?cursor=made-up`).expect(400);
    expect(body.code).toBe('CURSOR_INVALID');
  });

  it('refuse a cursor whose lot is none', async () => {
    const accountId = await prepare(app, '0');
    for (const lotId of ['x', '2028-11-30', `2028-11-30.${'g'.repeat(64)}.00000`, 7]) {
      const cursor = Buffer.from(JSON.stringify({ programId: 'harbor', lotId })).toString('base64url');
      const { body } = await app.cashier('get', `/v1/accounts/${accountId}/lots?cursor=${cursor}`).expect(400);
      expect(body.code).toBe('CURSOR_INVALID');
    }
  });

  it('never let a member reference into the log', async () => {
    await open({ memberRef: 'jane@example.org' }).expect(201);
    await open({ memberRef: 'jane@example.org', kind: 'robot' }).expect(400);
    expect(JSON.stringify(app.lines)).not.toContain('jane');
  });
});

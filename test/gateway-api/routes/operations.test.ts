import { DatabaseSync } from 'node:sqlite';
import { databaseAt, keyOf, startApp, startWithMembers, until, withMembers, type StartedApp } from '../start-app.js';
import { errorCodes } from '@commonpoint/catalogue';
import { problems, problemSentences } from '../../../gateway-api/src/http/problems.js';
import { ChannelFailure, type ChannelFailureKind } from '../../../gateway-api/src/channel/channel.js';
import { failureCodes } from '../../../gateway-api/src/channel/failures.js';
import { validationCodes } from '../../../gateway-api/src/writes/fates.js';
import { ATTEMPTS_MAX, CROSSED_MAX } from '../../../gateway-api/src/writes/retry-rules.js';
import { operationView } from '../../../gateway-api/src/subjects/points/views.js';

describe('single operations', () => {
  let app: StartedApp;
  let accountId: string;
  let otherId: string;
  beforeEach(async () => {
    // What the ledger seems to refuse without reason is asked again, here not for long.
    ({ app, accountId, otherId } = await startWithMembers({ parts: { submission: { patienceMs: 0 } } }));
  });
  const issue = (amount = '5') => ({ programId: 'harbor', accountId, amount });

  it('answer 201 with the receipt', async () => {
    const { body, headers } = await app.cashier('post', '/v1/issuances').send(issue()).expect(201);
    expect(operationView.parse(body)).toMatchObject({
      state: 'committed',
      kind: 'issue',
      programId: 'harbor',
      accountId,
      amount: '5',
      receipt: { amount: '5' },
    });
    expect(body.txId).toMatch(/^[0-9a-f]{64}$/);
    expect(headers.location).toBe(`/v1/operations/${body.operationId}`);
    expect(headers['preference-applied']).toBeUndefined();
    const { body: read } = await app.auditor('get', headers.location!).expect(200);
    expect(read).toMatchObject({ ...body, client: 'harbor-cashier', keyId: 'harbor-cashier' });
  });

  it('name both accounts of a transfer', async () => {
    const transfer = { programId: 'harbor', fromAccountId: accountId, toAccountId: otherId, amount: '40' };
    const { body } = await app.operator('post', '/v1/transfers').send(transfer).expect(201);
    expect(body).toMatchObject(transfer);
    expect(operationView.parse(body)).not.toHaveProperty('accountId');
  });

  it('redeem at another merchant', async () => {
    const redemption = { programId: 'harbor', accountId, amount: '40', acceptor: 'CityParkMSP' };
    const { body } = await app.cashier('post', '/v1/redemptions').send(redemption).expect(201);
    expect(body).toMatchObject(redemption);
  });

  it('reverse an issuance', async () => {
    const { body: issued } = await app.cashier('post', '/v1/issuances').send(issue('7')).expect(201);
    const { operationId } = issued;
    const { body } = await app.operator('post', '/v1/reversals').send({ operationId }).expect(201);
    expect(body).toMatchObject({ kind: 'reverse', amount: '7', reverses: operationId });
    const again = await app.operator('post', '/v1/reversals').send({ operationId }).expect(409);
    expect(again.body).toMatchObject({ code: 'ALREADY_REVERSED', errors: [{ pointer: '/operationId' }] });
  });

  it('say that there is nothing to expire', async () => {
    const { body } = await app.operator('post', '/v1/expiries').send({ programId: 'harbor', accountId }).expect(422);
    expect(body).toMatchObject({ code: 'NOTHING_TO_EXPIRE', errors: [{ pointer: '/accountId' }] });
  });

  const rejections: [string, string, object, number, string, string][] = [
    ['too much spent', '/v1/redemptions', { amount: '101' }, 422, 'INSUFFICIENT_POINTS', '/amount'],
    ['an unknown account', '/v1/issuances', { accountId: 'HarborMSP:00000000' }, 404, 'ACCOUNT_UNKNOWN', '/accountId'],
    ['an unknown programme', '/v1/issuances', { programId: 'nowhere' }, 404, 'PROGRAM_UNKNOWN', '/programId'],
    ['beyond the quota', '/v1/issuances', { amount: '1000001' }, 422, 'QUOTA_EXHAUSTED', '/amount'],
  ];
  it.each(rejections)('reject %s', async (_name, path, fields, status, code, pointer) => {
    const { body } = await app
      .cashier('post', path)
      .send({ ...issue(), ...fields })
      .expect(status);
    expect(body).toMatchObject({
      code,
      errors: [{ pointer }],
      operationId: expect.stringMatching(/^op-[0-9a-f]{40}$/),
    });
    expect(app.posted()).toEqual([]);
  });

  // A condition is of changes, and no operation is one.
  const ofOperations = Object.keys(errorCodes).filter((code) => code !== 'PRECONDITION_FAILED');
  it.each(ofOperations as (keyof typeof errorCodes)[])('answer a refusal with %s by its status', async (code) => {
    app.channel.refusing = { code, detail: 'because' };
    const { body } = await app.cashier('post', '/v1/issuances').send(issue()).expect(problems[code].status);
    const { title, retryable } = problems[code];
    expect(body).toMatchObject({ code, title, retryable, detail: 'because', status: problems[code].status });
    expect(app.posted()).toEqual([]);
  });

  it.each(Object.keys(failureCodes) as ChannelFailureKind[])('answer that it is %s by its status', async (kind) => {
    const failures = Array.from({ length: ATTEMPTS_MAX + 1 }, () => new ChannelFailure(kind, 'at 10.0.0.1:7051'));
    app.channel.endorseFailures.push(...failures);
    const code = failureCodes[kind];
    const { body } = await app.cashier('post', '/v1/issuances').send(issue()).expect(problems[code].status);
    const { title, retryable } = problems[code];
    expect(body).toMatchObject({
      code,
      title,
      retryable,
      detail: problemSentences[code],
      status: problems[code].status,
    });
    expect(app.posted()).toEqual([]);
  });

  it('answer that the network did not take it', async () => {
    app.network.invalidations.push(...Array<number>(CROSSED_MAX + 1).fill(validationCodes.endorsementPolicyFailure));
    const { body } = await app.cashier('post', '/v1/issuances').send(issue()).expect(502);
    expect(body).toMatchObject({ code: 'LEDGER_REFUSED', retryable: false });
  });

  it.each([
    ['the receiver', { toAccountId: 'HarborMSP:00000000' }, '/toAccountId'],
    ['the sender', { fromAccountId: 'HarborMSP:00000000' }, '/fromAccountId'],
  ])('point at %s of a transfer', async (_name, fields, pointer) => {
    const transfer = { programId: 'harbor', fromAccountId: accountId, toAccountId: otherId, amount: '1', ...fields };
    const { body } = await app.operator('post', '/v1/transfers').send(transfer).expect(404);
    expect(body).toMatchObject({ code: 'ACCOUNT_UNKNOWN', errors: [{ pointer }] });
  });

  describe('with an Idempotency-Key', () => {
    const post = (key: string, body: object, role: 'cashier' | 'operator' = 'cashier') =>
      app.as(role)('post', '/v1/issuances').set('idempotency-key', key).send(body);

    it('replay what was answered', async () => {
      const first = await post('k', issue()).expect(201);
      const second = await post('k', issue()).expect(201);
      expect(second.body).toEqual(first.body);
      expect(second.headers['idempotency-replayed']).toBe('true');
      expect(first.headers['idempotency-replayed']).toBeUndefined();
      expect(app.posted()).toHaveLength(1);
    });

    it('do not care how the JSON is written', async () => {
      await post('k', issue()).expect(201);
      const text = `{ "amount":"5",\n"accountId":"${accountId}", "programId" : "harbor"}`;
      const { headers } = await app
        .cashier('post', '/v1/issuances')
        .set('idempotency-key', 'k')
        .type('json')
        .send(text)
        .expect(201);
      expect(headers['idempotency-replayed']).toBe('true');
    });

    it('replay a rejection', async () => {
      await post('k', issue('1000001')).expect(422);
      const { body, headers } = await post('k', issue('1000001')).expect(422);
      expect(body.code).toBe('QUOTA_EXHAUSTED');
      expect(headers['idempotency-replayed']).toBe('true');
    });

    it('refuse another body', async () => {
      await post('k', issue('5')).expect(201);
      const { body } = await post('k', issue('6')).expect(422);
      expect(body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    });

    it('answer 409 while the first is in flight', async () => {
      app.holdCommits();
      const first = post('k', issue());
      const answered = first.then((response) => response);
      await until(() => app.channel.submitted.length === 1);
      const { body, headers } = await post('k', issue()).expect(409);
      expect(body).toMatchObject({ code: 'IDEMPOTENCY_KEY_IN_FLIGHT', retryable: true });
      expect(headers['retry-after']).toBe('1');
      app.releaseCommits();
      expect((await answered).status).toBe(201);
    });

    it('belong to one client and route', async () => {
      const one = await post('k', issue()).expect(201);
      const two = await post('k', issue(), 'operator').expect(201);
      expect(two.body.operationId).not.toBe(one.body.operationId);
      await app.operator('post', '/v1/redemptions').set('idempotency-key', 'k').send(issue()).expect(201);
    });

    it('are free again when nothing was recorded', async () => {
      app = await startApp({ network: await withMembers(), parts: { queueLengthMax: 1 } });
      const redeem = (key: string) => app.cashier('post', '/v1/redemptions').set('idempotency-key', key).send(issue());
      app.holdCommits();
      const inFlight = redeem('i').then((response) => response);
      await until(() => app.channel.submitted.length === 1);
      // What spends the same lots waits for the first.
      const waiting = redeem('j').then((response) => response);
      await until(() => app.gateway.health.readiness().queueLength === 1);
      const { body, headers } = await redeem('k').expect(503);
      expect(body).toMatchObject({ code: 'QUEUE_FULL', retryable: true });
      expect(headers['retry-after']).toBe('1');
      app.releaseCommits();
      expect([(await inFlight).status, (await waiting).status]).toEqual([201, 201]);
      await redeem('k').expect(201);
    });

    it('an operation that was recorded and not handed over says when to try again', async () => {
      const ordering = { refusedMs: 20, everyMs: 10 };
      app = await startApp({ network: await withMembers(), parts: { ordering } });
      const redeem = () => app.cashier('post', '/v1/redemptions').send(issue());
      app.network.orderers = 'too few';
      // Orderers say nothing before the second one is recorded: found out sooner, it would be refused without.
      const recorded = Promise.withResolvers<undefined>();
      const submit = app.channel.submit.bind(app.channel);
      app.channel.submit = (transaction) => recorded.promise.then(() => submit(transaction));
      await redeem().set('prefer', 'wait=0').expect(202);
      await until(() => app.channel.endorsed.length > 0);
      // What spends the same lots waits for the first.
      const waiting = redeem().then((response) => response);
      await until(() => app.gateway.health.readiness().queueLength === 1);
      recorded.resolve(undefined);
      const { status, body, headers } = await waiting;
      expect(status).toBe(503);
      expect(body).toMatchObject({ code: 'ORDERING_UNAVAILABLE', retryable: true });
      expect(headers['retry-after']).toBe('1');
      app.network.orderers = 'working';
    });

    it.each([
      ['spaces', 'a b'],
      ['too long', 'x'.repeat(256)],
      ['empty', ''],
      ['not ASCII', 'clé'],
    ])('are refused when %s', async (_name, key) => {
      const { body } = await app
        .cashier('post', '/v1/issuances')
        .set('idempotency-key', Buffer.from(key).toString('latin1'))
        .send(issue())
        .expect(400);
      expect(body).toMatchObject({ code: 'IDEMPOTENCY_KEY_INVALID', errors: [{ pointer: '/header/idempotency-key' }] });
    });

    it('are required', async () => {
      const request = app.anonymous.post('/v1/issuances').set('authorization', `Bearer ${keyOf('cashier')}`);
      const { body } = await request.send(issue()).expect(400);
      expect(body.code).toBe('IDEMPOTENCY_KEY_MISSING');
    });
  });

  describe('with Prefer', () => {
    it('wait no longer than asked', async () => {
      app.holdCommits();
      const ask = () =>
        app
          .cashier('post', '/v1/issuances')
          .set('prefer', 'wait=0')
          .set('idempotency-key', 'k')
          .send(issue())
          .expect(202);
      const { body, headers } = await ask();
      expect(operationView.parse(body)).toMatchObject({ state: 'accepted', kind: 'issue', amount: '5', accountId });
      expect(headers).toMatchObject({
        'preference-applied': 'wait=0',
        'retry-after': '1',
        location: `/v1/operations/${body.operationId}`,
      });
      await until(async () => (await app.cashier('get', headers.location!).expect(200)).body.state === 'submitted');
      const again = await ask();
      expect(operationView.parse(again.body)).toMatchObject({
        state: 'submitted',
        kind: 'issue',
        amount: '5',
        accountId,
      });
      app.releaseCommits();
      await until(async () => (await app.cashier('get', headers.location!).expect(200)).body.state === 'committed');
    });

    it.each([
      ['wait=5', 'wait=5', 201],
      ['wait="5"', 'wait=5', 201],
      ['wait=9999', 'wait=60', 201],
      ['handling=strict, WAIT=7', 'wait=7', 201],
      ['respond-async', 'respond-async', 202],
    ])('%s applies %s', async (prefer, applied, status) => {
      const { headers } = await app.cashier('post', '/v1/issuances').set('prefer', prefer).send(issue()).expect(status);
      expect(headers['preference-applied']).toBe(applied);
    });

    it('ignore what they do not know', async () => {
      const { headers } = await app
        .cashier('post', '/v1/issuances')
        .set('prefer', 'return=minimal')
        .send(issue())
        .expect(201);
      expect(headers['preference-applied']).toBeUndefined();
    });

    it.each(['wait', 'wait=-1', 'wait=soon', 'wait=1.5'])('refuse %s', async (prefer) => {
      const { body } = await app.cashier('post', '/v1/issuances').set('prefer', prefer).send(issue()).expect(400);
      expect(body).toMatchObject({ code: 'REQUEST_INVALID', errors: [{ pointer: '/header/prefer' }] });
    });
  });

  it('call an outcome in doubt unknown', async () => {
    // It is sent again and again, and never gets there.
    app.channel.submitAccidents.push(...Array.from({ length: 100 }, () => 'lost' as const));
    const ask = () =>
      app
        .cashier('post', '/v1/issuances')
        .set('prefer', 'wait=0')
        .set('idempotency-key', 'k')
        .send(issue())
        .expect(202);
    const { headers } = await ask();
    await until(async () => (await app.cashier('get', headers.location!).expect(200)).body.state === 'unknown');
    const { body } = await ask();
    expect(body.state).toBe('unknown');
    expect(body.txId).toBeDefined();
  });

  it('pass the trace on', async () => {
    const databasePath = databaseAt('traced');
    app = await startApp({ network: await withMembers(), parts: { databasePath } });
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const request = app.cashier('post', '/v1/issuances').set('traceparent', `00-${traceId}-00f067aa0ba902b7-01`);
    const { headers, body } = await request.send(issue()).expect(201);
    expect(headers.traceresponse).toContain(traceId);
    const database = new DatabaseSync(databasePath, { readOnly: true });
    const row = database.prepare('SELECT traceparent FROM operations WHERE id = ?').get(body.operationId);
    database.close();
    expect(row?.['traceparent']).toMatch(new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`));
  });

  it('do not know an operation that never was', async () => {
    const { body } = await app.cashier('get', '/v1/operations/op-none').expect(404);
    expect(body.code).toBe('OPERATION_UNKNOWN');
  });
});

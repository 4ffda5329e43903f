import { ChannelFailure, type ChannelFailureKind } from '../../../gateway-api/src/channel/channel.js';
import { ATTEMPTS_MAX } from '../../../gateway-api/src/writes/retry-rules.js';
import { databaseAt, prepare, startApp, startWithMembers, until, type StartedApp } from '../start-app.js';

/** Fabric's BAD_PAYLOAD. */
const NOT_VALIDATED = 2;

describe('programmes', () => {
  let app: StartedApp;
  beforeEach(async () => {
    app = await startApp();
  });
  const harbor = { programId: 'harbor', name: 'Harbor Points', cap: '1000000' };
  const create = (body: object = harbor) => app.admin('post', '/v1/programs').send(body);

  it('are created with what was left out filled in', async () => {
    const { body, headers } = await create().expect(201);
    expect(body).toMatchObject({
      ...harbor,
      state: 'committed',
      unit: 'point',
      capOn: 'issued',
      expiryMonths: 0,
      lanes: 16,
      rules: { transferable: true },
      issuer: 'HarborMSP',
      status: 'active',
    });
    expect(headers.location).toBe('/v1/programs/harbor');
    const read = await app.auditor('get', '/v1/programs/harbor').expect(200);
    expect(read.body).toMatchObject({ ...harbor, asOfBlock: expect.any(Number) });
  });

  it('are not created twice', async () => {
    await create().expect(201);
    expect((await create({ ...harbor, cap: '2' }).expect(409)).body.code).toBe('PROGRAM_EXISTS');
    // The very same one is there already, which is what was asked for.
    await create().expect(201);
    expect(app.submitted()).toHaveLength(1);
  });

  it('replay a creation, and its refusal', async () => {
    const first = await create().set('idempotency-key', 'k').expect(201);
    const again = await create().set('idempotency-key', 'k').expect(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true', location: '/v1/programs/harbor' });

    const other = () =>
      create({ ...harbor, cap: '2' })
        .set('idempotency-key', 'l')
        .expect(409);
    const refused = await other();
    const replayed = await other();
    expect(replayed.body).toEqual(refused.body);
    expect(replayed.headers).toMatchObject({
      'idempotency-replayed': 'true',
      'content-type': 'application/problem+json',
    });
  });

  it('refuse a key with another body, and one in flight', async () => {
    await create().set('idempotency-key', 'k').expect(201);
    const other = await create({ ...harbor, cap: '2' })
      .set('idempotency-key', 'k')
      .expect(422);
    expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');

    app.holdCommits();
    const pending = create({ ...harbor, programId: 'harbor-second' })
      .set('idempotency-key', 'm')
      .then((reply) => reply);
    await until(() => app.channel.submitted.length === 2);
    const inFlight = await create({ ...harbor, programId: 'harbor-second' })
      .set('idempotency-key', 'm')
      .expect(409);
    expect(inFlight.body.code).toBe('IDEMPOTENCY_KEY_IN_FLIGHT');
    app.releaseCommits();
    expect((await pending).status).toBe(201);
  });

  const failing = (kind: ChannelFailureKind) => () => {
    // As often as it is tried.
    const failures = Array.from({ length: ATTEMPTS_MAX }, () => new ChannelFailure(kind, 'at 10.0.0.1:7051'));
    app.channel.endorseFailures.push(...failures);
  };
  it.each<[string, number, boolean, () => unknown]>([
    ['PEER_UNAVAILABLE', 503, true, failing('unavailable')],
    ['LEDGER_TIMEOUT', 504, true, failing('deadline')],
    ['LEDGER_CONFLICT', 409, true, failing('mismatch')],
    ['PEER_REPLY_INVALID', 502, false, failing('malformed')],
    ['LEDGER_REFUSED', 502, false, () => app.network.invalidations.push(NOT_VALIDATED)],
  ])('leave the key usable after %s', async (code, status, retryable, fail) => {
    app = await startApp({ parts: { submission: { patienceMs: 0 } } });
    fail();
    const { body, headers } = await create().set('idempotency-key', 'k').expect(status);
    expect(body).toMatchObject({ code, retryable });
    expect(headers['retry-after']).toBe(status >= 503 ? '1' : undefined);
    app.channel.endorseFailures.length = 0;
    await create().set('idempotency-key', 'k').expect(201);
  });

  it('leave the key usable after ORDERING_UNAVAILABLE', async () => {
    app = await startApp({ parts: { ordering: { refusedMs: 20, everyMs: 10 } } });
    app.network.orderers = 'too few';
    await create({ ...harbor, programId: 'harbor-second' })
      .set('prefer', 'wait=0')
      .expect(202);
    await until(() => !app.gateway.health.readiness().orderingAvailable);
    const { body, headers } = await create().set('idempotency-key', 'k').expect(503);
    expect(body).toMatchObject({ code: 'ORDERING_UNAVAILABLE', retryable: true });
    expect(headers['retry-after']).toBe('2');
    app.network.orderers = 'working';
    app.network.cut();
    await until(() => app.gateway.health.readiness().orderingAvailable);
    await create().set('idempotency-key', 'k').expect(201);
  });

  it('leave the key usable after SHUTTING_DOWN', async () => {
    const parts = { databasePath: databaseAt('stopped') };
    app = await startWithMembers({ parts }).then((started) => started.app);
    const { network } = app;
    app.holdCommits();
    // Something under way keeps it from being gone at once.
    const accountId = app.gateway.secrets.accountIdOf('m-1');
    const issued = app.cashier('post', '/v1/issuances').send({ programId: 'harbor', accountId, amount: '1' });
    const pending = issued.then((reply) => reply);
    await until(() => app.channel.submitted.length === 1);
    const closed = app.gateway.close(10_000);
    const second = () =>
      app
        .admin('post', '/v1/programs')
        .set('idempotency-key', 'k')
        .send({ ...harbor, programId: 'harbor-second' });
    const { body, headers } = await second().expect(503);
    expect(body).toMatchObject({ code: 'SHUTTING_DOWN', retryable: true });
    expect(headers['retry-after']).toBe('5');
    app.releaseCommits();
    expect((await pending).status).toBe(201);
    await closed;
    app = await startApp({ network, parts });
    await second().expect(201);
  });

  it('answer 202 when the commit takes longer', async () => {
    app.holdCommits();
    const { body, headers } = await create().set('prefer', 'wait=1').expect(202);
    expect(body).toEqual({ programId: 'harbor', currency: 'USD', state: 'submitted', txId: expect.any(String) });
    expect(headers['retry-after']).toBe('1');
  });

  it('are listed a page at a time', async () => {
    for (const programId of ['harbor-aa', 'harbor-bb', 'harbor-cc']) await create({ ...harbor, programId }).expect(201);
    const first = await app.cashier('get', '/v1/programs?limit=2').expect(200);
    expect(first.body.programs.map((program: { programId: string }) => program.programId)).toEqual([
      'harbor-aa',
      'harbor-bb',
    ]);
    const next = /^<(.*)>; rel="next"$/.exec(first.headers.link!)![1]!;
    expect(next).toContain(first.body.nextCursor);
    const second = await app.cashier('get', next).expect(200);
    expect(second.body.programs).toHaveLength(1);
    expect(second.body).not.toHaveProperty('nextCursor');
    expect(second.headers.link).toBeUndefined();
  });

  it('change cap and status, one at a time', async () => {
    await create().expect(201);
    const change = (body: object) => app.admin('patch', '/v1/programs/harbor').send(body);
    expect((await change({ cap: '2000000' }).expect(200)).body).toMatchObject({ cap: '2000000', state: 'committed' });
    expect((await change({ status: 'suspended' }).expect(200)).body).toMatchObject({ status: 'suspended' });
    for (const body of [{}, { cap: '1', status: 'active' }]) {
      expect((await change(body).expect(400)).body).toMatchObject({
        code: 'REQUEST_INVALID',
        errors: [{ pointer: '' }],
      });
    }
  });

  it('change rules at the revision that was read, and those of held points only for the better', async () => {
    await create().expect(201);
    const change = (rules: object, revision: string) =>
      app.admin('patch', '/v1/programs/harbor').set('if-match', revision).send({ rules });
    const { headers } = await app.cashier('get', '/v1/programs/harbor').expect(200);
    const tag = String(headers['etag']);
    const { body } = await change({ transferable: true, maturityDays: 14 }, tag).expect(200);
    expect(body).toMatchObject({ rules: { maturityDays: 14 }, revision: 2 });
    expect((await change({ transferable: true }, tag).expect(412)).body.code).toBe('PRECONDITION_FAILED');
    const worse = await change({ transferable: false }, '*').expect(422);
    expect(worse.body).toMatchObject({ code: 'RULES_FIXED', errors: [{ pointer: '/rules/transferable' }] });
    expect((await change({ transferable: true, maturityDays: 0 }, '*').expect(400)).body.errors[0].pointer).toBe(
      '/rules/maturityDays',
    );
  });

  it('show supply, quota and history', async () => {
    await prepare(app, '100');
    const supply = await app.auditor('get', '/v1/programs/harbor/supply').expect(200);
    expect(supply.body).toMatchObject({
      cap: '1000000',
      issued: '100',
      outstanding: '100',
      held: '0',
      redeemed: '0',
      expired: '0',
      reversed: '0',
    });
    const lanes = Array.from({ length: 16 }, (_, lane) => ({ lane }));
    const quota = await app.auditor('get', '/v1/programs/harbor/quota').expect(200);
    expect(quota.body).toMatchObject({ granted: '1000000', used: '100', lanes });
    const history = await app.auditor('get', '/v1/programs/harbor/history').expect(200);
    expect(history.body.changes).toHaveLength(1);
  });

  it('show what each day came to, and what was left at its end', async () => {
    const accountId = await prepare(app, '100');
    await app.operator('post', '/v1/redemptions').send({ programId: 'harbor', accountId, amount: '30' }).expect(201);
    await app
      .operator('post', '/v1/holds')
      .send({ programId: 'harbor', accountId, amount: '10', expiresAt: new Date(Date.now() + 600_000).toISOString() })
      .expect(201);
    const read = () => app.auditor('get', '/v1/programs/harbor/supply/days').expect(200);
    const day = new Date().toISOString().slice(0, 10);
    const came = { issued: '100', interest: '0', redeemed: '30', expired: '0', reversed: '0' };
    const { body } = await read();
    expect(body).toMatchObject({ programId: 'harbor', days: [{ day, ...came, held: '10', outstanding: '60' }] });
    expect(body.days).toHaveLength(1);
    await app.auditor('get', '/v1/programs/harbor/supply/days?limit=0').expect(400);
    await app.auditor('get', '/v1/programs/harbor/supply/days?limit=367').expect(400);
    expect((await app.auditor('get', '/v1/programs/nope/supply/days').expect(404)).body.code).toBe('PROGRAM_UNKNOWN');
  });

  it('allot quota', async () => {
    await create().expect(201);
    const allot = (grants: object[]) => app.admin('post', '/v1/programs/harbor/quota').send({ grants });
    // Fifteen lanes keep their sixteenth of 1,000,000.
    const { body } = await allot([{ lane: 0, granted: '500' }]).expect(200);
    expect(body).toMatchObject({ programId: 'harbor', granted: '938000', state: 'committed' });
    expect((await allot([{ lane: 16, granted: '500' }]).expect(422)).body.code).toBe('LANE_UNKNOWN');
  });

  it.each(['', '/supply', '/quota', '/history'])('answer 404 for an unknown one at %s', async (part) => {
    const { body } = await app.cashier('get', `/v1/programs/nowhere${part}`).expect(404);
    expect(body).toMatchObject({ code: 'PROGRAM_UNKNOWN', instance: `/v1/programs/nowhere${part}` });
  });

  it('pass what the peer fails with on to readers', async () => {
    app.channel.evaluateFailures.push(new ChannelFailure('unavailable', 'at 10.0.0.1:7051'));
    const { body } = await app.cashier('get', '/v1/programs/harbor').set('consistency', 'ledger').expect(503);
    expect(body.code).toBe('PEER_UNAVAILABLE');
  });
});

describe('the consortium', () => {
  let app: StartedApp;
  beforeAll(async () => {
    app = await startApp();
  });
  it('lists organisations', async () => {
    const { body } = await app.cashier('get', '/v1/organizations').expect(200);
    expect(body.organizations).toMatchObject([
      { mspId: 'CityParkMSP' },
      { mspId: 'GreenMartMSP' },
      { mspId: 'HarborMSP' },
    ]);
  });

  it('shows who owes whom', async () => {
    const { body } = await app.auditor('get', '/v1/clearing/cycles/2026-11').expect(200);
    expect(body).toMatchObject({ cycle: '2026-11', positions: [], net: [] });
    await app.auditor('get', '/v1/clearing/cycles/2026-13').expect(400);
  });
});

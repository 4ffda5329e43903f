/** Holds, spending codes and what members sign, through HTTP. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { Test } from 'supertest';
import { authorizationBytes, publicKey as publicKeySchema, type Operation } from '@commonpoint/catalogue';
import { startWithMembers, type StartedApp } from '../start-app.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const end = '2026-11-24T09:30:00.000Z';
const authorization = { nonce: 'n'.repeat(16), expiresAt: end, signature: 's'.repeat(86) };
let app: StartedApp;
let accountId: string;
beforeEach(async () => {
  ({ app, accountId } = await startWithMembers());
});
const holdOf = (fields: object = {}) => ({ programId: 'harbor', accountId, amount: '40', expiresAt: end, ...fields });
const hold = (fields: object = {}) => app.cashier('post', '/v1/holds').send(holdOf(fields));
const errorsOf = (body: { errors: { pointer: string }[] }) => body.errors.map(({ pointer }) => pointer);

describe('holds', () => {
  it('that are open are listed by who posted them or may capture them, a page at a time', async () => {
    const ids: string[] = [];
    for (const beneficiary of ['CityParkMSP', 'GreenMartMSP', undefined]) {
      ids.push((await hold({ beneficiary, amount: '10' }).expect(201)).body.operationId as string);
    }
    await app.cashier('post', `/v1/holds/${ids[2]}/void`).expect(201);
    const listed = async (query: string) => {
      const { body } = await app.auditor('get', `/v1/holds${query}`).expect(200);
      return body as { holds: { holdId: string }[]; nextCursor?: string };
    };
    const idsIn = ({ holds }: { holds: { holdId: string }[] }) => holds.map(({ holdId }) => holdId);
    expect(idsIn(await listed('')).toSorted()).toEqual(ids.slice(0, 2).toSorted());
    expect(idsIn(await listed('?mspId=CityParkMSP'))).toEqual(ids.slice(0, 1));
    expect(idsIn(await listed('?mspId=AuditorMSP'))).toEqual([]);
    const first = await listed('?limit=1');
    const second = await listed(`?limit=1&cursor=${first.nextCursor}`);
    expect([...idsIn(first), ...idsIn(second)].toSorted()).toEqual(ids.slice(0, 2).toSorted());
    expect(second.nextCursor).toBeUndefined();
    await app.cashier('get', '/v1/holds').expect(403);
  });

  it('are made, read and listed', async () => {
    const { body } = await hold({ beneficiary: 'CityParkMSP' }).expect(201);
    expect(body).toMatchObject({ kind: 'hold', amount: '40', beneficiary: 'CityParkMSP', expiresAt: end });
    expect(body).not.toHaveProperty('spendingCode');
    const read = await app.auditor('get', `/v1/holds/${body.operationId}`).expect(200);
    expect(read.body).toMatchObject({ holdId: body.operationId, mspId: 'HarborMSP', status: 'open' });
    const { body: listed } = await app.auditor('get', `/v1/accounts/${accountId}/holds`).expect(200);
    expect(listed.holds).toHaveLength(1);
    const other = await app.auditor('get', `/v1/holds/${body.operationId}?holdMspId=CityParkMSP`).expect(404);
    expect(other.body.code).toBe('HOLD_UNKNOWN');
  });

  it('are captured in part, once', async () => {
    const { body: held } = await hold().expect(201);
    const path = `/v1/holds/${held.operationId}`;
    const { body } = await app.cashier('post', `${path}/capture`).send({ amount: '25' }).expect(201);
    expect(body).toMatchObject({ kind: 'capture', amount: '25', holdId: held.operationId });
    const again = await app.cashier('post', `${path}/void`).expect(409);
    expect(again.body.code).toBe('HOLD_RESOLVED');
  });

  it('are voided without a body', async () => {
    const { body: held } = await hold().expect(201);
    const { body } = await app.cashier('post', `/v1/holds/${held.operationId}/void`).expect(201);
    expect(body).toMatchObject({ kind: 'void', amount: '40' });
  });

  it('with a number of seconds end at the same moment when the request is repeated', async () => {
    const ask = () => hold({ expiresAt: undefined, ttlSeconds: 900 }).set('idempotency-key', 'ttl');
    const { body: first } = await ask().expect(201);
    jest.setSystemTime(Date.now() + 5);
    const { body: second, headers } = await ask().expect(201);
    expect(second).toEqual(first);
    expect(headers['idempotency-replayed']).toBe('true');
    const other = await hold({ expiresAt: undefined, ttlSeconds: 901 }).set('idempotency-key', 'ttl').expect(422);
    expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it.each<[string, object, string]>([
    ['no end', { expiresAt: undefined }, '/expiresAt'],
    ['two ends', { ttlSeconds: 60 }, '/expiresAt'],
    ['a code without a beneficiary', { spendingCode: true }, '/beneficiary'],
    ['a code and a lock', { spendingCode: true, hashLock: 'a'.repeat(64), beneficiary: 'CityParkMSP' }, '/hashLock'],
    ['spendingCode: false', { spendingCode: false }, '/spendingCode'],
    ['more than 31 days', { expiresAt: undefined, ttlSeconds: 31 * 86_400 + 1 }, '/ttlSeconds'],
    ['an authorization without an id', { authorization }, '/operationId'],
    ['a lock in upper case', { hashLock: 'A'.repeat(64), beneficiary: 'CityParkMSP' }, '/hashLock'],
  ])('with %s are refused', async (_name, fields, pointer) => {
    const { body } = await hold(fields).expect(400);
    expect(errorsOf(body)).toContain(pointer);
  });
});

describe('what a refusal of the ledger is about', () => {
  it.each<[string, string, object, string[]]>([
    ['ACCEPTOR_UNKNOWN', 'of a hold', { beneficiary: 'NobodyMSP' }, ['/beneficiary']],
    ['HOLD_PERIOD_INVALID', 'of a hold', { expiresAt: '2027-11-24T09:30:00.000Z' }, ['/expiresAt']],
    ['HOLD_PERIOD_INVALID', 'of so many seconds', { expiresAt: undefined, ttlSeconds: 1 }, ['/ttlSeconds']],
  ])('%s %s', async (code, _name, fields, pointers) => {
    // What lasts a second is over before it gets there.
    app.network.delayMs = 2_000;
    const { body } = await hold(fields);
    expect(body.code).toBe(code);
    expect(errorsOf(body)).toEqual(pointers);
  });

  const freeze = () => app.operator('post', `/v1/accounts/${accountId}/freeze`).send({});
  const suspend = () => app.admin('patch', '/v1/programs/harbor').send({ status: 'suspended' });
  const lock = (preimage: string) => ({ beneficiary: 'HarborMSP', hashLock: sha256(`HarborMSP\n${preimage}`) });
  it.each<[string, object, (() => Test) | undefined, object, string[] | undefined]>([
    ['HOLD_UNKNOWN', {}, undefined, { holdId: 'h' }, ['/path/holdId']],
    ['PREIMAGE_WRONG', lock('q'.repeat(22)), undefined, {}, ['/preimage']],
    ['HOLD_EXCEEDED', lock('p'.repeat(22)), undefined, { amount: '41' }, ['/amount']],
    // The request has no member for the programme or the account of the hold.
    ['PROGRAM_SUSPENDED', {}, suspend, {}, undefined],
    ['ACCOUNT_FROZEN', {}, freeze, {}, undefined],
  ])('%s of a capture', async (code, fields, before, asked, pointers) => {
    const { body: held } = await hold(fields).expect(201);
    await before?.().expect(200);
    const preimage = 'hashLock' in fields ? { preimage: 'p'.repeat(22) } : {};
    const { holdId, ...capture } = { holdId: held.operationId as string, amount: '1', ...preimage, ...asked };
    const { body } = await app.cashier('post', `/v1/holds/${holdId}/capture`).send(capture);
    expect(body.code).toBe(code);
    expect(body.errors?.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
  });

  it.each(['HOLD_RESOLVED', 'HOLD_EXPIRED', 'PREIMAGE_WRONG'] as const)('%s of a code', async (code) => {
    const { body: held } = await hold({ beneficiary: 'HarborMSP', spendingCode: true }).expect(201);
    app.channel.refusing = { code, detail: 'because' };
    const { body } = await app.cashier('post', '/v1/captures').send({ code: held.spendingCode });
    expect(body.code).toBe(code);
    expect(errorsOf(body)).toEqual(['/code']);
  });

  it.each([
    ['greenmart', 'harbor', '/targetProgramId'],
    ['harbor', 'nowhere', '/programId'],
  ])('an exchange for %s of %s', async (targetProgramId, programId, pointer) => {
    const { body } = await app
      .cashier('post', '/v1/exchanges')
      .send({ programId, accountId, amount: '5', targetProgramId, rateVersion: 1 });
    expect(body.code).toBe('PROGRAM_UNKNOWN');
    expect(errorsOf(body)).toEqual([pointer]);
  });
});

describe('spending codes', () => {
  const withCode = (key: string) =>
    hold({ beneficiary: 'HarborMSP', spendingCode: true }).set('idempotency-key', key).expect(201);

  it('open a hold once', async () => {
    const { body: held } = await withCode('c');
    expect(held.spendingCode).toMatch(/^\d{6}\.[A-Za-z0-9_-]{22}$/);
    const row = app.network.stub.table('hold').find(({ parts }) => parts.includes(held.operationId));
    expect(row?.value['hashLock']).toBe(sha256(`HarborMSP\n${held.spendingCode}`));

    const capture = (key: string, code: string) =>
      app.cashier('post', '/v1/captures').set('idempotency-key', key).send({ code, amount: '30' });
    const wrong = await capture('w', held.spendingCode.replace(/^./, 'x')).expect(404);
    expect(wrong.body).toMatchObject({ code: 'HOLD_UNKNOWN', errors: [{ pointer: '/code' }] });
    const { body } = await capture('k', held.spendingCode).expect(201);
    expect(body).toMatchObject({ kind: 'capture', amount: '30', holdId: held.operationId });
    const replayed = await capture('k', held.spendingCode).expect(201);
    expect(replayed.headers['idempotency-replayed']).toBe('true');
    expect(replayed.body).toEqual(body);
    const used = await capture('l', held.spendingCode).expect(409);
    expect(used.body.code).toBe('HOLD_RESOLVED');
  });

  it.each([
    ['taken back', 0, 409, 'HOLD_RESOLVED'],
    ['past its end and void', 2 * 86_400_000, 422, 'HOLD_EXPIRED'],
  ])('that is %s is refused as what it is', async (_name, laterMs, status, code) => {
    const { body: held } = await withCode('c');
    jest.setSystemTime(Date.now() + laterMs);
    await app.cashier('post', `/v1/holds/${held.operationId}/void`).expect(201);
    const { body } = await app.cashier('post', '/v1/captures').send({ code: held.spendingCode }).expect(status);
    expect(body.code).toBe(code);
  });

  it('are the same for the same request, and no others', async () => {
    const { body: first } = await withCode('c');
    const { body: replayed } = await withCode('c');
    const { body: other } = await withCode('d');
    expect(replayed.spendingCode).toBe(first.spendingCode);
    expect(other.spendingCode).not.toBe(first.spendingCode);
  });

  it('are not given by anything else', async () => {
    const { body: held } = await withCode('c');
    const paths = [`/v1/holds/${held.operationId}`, `/v1/operations/${held.operationId}`];
    for (const path of paths) {
      const { text } = await app.auditor('get', path).expect(200);
      expect(text).not.toContain(held.spendingCode);
    }
    expect(JSON.stringify(app.lines)).not.toContain(held.spendingCode);
    expect(JSON.stringify(app.posted())).not.toContain(held.spendingCode);
    expect(app.posted()).toHaveLength(1);
  });

  it.each(['483920', '', 'with spaces in it, and quite long', 5])('like %j are refused as they are', async (code) => {
    const { body } = await app.cashier('post', '/v1/captures').send({ code }).expect(400);
    expect(errorsOf(body)).toEqual(['/code']);
  });
});

describe('a batch', () => {
  const post = (operations: object[]) => app.cashier('post', '/v1/batches').send({ operations });

  it('takes holds and what resolves them', async () => {
    const operations = [
      { kind: 'hold', id: 'h1', ...holdOf() },
      { kind: 'capture', id: 'c1', holdId: 'h1', amount: '10' },
      { kind: 'void', id: 'v1', holdId: 'h1' },
    ];
    const { body } = await post(operations).expect(200);
    expect(body.outcomes).toMatchObject([
      { id: 'h1', state: 'committed' },
      { id: 'c1', state: 'committed' },
      { id: 'v1', state: 'rejected', code: 'HOLD_RESOLVED' },
    ]);
  });

  it.each<[string, object, string]>([
    ['a lock without a beneficiary', { kind: 'hold', id: 'h1', hashLock: 'a'.repeat(64) }, '/operations/0/beneficiary'],
    [
      'lanes',
      { kind: 'exchange', id: 'x1', targetProgramId: 'citypark', rateVersion: 1, lanes: [0] },
      '/operations/0/lanes',
    ],
  ])('refuses %s', async (_name, fields, pointer) => {
    const { expiresAt, ...debit } = holdOf();
    const operation = { ...debit, ...('hashLock' in fields && { expiresAt }), ...fields };
    expect(errorsOf((await post([operation]).expect(400)).body)).toEqual([pointer]);
  });
});

describe('a debit that its member signed', () => {
  it.each<[string, Operation['kind'], () => object]>([
    ['/v1/redemptions', 'redeem', () => ({ programId: 'harbor', accountId, amount: '5' })],
    ['/v1/holds', 'hold', () => holdOf({ amount: '5' })],
  ])('%s has the client’s own id', async (path, kind, body) => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const key = publicKeySchema.parse(publicKey.export({ format: 'jwk' }));
    await app.cashier('post', `/v1/accounts/${accountId}/public-key`).send({ publicKey: key }).expect(200);
    const { nonce, expiresAt } = { ...authorization, expiresAt: '2026-11-23T09:31:00.000Z' };
    const operation = { kind, id: 'app-1', ...body() } as Operation;
    const bytes = authorizationBytes({ accountId, custodian: 'HarborMSP', nonce, expiresAt, operation });
    const given = { nonce, expiresAt, signature: sign(null, bytes, privateKey).toString('base64url') };
    const signed = { ...body(), authorization: given, operationId: 'app-1' };
    const { body: posted, headers } = await app.cashier('post', path).send(signed).expect(201);
    expect(posted.operationId).toBe('app-1');
    expect(headers.location).toBe('/v1/operations/app-1');
    expect(app.posted().at(-1)).toMatchObject({ id: 'app-1', authorization: given });
    expect(app.posted().at(-1)).not.toHaveProperty('operationId');
  });

  it('fixes what it is over', async () => {
    const signed = { authorization, operationId: 'app-1', spendingCode: true, beneficiary: 'HarborMSP' };
    expect(errorsOf((await hold(signed).expect(400)).body)).toEqual(['/authorization']);
    const exchange = { programId: 'harbor', accountId, amount: '5', targetProgramId: 'greenmart' };
    const { body } = await app
      .cashier('post', '/v1/exchanges')
      .send({ ...exchange, authorization, operationId: 'app-2' })
      .expect(400);
    expect(errorsOf(body)).toEqual(['/rateVersion']);
  });
});

describe('the terms of a programme, and a member’s key', () => {
  it('are set', async () => {
    const limits = { operations: { redeem: { max: '50' } }, perAccountDay: { debitsMax: 3 } };
    const { body } = await app.admin('post', '/v1/programs/harbor/limits').send({ limits }).expect(200);
    expect(body).toMatchObject({ programId: 'harbor', limits });
    const crossed = { limits: { operations: { redeem: { min: '5', max: '4' } } } };
    await app.admin('post', '/v1/programs/harbor/limits').send(crossed).expect(400);
    await app.admin('post', '/v1/programs/harbor/clearing-value').send({ clearingValue: '900' }).expect(200);
    const publicKey = publicKeySchema.parse(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }));
    const path = `/v1/accounts/${accountId}/public-key`;
    expect((await app.cashier('post', path).send({ publicKey }).expect(200)).body).toMatchObject({ publicKey });
    await app
      .cashier('post', path)
      .send({ publicKey: { ...publicKey, d: 'secret' } })
      .expect(400);
  });
});

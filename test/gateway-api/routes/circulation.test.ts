/** Holds, spending codes, exchanges, rates, cycles and settlements through HTTP. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { Test } from 'supertest';
import { authorizationBytes, publicKey as publicKeySchema, type Operation } from '@commonpoint/catalogue';
import { founded, NOW, standing } from '../route-world.js';
import { startApp, startWithMembers, type StartedApp } from '../start-app.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const end = '2026-11-24T09:30:00.000Z';
const authorization = { nonce: 'n'.repeat(16), expiresAt: end, signature: 's'.repeat(86) };
const settlementPath = '/v1/settlements/2026-10/HarborMSP/CityParkMSP';
const terms = {
  sourceProgramId: 'harbor',
  targetProgramId: 'greenmart',
  version: 1,
  numerator: '1',
  denominator: '3',
  validFrom: '2026-11-01T00:00:00.000Z',
  validUntil: '2027-01-01T00:00:00.000Z',
  quota: '1000',
  lanes: 4,
};

/** A ten-thousandth of the smallest unit of money a point. */
const VALUE = '100';
/** In October Harbor came to owe CityPark 50 of its points, and CityPark 20 of its own, worth half. */
const october = standing(async (network) => {
  jest.setSystemTime(Date.parse('2026-10-05T10:00:00.000Z'));
  const harbor = await startApp({ network });
  const citypark = await startApp({ network, organization: 'citypark' });
  const spend = async (
    merchant: StartedApp,
    { programId, clearingValue }: { programId: string; clearingValue: string },
    amount: string,
    [other, acceptor]: readonly [StartedApp, string],
  ): Promise<void> => {
    const program = { programId, name: programId, cap: '1000', clearingValue };
    await merchant.admin('post', '/v1/programs').send(program).expect(201);
    await other.admin('post', `/v1/programs/${programId}/acceptance`).send({ valueMin: clearingValue }).expect(200);
    const { body } = await merchant.operator('post', '/v1/accounts').send({ memberRef: 'm-1' }).expect(201);
    const points = { programId, accountId: body.accountId as string, amount };
    await merchant.cashier('post', '/v1/issuances').send(points).expect(201);
    const spent = { ...points, acceptor };
    await merchant.cashier('post', '/v1/redemptions').send(spent).expect(201);
  };
  await spend(harbor, { programId: 'harbor', clearingValue: VALUE }, '50', [citypark, 'CityParkMSP']);
  await spend(citypark, { programId: 'citypark', clearingValue: '50' }, '20', [harbor, 'HarborMSP']);
  jest.setSystemTime(Date.parse(NOW));
}, founded);
/** The same on terms of their own. */
const privateOctober = standing(async (network) => {
  jest.setSystemTime(Date.parse('2026-10-05T10:00:00.000Z'));
  const harbor = await startApp({ network });
  const citypark = await startApp({ network, organization: 'citypark' });
  const agreed = { validFrom: '2026-10', prices: [{ programId: 'harbor', price: '90000000' }], fees: [] };
  await harbor.admin('post', '/v1/terms').send({ counterparty: 'CityParkMSP', version: 1, terms: agreed }).expect(201);
  await citypark.admin('post', '/v1/terms/HarborMSP/1/accept').send({ terms: agreed }).expect(200);
  jest.setSystemTime(Date.parse(NOW));
}, october);

let app: StartedApp;
let accountId: string;
beforeEach(async () => {
  ({ app, accountId } = await startWithMembers());
});
const holdOf = (fields: object = {}) => ({ programId: 'harbor', accountId, amount: '40', expiresAt: end, ...fields });
const hold = (fields: object = {}) => app.cashier('post', '/v1/holds').send(holdOf(fields));
const errorsOf = (body: { errors: { pointer: string }[] }) => body.errors.map(({ pointer }) => pointer);

describe('holds', () => {
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
    ['an id without an authorization', { operationId: 'mine' }, '/operationId'],
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

describe('rates and exchanges', () => {
  const path = '/v1/rates/harbor/greenmart/1';
  /** The other issuer's gateway. */
  let other: StartedApp;
  beforeEach(async () => {
    other = await startApp({ organization: 'greenmart', network: app.network });
    await other
      .admin('post', '/v1/programs')
      .send({ programId: 'greenmart', name: 'GreenMart', cap: '10000' })
      .expect(201);
  });
  const propose = () => app.admin('post', '/v1/rates').send(terms);
  const accept = (at = path) => other.admin('post', `${at}/accept`).expect(200);
  const exchange = (fields: object = {}) =>
    app
      .cashier('post', '/v1/exchanges')
      .send({ programId: 'harbor', accountId, amount: '100', targetProgramId: 'greenmart', ...fields });

  it('are proposed, accepted, suspended, resumed and withdrawn', async () => {
    const { headers } = await propose().expect(201);
    expect(headers.location).toBe(path);
    for (const [verb, status] of [
      ['accept', 'accepted'],
      ['suspend', 'suspended'],
      ['resume', 'accepted'],
      ['withdraw', 'withdrawn'],
    ] as const) {
      const { body } = await other.admin('post', `${path}/${verb}`).expect(200);
      expect(body).toMatchObject({ version: 1, status, state: 'committed' });
    }
    const { body } = await other.auditor('get', path).expect(200);
    // What was granted of it went back to the programme.
    expect(body).toMatchObject({ status: 'withdrawn', remaining: '0' });
    const { body: listed } = await other.auditor('get', '/v1/rates?sourceProgramId=harbor').expect(200);
    expect(listed.rates).toHaveLength(1);
  });

  it('have what may still be received at them', async () => {
    await propose().expect(201);
    await accept();
    const { body } = await app.auditor('get', path).expect(200);
    const quotaByLane = Array.from({ length: 4 }, (_, lane) => ({ lane }));
    expect(body).toMatchObject({ status: 'accepted', remaining: '1000', quotaByLane });
  });

  it('are quoted and used', async () => {
    await propose().expect(201);
    await accept();
    const query = 'sourceProgramId=harbor&targetProgramId=greenmart&amount=100';
    const { body: quote } = await app.cashier('get', `/v1/rates/quote?${query}`).expect(200);
    expect(quote).toMatchObject({ version: 1, taken: '99', received: '33', remainder: '1' });
    const { body } = await exchange({ minReceived: '33' }).set('idempotency-key', 'x').expect(201);
    expect(body).toMatchObject({ kind: 'exchange', rateVersion: 1, taken: '99', received: '33', remainder: '1' });

    // A newer version does not change what the key meant.
    await app
      .admin('post', '/v1/rates')
      .send({ ...terms, version: 2 })
      .expect(201);
    await accept('/v1/rates/harbor/greenmart/2');
    const replayed = await exchange({ minReceived: '33' }).set('idempotency-key', 'x').expect(201);
    expect(replayed.body).toEqual(body);
  });

  it('are refused where they buy too little, or are not there', async () => {
    expect((await exchange().expect(404)).body).toMatchObject({ code: 'RATE_UNKNOWN' });
    await propose().expect(201);
    await accept();
    const { body } = await exchange({ minReceived: '34' }).expect(422);
    expect(body).toMatchObject({ code: 'RECEIVED_TOO_LITTLE', errors: [{ pointer: '/minReceived' }] });
  });

  it.each([
    ['/v1/rates?targetProgramId=harbor', '/query/sourceProgramId'],
    ['/v1/rates/harbor/greenmart/0', '/path/version'],
    ['/v1/rates/harbor/greenmart/1e1', '/path/version'],
    ['/v1/rates/quote?sourceProgramId=harbor&targetProgramId=greenmart&amount=0', '/query/amount'],
  ])('%s is refused', async (asked, pointer) => {
    expect(errorsOf((await app.auditor('get', asked).expect(400)).body)).toEqual([pointer]);
  });
});

describe('clearing and settlement', () => {
  const positions = [
    { debtor: 'CityParkMSP', creditor: 'HarborMSP', programId: 'citypark', amount: '20', worth: '1000' },
    { debtor: 'HarborMSP', creditor: 'CityParkMSP', programId: 'harbor', amount: '50', worth: '5000' },
  ];
  const net = [
    { mspId: 'CityParkMSP', amount: '4000' },
    { mspId: 'HarborMSP', amount: '-4000' },
  ];
  const cyclePath = '/v1/clearing/cycles/2026-10';
  const asCsv = (at: string) => app.auditor('get', at).set('accept', 'text/csv').expect(200);
  beforeEach(async () => {
    app = await startApp({ network: await october() });
  });
  const close = () => app.operator('post', `${cyclePath}/close`).expect(200);

  it('shows a cycle in points and in money', async () => {
    const { body: open } = await app.auditor('get', cyclePath).expect(200);
    expect(open).toMatchObject({ status: 'open', positions });
    await close();
    const { body } = await app.auditor('get', cyclePath).expect(200);
    expect(body).toMatchObject({ status: 'closed', positions, moneyNet: net, unvalued: [] });
    for (const each of [open, body]) {
      expect(each.net).toEqual([
        { mspId: 'CityParkMSP', amount: '30' },
        { mspId: 'HarborMSP', amount: '-30' },
      ]);
    }
  });

  it('gives a cycle as CSV', async () => {
    await close();
    const { text, headers } = await asCsv(cyclePath);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(text.split('\r\n').slice(1)).toEqual([
      '2026-10,closed,CityParkMSP,HarborMSP,citypark,20,50,1000',
      `2026-10,closed,HarborMSP,CityParkMSP,harbor,50,${VALUE},5000`,
      '',
    ]);
  });

  it('gives no money of those who settle in private', async () => {
    app = await startApp({ network: await privateOctober() });
    await close();
    const { text } = await asCsv(cyclePath);
    expect(text.split('\r\n')[2]).toBe(`2026-10,closed,HarborMSP,CityParkMSP,harbor,50,${VALUE},`);
    const { body } = await app.auditor('get', cyclePath).expect(200);
    const privatePairs = [{ parties: ['CityParkMSP', 'HarborMSP'], termsVersion: 1 }];
    expect(body).toMatchObject({ privatePairs, moneyNet: [], net: [{ amount: '30' }, { amount: '-30' }] });
  });

  it('closes a cycle that has ended', async () => {
    const { body } = await close();
    expect(body).toMatchObject({ cycle: '2026-10', status: 'closed', state: 'committed' });
    const early = await app.operator('post', '/v1/clearing/cycles/2026-11/close').expect(422);
    expect(early.body.code).toBe('PERIOD_OPEN');
  });

  it('takes an agreement to end the present cycle', async () => {
    const { body } = await app.operator('post', '/v1/clearing/cycles/2026-11/cut-off').expect(200);
    expect(body).toMatchObject({ cycle: '2026-11', agreed: ['HarborMSP'], state: 'committed' });
    const other = await app.operator('post', `${cyclePath}/cut-off`).expect(409);
    expect(other.body.code).toBe('CYCLE_NOT_CURRENT');
    await app.cashier('post', '/v1/clearing/cycles/2026-11/cut-off').expect(403);
  });

  it.each(['2026-13', '2026-11.01', '2026-11.2', '2026-11.002', '2026-11.', '2026-11-23'])(
    'knows no cycle %s',
    async (cycle) => {
      const { body } = await app.auditor('get', `/v1/clearing/cycles/${cycle}`).expect(400);
      expect(errorsOf(body)).toEqual(['/path/cycle']);
    },
  );

  it('takes what both sides say of a settlement', async () => {
    await close();
    const creditor = await startApp({ organization: 'citypark', network: app.network });
    const said = async (verb: string, body: object) => {
      const reply = await app.operator('post', `${settlementPath}/${verb}`).send(body).expect(200);
      return reply.body.status as string;
    };
    expect(await said('dispute', { reason: 'two were refunded' })).toBe('disputed');
    expect(await said('resolve', { outcome: 'due', note: 'they were not' })).toBe('due');
    expect(await said('instruct', { reference: 'SEPA 42' })).toBe('instructed');
    const { body } = await creditor.operator('post', `${settlementPath}/confirm`).expect(200);
    expect(body).toMatchObject({ status: 'confirmed', amount: '4000' });
    await creditor.operator('post', '/v1/settlements/2026-10/HarborMSP/GreenMartMSP/confirm').expect(404);
  });

  it('lists settlements, also as CSV without formulas', async () => {
    await close();
    const { body } = await app.auditor('get', '/v1/settlements?cycle=2026-10').expect(200);
    expect(body.settlements).toHaveLength(1);
    await app.operator('post', `${settlementPath}/instruct`).send({ reference: '=1+1,"2"' }).expect(200);
    const { text } = await asCsv('/v1/settlements');
    expect(text).toContain(`2026-10,HarborMSP,CityParkMSP,4000,instructed,2026-11-01,"'=1+1,""2"""\r\n`);
    await app.auditor('get', '/v1/settlements/aged?debtor=HarborMSP').expect(200);
    const aged = await asCsv('/v1/settlements/aged');
    expect(aged.text).toMatch(/^as_of,debtor,creditor,/);
    await app.auditor('get', settlementPath).expect(200);
  });

  it.each([
    ['instruct', {}, '/reference'],
    ['dispute', { reason: '' }, '/reason'],
    ['resolve', { outcome: 'gone', note: 'x' }, '/outcome'],
  ])('%s without what it needs is refused', async (verb, sent, pointer) => {
    const { body } = await app.operator('post', `${settlementPath}/${verb}`).send(sent).expect(400);
    expect(errorsOf(body)).toEqual([pointer]);
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

/** Members with keys of their own: what the app signed is done, and their own merchant cannot spend without it. */
import { randomUUID } from 'node:crypto';
import {
  createMemberKey,
  createSpendingCode,
  signRequest,
  type MemberKey,
  type SignedRequest,
} from '../../member-keys/src/index.js';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import {
  balanceOf,
  countOutcomes,
  openAccount,
  type OperationAnswer,
  type Problem,
} from '../support/points-session.js';
import { agreeOnRate } from '../support/rate-agreement.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

const custodian = 'HarborMSP';
const HOUR_MS = 60 * 60 * 1000;
const fromNow = (ms: number) => new Date(Date.now() + ms).toISOString();

describe.each(['ES256', 'Ed25519'] as const)('a member with a key for %s', (algorithm) => {
  let running: RunningConsortium;
  let key: MemberKey;
  let alice = '';
  let bob = '';
  let available = 1000n;

  beforeAll(async () => {
    running = await RunningConsortium.start();
    const harbor = running.as('harbor');
    [alice, bob] = await Promise.all([openAccount(harbor), openAccount(harbor)]);
    key = await createMemberKey({ algorithm });
    await harbor.post(`/v1/accounts/${alice}/public-key`, { publicKey: key.publicKey });
    await harbor.post('/v1/issuances', { programId: 'harbor', accountId: alice, amount: '1000' });
    await agreeOnRate(running, 1, '1', '2');
  }, START_TIMEOUT_MS);
  afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);

  const pass = ({ path, body }: SignedRequest, idempotencyKey = randomUUID()) =>
    running.as('harbor').attempts.post<OperationAnswer & Problem>(path, body, { idempotencyKey });
  const expectAvailable = async (): Promise<void> => {
    expect(await balanceOf(running.as('harbor'), alice, 'harbor')).toBe(available);
  };
  const parking = () =>
    signRequest(
      key,
      { kind: 'redeem', programId: 'harbor', accountId: alice, amount: '30', acceptor: 'CityParkMSP' },
      { custodian },
    );

  it('is not debited by the custodian alone', async () => {
    const body = { programId: 'harbor', accountId: alice, amount: '1' };
    const transfer = { programId: 'harbor', fromAccountId: alice, toAccountId: bob, amount: '1' };
    const attempts: readonly [string, object][] = [
      ['/v1/redemptions', body],
      ['/v1/transfers', transfer],
      ['/v1/holds', { ...body, ttlSeconds: 300 }],
      ['/v1/exchanges', { ...body, amount: '2', targetProgramId: 'greenmart' }],
    ];
    for (const [path, content] of attempts) {
      const { status, body: problem } = await running.as('harbor', 'admin').attempts.post<Problem>(path, content);
      expect([path, status, problem.code]).toEqual([path, 422, 'SIGNATURE_REQUIRED']);
    }
    const { outcomes } = await running.as('harbor', 'admin').post('/v1/batches', {
      operations: [{ kind: 'redeem', id: randomUUID(), ...body }],
    });
    expect(outcomes.map(({ code }) => code)).toEqual(['SIGNATURE_REQUIRED']);
    await expectAvailable();
  });

  it('keeps its key: another one is refused', async () => {
    const { publicKey } = await createMemberKey({ algorithm });
    const { status, body } = await running
      .as('harbor', 'admin')
      .attempts.post<Problem>(`/v1/accounts/${alice}/public-key`, { publicKey });
    expect([status, body.code]).toEqual([409, 'PUBLIC_KEY_EXISTS']);
  });

  it('pays at another merchant', async () => {
    const { status, body } = await pass(await parking());
    expect([status, body]).toEqual([
      201,
      expect.objectContaining({ kind: 'redeem', state: 'committed', amount: '30' }),
    ]);
    available -= 30n;
    await expectAvailable();
  });

  it('gives points to another member', async () => {
    const transfer = {
      kind: 'transfer',
      programId: 'harbor',
      fromAccountId: alice,
      toAccountId: bob,
      amount: '50',
    } as const;
    expect((await pass(await signRequest(key, transfer, { custodian }))).status).toBe(201);
    available -= 50n;
    expect(await balanceOf(running.as('harbor'), bob, 'harbor')).toBe(50n);
    await expectAvailable();
  });

  it('exchanges points', async () => {
    const exchange = { kind: 'exchange', programId: 'harbor', accountId: alice, amount: '41', rateVersion: 1 } as const;
    const bought = { targetProgramId: 'greenmart', minReceived: '20' };
    const { status, body } = await pass(await signRequest(key, { ...exchange, ...bought }, { custodian }));
    expect([status, body]).toEqual([201, expect.objectContaining({ taken: '40', received: '20', remainder: '1' })]);
    available -= 40n;
    await expectAvailable();
  });

  it('holds points with a code of its own making, and spends them while Harbor’s gateway is switched off', async () => {
    const { code, hashLock } = await createSpendingCode('HarborMSP');
    const hold = { kind: 'hold', programId: 'harbor', accountId: alice, amount: '80' } as const;
    const terms = { beneficiary: 'CityParkMSP', hashLock, expiresAt: fromNow(300_000) };
    const held = await pass(await signRequest(key, { ...hold, ...terms }, { custodian }));
    expect(held.status).toBe(201);
    await running.holdDown('gateway-harbor');
    const captured = await eventually(
      () =>
        running
          .as('citypark', 'cashier')
          .attempts.post<OperationAnswer & Problem>('/v1/captures', { code, amount: '45' }),
      ({ status }) => status !== 404,
    );
    expect([captured.status, captured.body]).toEqual([201, expect.objectContaining({ amount: '45' })]);
    await running.release('gateway-harbor');
    await eventually(
      () => running.as('harbor').attempts.get('/readyz'),
      ({ status }) => status === 200,
    );
    available -= 45n;
    await expectAvailable();
  }, 60_000);

  it('pays once, however often the request comes', async () => {
    const request = await parking();
    const idempotencyKey = randomUUID();
    const first = await pass(request, idempotencyKey);
    const replayed = await pass(request, idempotencyKey);
    expect([first.status, replayed.status, replayed.headers.get('idempotency-replayed')]).toEqual([201, 201, 'true']);
    // The merchant's own server lost its key and sends the request under another one.
    const others = await Promise.all(Array.from({ length: 10 }, () => pass(request)));
    expect(countOutcomes(others as never)).toEqual({ 201: 10 });
    expect(new Set(others.map(({ body }) => body.txId))).toEqual(new Set([first.body.txId]));
    available -= 30n;
    await expectAvailable();
  });

  it.each<[string, (body: Record<string, unknown>) => Record<string, unknown>, string]>([
    ['more points', (body) => ({ ...body, amount: '300' }), 'SIGNATURE_INVALID'],
    ['another merchant', (body) => ({ ...body, acceptor: 'GreenMartMSP' }), 'SIGNATURE_INVALID'],
    ['another id', (body) => ({ ...body, operationId: randomUUID() }), 'SIGNATURE_INVALID'],
    ['another nonce', (body) => change(body, { nonce: 'another-nonce-0000000000' }), 'SIGNATURE_INVALID'],
    ['a later end', (body) => change(body, { expiresAt: fromNow(HOUR_MS) }), 'SIGNATURE_INVALID'],
    ['an end that has passed', (body) => change(body, { expiresAt: fromNow(-1000) }), 'AUTHORIZATION_EXPIRED'],
  ])('did not agree to %s', async (_name, tamper, code) => {
    const { path, body } = await parking();
    const { status, body: problem } = await pass({ path, body: tamper(body) });
    expect([status, problem.code]).toEqual([422, code]);
    await expectAvailable();
  });

  it('did not agree to what another member signed, nor what was meant for another custodian', async () => {
    const redemption = { kind: 'redeem', programId: 'harbor', accountId: alice, amount: '30' } as const;
    const stranger = await createMemberKey({ algorithm });
    for (const request of [
      await signRequest(stranger, redemption, { custodian }),
      await signRequest(key, redemption, { custodian: 'CityParkMSP' }),
    ]) {
      const { status, body } = await pass(request);
      expect([status, body.code]).toEqual([422, 'SIGNATURE_INVALID']);
    }
    await expectAvailable();
  });

  it('still earns without signing', async () => {
    await running.as('harbor').post('/v1/issuances', { programId: 'harbor', accountId: alice, amount: '5' });
    available += 5n;
    await expectAvailable();
  });

  it('the ledger holds true', () =>
    expectLedgerTruth(running, [
      { accountId: alice, programId: 'harbor' },
      { accountId: alice, programId: 'greenmart' },
      { accountId: bob, programId: 'harbor' },
    ]));
});

function change(body: Record<string, unknown>, authorization: object): Record<string, unknown> {
  return { ...body, authorization: { ...(body['authorization'] as object), ...authorization } };
}

/** Limits against abuse: set by a programme's issuer, kept by the ledger, whoever posts and however much at once. */
import { dayWithRoom } from '../support/calendar.js';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import {
  balanceOf,
  countOutcomes,
  openAccount,
  type OperationAnswer,
  type Problem,
} from '../support/points-session.js';
import { RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

type Body = Record<string, unknown>;

describe('limits', () => {
  let running: RunningConsortium;
  const touched: { accountId: string; programId: string }[] = [];

  beforeAll(async () => {
    running = await RunningConsortium.start();
  }, START_TIMEOUT_MS);
  afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);

  /** Longer than each of these takes. */
  const ONE_MS = 60_000;
  beforeEach(() => dayWithRoom(ONE_MS), ONE_MS + 10_000);

  const limit = (limits: object, slug = 'harbor') =>
    running.as(slug, 'admin').attempts.post<Problem>('/v1/programs/harbor/limits', { limits });
  const mustLimit = async (limits: object): Promise<void> => {
    const { status, body } = await limit(limits);
    expect([status, body]).toEqual([200, expect.objectContaining({ limits })]);
  };
  const member = async (amount: string): Promise<string> => {
    const accountId = await openAccount(running.as('harbor'), { programId: 'harbor', amount });
    touched.push({ accountId, programId: 'harbor' });
    return accountId;
  };
  const post = (path: string, body: object, slug = 'harbor') =>
    running.as(slug).attempts.post<Body>(path, { programId: 'harbor', ...body });
  const redeem = (accountId: string, amount: string) =>
    post('/v1/redemptions', { accountId, amount, acceptor: 'CityParkMSP' });
  const available = (accountId: string) => balanceOf(running.as('harbor'), accountId, 'harbor');
  const outcome = ({ status, body }: { status: number; body: Body }) =>
    status < 400 ? String(status) : String(body['code']);

  it('are the issuer’s to set', async () => {
    const { status, body } = await limit({ operations: { redeem: { max: '1' } } }, 'citypark');
    expect([status, body.code]).toEqual([403, 'NOT_ISSUER']);
    const wrong = await limit({ operations: { redeem: { min: '5', max: '4' } } });
    expect([wrong.status, wrong.body.code]).toEqual([400, 'REQUEST_INVALID']);
  });

  it('bound each operation by kind, from below and from above', async () => {
    const [alice, bob] = [await member('1000'), await member('1000')];
    const bounds = { min: '10', max: '100' };
    await mustLimit({ operations: { issue: bounds, transfer: bounds, redeem: bounds, hold: bounds } });
    const attempts: readonly [string, object][] = [
      ['/v1/issuances', { accountId: alice }],
      ['/v1/transfers', { fromAccountId: alice, toAccountId: bob }],
      ['/v1/redemptions', { accountId: alice }],
      ['/v1/holds', { accountId: alice, ttlSeconds: 300 }],
    ];
    for (const [path, body] of attempts) {
      const tried = [];
      for (const amount of ['9', '10', '100', '101']) tried.push(outcome(await post(path, { ...body, amount })));
      expect([path, tried]).toEqual([path, ['AMOUNT_BELOW_MINIMUM', '201', '201', 'AMOUNT_ABOVE_MAXIMUM']]);
    }
    expect(await available(alice)).toBe(1000n + 110n - 3n * 110n);
  });

  it('bound what leaves an account on a day, holds included, and a reversal gives nothing of it back', async () => {
    await mustLimit({ perAccountDay: { debitedMax: '100' } });
    const [alice, bob] = [await member('1000'), await member('1000')];
    expect(outcome(await redeem(alice, '60'))).toBe('201');
    const held = await post('/v1/holds', { accountId: alice, amount: '30', ttlSeconds: 300 });
    expect(held.status).toBe(201);
    expect(outcome(await redeem(alice, '11'))).toBe('DAY_LIMIT_EXCEEDED');
    await running.as('harbor').post(`/v1/holds/${String(held.body['operationId'])}/void`, {});
    expect(outcome(await redeem(alice, '11'))).toBe('DAY_LIMIT_EXCEEDED');
    expect(outcome(await redeem(alice, '10'))).toBe('201');
    expect(outcome(await redeem(alice, '1'))).toBe('DAY_LIMIT_EXCEEDED');
    // Others are not concerned.
    expect(outcome(await redeem(bob, '100'))).toBe('201');
    expect(await available(alice)).toBe(930n);
  });

  it('bound how often points leave an account on a day: of fifty at once, exactly so many', async () => {
    await mustLimit({ perAccountDay: { debitsMax: 7 } });
    const alice = await member('1000');
    const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(alice, '1')));
    expect(countOutcomes(answers)).toEqual({ 201: 7, '422 VELOCITY_EXCEEDED': 43 });
    expect(await available(alice)).toBe(993n);
  });

  it('hold for points that are spent from two sides at the same time', async () => {
    await mustLimit({ perAccountDay: { debitedMax: '50' } });
    const alice = await member('1000');
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        index % 2 === 0 ? redeem(alice, '3') : post('/v1/holds', { accountId: alice, amount: '3', ttlSeconds: 300 }),
      ),
    );
    expect(countOutcomes(answers)).toEqual({ 201: 16, '422 DAY_LIMIT_EXCEEDED': 24 });
  });

  it('bound what comes to an account', async () => {
    await mustLimit({ perAccountDay: { creditedMax: '100', creditsMax: 3 } });
    const alice = await openAccount(running.as('harbor'));
    touched.push({ accountId: alice, programId: 'harbor' });
    const issue = async (amount: string) => outcome(await post('/v1/issuances', { accountId: alice, amount }));
    expect([await issue('101'), await issue('40'), await issue('40'), await issue('21')]).toEqual([
      'DAY_LIMIT_EXCEEDED',
      '201',
      '201',
      'DAY_LIMIT_EXCEEDED',
    ]);
    expect([await issue('1'), await issue('1')]).toEqual(['201', 'VELOCITY_EXCEEDED']);
    expect(await available(alice)).toBe(81n);
  });

  it('are gone when they are taken off', async () => {
    await mustLimit({});
    const alice = await member('1000');
    const answers = await Promise.all(Array.from({ length: 20 }, () => redeem(alice, '50')));
    expect(countOutcomes(answers)).toEqual({ 201: 20 });
    expect((answers[0]?.body as unknown as OperationAnswer).state).toBe('committed');
  });

  it('the ledger holds true', () => expectLedgerTruth(running, touched), 60_000);
});

/** Many clients at once: nothing is spent twice, no cap is passed, nobody fails for another one's sake. */
import { randomUUID } from 'node:crypto';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { balanceOf, countOutcomes, openAccount } from '../support/points-session.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

const times = <T>(count: number, action: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => action(index)));

describe('under contention', () => {
  let running: RunningConsortium;
  const touched: { accountId: string; programId: string }[] = [];

  beforeAll(async () => {
    running = await RunningConsortium.start();
  }, START_TIMEOUT_MS);
  afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);

  const account = async (amount?: string): Promise<string> => {
    const points = amount === undefined ? undefined : { programId: 'harbor', amount };
    const accountId = await openAccount(running.as('harbor'), points);
    touched.push({ accountId, programId: 'harbor' });
    return accountId;
  };

  it('200 spends of one balance: exactly as many succeed as there are points for', async () => {
    const accountId = await account('100');
    const answers = await times(200, () =>
      running
        .as('harbor', 'cashier')
        .attempts.post('/v1/redemptions', { programId: 'harbor', accountId, amount: '1', acceptor: 'CityParkMSP' }),
    );
    expect(countOutcomes(answers)).toEqual({ 201: 100, '422 INSUFFICIENT_POINTS': 100 });
    expect(await balanceOf(running.as('harbor'), accountId, 'harbor')).toBe(0n);
  });

  it('150 credits and 150 debits of one account: none fails', async () => {
    const accountId = await account('150');
    const harbor = running.as('harbor');
    const answers = await times(300, (index) =>
      index % 2 === 0
        ? harbor.attempts.post('/v1/issuances', { programId: 'harbor', accountId, amount: '2' })
        : harbor.attempts.post('/v1/redemptions', { programId: 'harbor', accountId, amount: '1' }),
    );
    expect(countOutcomes(answers)).toEqual({ 201: 300 });
    expect(await balanceOf(harbor, accountId, 'harbor')).toBe(300n);
  });

  it('transfers in a ring leave everybody with what they had', async () => {
    const ring = await times(10, () => account('20'));
    const answers = await times(100, (index) =>
      running.as('harbor').attempts.post('/v1/transfers', {
        programId: 'harbor',
        fromAccountId: ring[index % 10],
        toAccountId: ring[(index + 1) % 10],
        amount: '2',
      }),
    );
    expect(countOutcomes(answers)).toEqual({ 201: 100 });
    for (const accountId of ring) expect(await balanceOf(running.as('harbor'), accountId, 'harbor')).toBe(20n);
  });

  it('a hundred captures and voids of one hold, through two gateways: exactly one resolves it', async () => {
    const accountId = await account('100');
    const { operationId: holdId } = await running.as('harbor').post('/v1/holds', {
      programId: 'harbor',
      accountId,
      amount: '80',
      beneficiary: 'CityParkMSP',
      ttlSeconds: 300,
    });
    await eventually(
      () => running.as('citypark').attempts.get(`/v1/holds/${holdId}?holdMspId=HarborMSP`),
      ({ status }) => status === 200,
    );
    const answers = await times(100, (index) => {
      if (index % 10 === 0)
        return running.as('citypark').attempts.post(`/v1/holds/${holdId}/void`, { holdMspId: 'HarborMSP' });
      return index % 2 === 0
        ? running.as('harbor').attempts.post(`/v1/holds/${holdId}/capture`, { amount: '30' })
        : running.as('citypark').attempts.post(`/v1/holds/${holdId}/capture`, { holdMspId: 'HarborMSP', amount: '30' });
    });
    // It was promised to CityPark: Harbor's gateway is told so, every time.
    expect(countOutcomes(answers)).toEqual({ 201: 1, '409 HOLD_RESOLVED': 59, '403 HOLD_NOT_YOURS': 40 });
    const won = answers.find(({ status }) => status === 201)?.body as { kind?: string } | undefined;
    const left = won?.kind === 'void' ? 100n : 70n;
    // Harbor’s peer may hear of it after CityPark’s.
    await eventually(
      () => balanceOf(running.as('harbor'), accountId, 'harbor'),
      (points) => points === left,
    );
  });

  it('a cap split over lanes is used to the last point and never passed', async () => {
    const programId = `harbor-${randomUUID().slice(0, 8)}`;
    await running
      .as('harbor', 'admin')
      .post('/v1/programs', { programId, name: 'Capped', unit: 'point', cap: '1000', lanes: 16 });
    const accountId = await account();
    touched.push({ accountId, programId });
    const issue = (amount: string) =>
      running.as('harbor').attempts.post('/v1/issuances', { programId, accountId, amount });
    const answers = await times(60, () => issue('37'));
    expect(countOutcomes(answers)).toEqual({ 201: 27, '422 QUOTA_EXHAUSTED': 33 });
    expect((await issue('2')).body).toMatchObject({ code: 'QUOTA_EXHAUSTED' });
    expect((await issue('1')).status).toBe(201);
    // Another organisation's peer receives the block in its own time.
    const supply = await eventually(
      () => running.as('auditor').get(`/v1/programs/${programId}/supply`),
      ({ issued }) => issued === '1000',
    );
    expect(supply.cap).toBe('1000');
  });

  it('one id sent by many at once takes effect once', async () => {
    const accountId = await account();
    const id = `once-${randomUUID()}`;
    const batches = await times(20, () =>
      running.as('harbor').post('/v1/batches', {
        operations: [{ kind: 'issue', id, programId: 'harbor', accountId, amount: '7' }],
      }),
    );
    for (const { outcomes } of batches) expect(outcomes).toMatchObject([{ id, state: 'committed' }]);
    expect(new Set(batches.map(({ outcomes }) => outcomes[0]?.txId)).size).toBe(1);
    expect(await balanceOf(running.as('harbor'), accountId, 'harbor')).toBe(7n);
  });

  it('one Idempotency-Key sent by many at once takes effect once', async () => {
    const accountId = await account();
    const idempotencyKey = randomUUID();
    const answers = await times(20, () =>
      running
        .as('harbor')
        .attempts.post('/v1/issuances', { programId: 'harbor', accountId, amount: '5' }, { idempotencyKey }),
    );
    // Those that come while the first one is under way are told so, and may ask again.
    for (const { status } of answers) expect([201, 409]).toContain(status);
    expect(answers.map(({ status }) => status)).toContain(201);
    expect(await balanceOf(running.as('harbor'), accountId, 'harbor')).toBe(5n);
  });

  it('an id used again for something else is a conflict that names the field, and has no effect', async () => {
    const accountId = await account();
    const id = `conflict-${randomUUID()}`;
    const post = (amount: string) =>
      running.as('harbor').post('/v1/batches', {
        operations: [{ kind: 'issue', id, programId: 'harbor', accountId, amount }],
      });
    await post('3');
    expect((await post('4')).outcomes).toMatchObject([{ id, state: 'rejected', code: 'ID_CONFLICT', field: 'amount' }]);
    expect((await post('3')).outcomes).toMatchObject([{ id, state: 'committed' }]);
    expect(await balanceOf(running.as('harbor'), accountId, 'harbor')).toBe(3n);
  });

  it('linked operations take effect together or not at all', async () => {
    const [rich, poor] = [await account('10'), await account('1')];
    const redeem = (accountId: string, amount: string, linked: boolean) => ({
      kind: 'redeem' as const,
      id: randomUUID(),
      programId: 'harbor',
      accountId,
      amount,
      linked,
    });
    const { outcomes } = await running.as('harbor').post('/v1/batches', {
      operations: [redeem(rich, '5', true), redeem(poor, '5', false), redeem(rich, '2', false)],
    });
    expect(outcomes.map(({ state, code }) => code ?? state)).toEqual([
      'LINKED_FAILED',
      'INSUFFICIENT_POINTS',
      'committed',
    ]);
    expect(await balanceOf(running.as('harbor'), rich, 'harbor')).toBe(8n);
  });

  it('a resent reversal undoes once', async () => {
    const accountId = await account('50');
    const harbor = running.as('harbor');
    const { operationId } = await harbor.post('/v1/redemptions', {
      programId: 'harbor',
      accountId,
      amount: '20',
      acceptor: 'GreenMartMSP',
    });
    const mine = await harbor.attempts.post('/v1/reversals', { operationId });
    expect([mine.status, mine.body]).toMatchObject([403, { code: 'REVERSAL_NOT_YOURS' }]);
    const greenmart = running.as('greenmart');
    await eventually(
      () => greenmart.attempts.get<{ entries: unknown[] }>(`/v1/accounts/${accountId}/statement`),
      ({ status, body }) => status === 200 && body.entries.length === 2,
    );
    const taking = { operationId, operationMspId: 'HarborMSP' };
    const answers = await times(5, () => greenmart.attempts.post('/v1/reversals', taking));
    expect(countOutcomes(answers)[201]).toBe(1);
    for (const { status, body } of answers)
      if (status !== 201) expect(body).toMatchObject({ code: 'ALREADY_REVERSED' });
    await eventually(
      () => balanceOf(harbor, accountId, 'harbor'),
      (points) => points === 50n,
    );
  });

  it('the ledger holds true', () => expectLedgerTruth(running, touched));
});

/** What a merchant lets an issuer owe it: two gateways at once, programs killed meanwhile, and the payment that gives it back. */
import { monthWithRoom, SCENARIO_MS } from '../support/calendar.js';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { countOutcomes, type Problem } from '../support/points-session.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

const LIMIT = 1_000;
const slugs = ['harbor', 'citypark'] as const;
type Slug = (typeof slugs)[number];
const path = '/v1/programs/harbor/credit/CityParkMSP';

describe('credit between merchants', () => {
  let running: RunningConsortium;
  const members: { slug: Slug; accountId: string }[] = [];
  const touched: { accountId: string; programId: string }[] = [];
  let month: string;

  beforeAll(async () => {
    month = await monthWithRoom();
  }, SCENARIO_MS + 10_000);
  beforeAll(async () => {
    running = await RunningConsortium.start();
    for (const slug of slugs) {
      for (let count = 0; count < 10; count += 1) {
        const { accountId } = await running.as(slug).post('/v1/accounts', { memberRef: `${slug}-${count}` });
        members.push({ slug, accountId });
        touched.push({ accountId, programId: 'harbor' });
      }
    }
    await eventually(
      () => Promise.all(members.map((each) => running.as('harbor').attempts.get(`/v1/accounts/${each.accountId}`))),
      (answers) => answers.every(({ status }) => status === 200),
    );
    for (const { accountId } of members)
      await running.as('harbor').post('/v1/issuances', { programId: 'harbor', accountId, amount: '1000' });
    const granted = await running
      .as('citypark', 'admin')
      .attempts.post<Problem>('/v1/programs/harbor/credit', { limit: String(LIMIT) });
    expect(granted.status).toBe(200);
    for (const slug of slugs) {
      await eventually(
        () => running.as(slug).attempts.get(path),
        ({ status }) => status === 200,
      );
      await eventually(
        () =>
          running
            .as(slug)
            .attempts.get<{ balances?: { available: string }[] }>(`/v1/accounts/${members.at(-1)!.accountId}/balances`),
        ({ body }) => body.balances?.[0]?.available === '1000',
      );
    }
  }, START_TIMEOUT_MS);
  afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);

  const spend = (slug: Slug, accountId: string, amount: number) =>
    running.as(slug, 'cashier').attempts.post('/v1/redemptions', {
      programId: 'harbor',
      accountId,
      amount: String(amount),
      acceptor: 'CityParkMSP',
    });
  const usedAt = async (slug: Slug): Promise<number> => Number((await running.as(slug).get(path)).used);
  /** Of all members one after the other each, of both gateways at once. */
  const spendTogether = async (amounts: readonly number[]) => {
    const answers = members.map(async ({ slug, accountId }) => {
      const each = [];
      for (const amount of amounts) each.push(await spend(slug, accountId, amount));
      return each;
    });
    return (await Promise.all(answers)).flat();
  };

  it('up to nine tenths of it two gateways that draw at once refuse nobody', async () => {
    const answers = await spendTogether([15, 15, 15]);
    expect(countOutcomes(answers)).toEqual({ 201: 60 });
    await eventually(
      () => Promise.all(slugs.map(usedAt)),
      (used) => used.every((each) => each === 900),
    );
  });

  it('all of it is used, and not a point more', async () => {
    const outcomes = countOutcomes(await spendTogether([5, 5, 5]));
    expect(outcomes).toEqual({ 201: 20, '422 CREDIT_EXHAUSTED': 40 });
    await eventually(
      () => Promise.all(slugs.map(usedAt)),
      (used) => used.every((each) => each === LIMIT),
    );
  });

  it('what is taken back can be drawn again within seconds, also when gateways are killed meanwhile', async () => {
    const [{ accountId }] = members as [(typeof members)[0]];
    const { body } = await running
      .as('harbor')
      .attempts.get<{ entries: { operationId: string; kind: string }[] }>(`/v1/accounts/${accountId}/statement`);
    const { operationId } = body.entries.find(({ kind }) => kind === 'redeem')!;
    const reversal = { operationId, operationMspId: 'HarborMSP' };
    const back = await running.as('citypark').post('/v1/reversals', reversal);
    const amount = Number(back.amount);
    await Promise.all([running.killAndAwaitRestart('gateway-citypark'), running.killAndAwaitRestart('gateway-harbor')]);
    await eventually(
      () => spend('harbor', accountId, amount).catch(() => undefined),
      (answer) => answer?.status === 201,
    );
    expect((await spend('harbor', accountId, 1)).body['code']).toBe('CREDIT_EXHAUSTED');
  });

  it('comes back by itself when its cycle is closed and paid', async () => {
    // Gateways that were killed come back.
    const done = (slug: string, what: string) =>
      eventually(
        () => running.as(slug).attempts.post(`/v1/clearing/cycles/${month}/${what}`, {}),
        ({ status }) => status === 200,
      );
    for (const slug of ['harbor', 'citypark', 'greenmart']) await done(slug, 'cut-off');
    await done('greenmart', 'close');
    const settlement = `/v1/settlements/${month}/HarborMSP/CityParkMSP`;
    await eventually(
      () => running.as('harbor').attempts.post(`${settlement}/instruct`, { reference: 'RF18' }),
      ({ status }) => status === 200,
    );
    expect(await usedAt('harbor')).toBe(LIMIT);
    await eventually(
      () => running.as('citypark').attempts.post(`${settlement}/confirm`, {}),
      ({ status }) => status === 200,
    );
    await eventually(
      () => usedAt('harbor'),
      (used) => used === 0,
    );
    await eventually(
      () => spend('harbor', members[0]!.accountId, 400),
      ({ status }) => status === 201,
    );
  });

  it('the audit finds nothing, and everybody sees the same', () =>
    expectLedgerTruth(running, touched).then(() => undefined));
});

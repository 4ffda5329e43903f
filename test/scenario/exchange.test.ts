/** Points of one merchant become points of another one, at rates that both agreed on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import {
  balanceOf,
  countOutcomes,
  openAccount,
  type OperationAnswer,
  type Problem,
} from '../support/points-session.js';
import { agreeOnRate, proposeRate, ratePath, sayOfRate, type RateVerb } from '../support/rate-agreement.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

interface Exchanged extends OperationAnswer {
  readonly rateVersion: number;
  readonly taken: string;
  readonly received: string;
  readonly remainder: string;
}
interface Quote {
  readonly version: number;
  readonly taken: string;
  readonly received: string;
  readonly remainder: string;
}

/** More than the member who exchanges most can spend, at whatever rates: 4 times 26. */
const FUNDS = 120;
const pair = { sourceProgramId: 'harbor', targetProgramId: 'greenmart' };
const fromNow = (ms: number) => new Date(Date.now() + ms).toISOString();

type Terms = Parameters<typeof proposeRate> extends [unknown, ...infer Rest] ? Rest : never;

describe('exchange', () => {
  let running: RunningConsortium;
  let alice = '';
  const touched: { accountId: string; programId: string }[] = [];

  beforeAll(async () => {
    running = await RunningConsortium.start();
    alice = await member('10000');
  }, START_TIMEOUT_MS);
  afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);

  const member = async (amount: string): Promise<string> => {
    const accountId = await openAccount(running.as('harbor'), { programId: 'harbor', amount });
    touched.push({ accountId, programId: 'harbor' }, { accountId, programId: 'greenmart' });
    return accountId;
  };
  const propose = (...terms: Terms) => proposeRate(running, ...terms);
  const agree = (...terms: Terms) => agreeOnRate(running, ...terms);
  const say = (slug: string, version: number, verb: RateVerb) =>
    running.as(slug, 'admin').attempts.post<Problem>(`${ratePath(version)}/${verb}`, {});
  const mustSay = (slug: string, version: number, verb: RateVerb) => sayOfRate(running, slug, version, verb);
  const exchange = (amount: string, more: object = {}, accountId = alice) =>
    running.as('harbor', 'cashier').attempts.post<Exchanged & Problem>('/v1/exchanges', {
      programId: 'harbor',
      accountId,
      amount,
      targetProgramId: 'greenmart',
      ...more,
    });
  const refused = async (code: string, amount: string, more: object = {}): Promise<void> => {
    const { status, body } = await exchange(amount, more);
    expect([body.code, status]).toEqual([code, code === 'RATE_UNKNOWN' ? 404 : 422]);
  };
  const quote = (amount: string) =>
    running
      .as('citypark')
      .attempts.get<Quote & Problem>(
        `/v1/rates/quote?sourceProgramId=harbor&targetProgramId=greenmart&amount=${amount}`,
      );
  const available = (programId: string) => balanceOf(running.as('harbor'), alice, programId);
  const granted = async (): Promise<bigint> => {
    const { used } = await running.as('greenmart').get('/v1/programs/greenmart/quota');
    return BigInt(used);
  };

  it('there is no rate before both issuers agreed on one', async () => {
    await refused('RATE_UNKNOWN', '100');
    await propose(1, '1', '3');
    await refused('RATE_NOT_OPEN', '100', { rateVersion: 1 });
    for (const slug of ['harbor', 'citypark']) {
      const { status, body } = await say(slug, 1, 'accept');
      expect([slug, status, body.code]).toEqual([slug, 403, 'NOT_RATE_PARTY']);
    }
    await mustSay('greenmart', 1, 'accept');
    const { rates } = await eventually(
      () => running.as('auditor').get('/v1/rates'),
      (page) => page.rates[0]?.status === 'accepted',
    );
    expect(rates).toEqual([expect.objectContaining({ ...pair, version: 1, status: 'accepted', quota: '1000' })]);
  });

  it('the quota that the target’s issuer grants is carved out of its programme', async () => {
    expect(await eventually(granted, (used) => used === 1000n)).toBe(1000n);
  });

  it('a quote says what an exchange then does, and no point is taken that buys nothing', async () => {
    const { status, body: told } = await eventually(
      () => quote('100'),
      (answer) => answer.status === 200,
    );
    expect([status, told]).toEqual([
      200,
      expect.objectContaining({ version: 1, taken: '99', received: '33', remainder: '1' }),
    ]);
    const done = await exchange('100');
    expect([done.status, done.body]).toEqual([
      201,
      expect.objectContaining({ rateVersion: 1, taken: '99', received: '33', remainder: '1' }),
    ]);
    expect([await available('harbor'), await available('greenmart')]).toEqual([9901n, 33n]);
  });

  it('minReceived guards the member', async () => {
    await refused('RECEIVED_TOO_LITTLE', '100', { minReceived: '34' });
    expect((await exchange('102', { minReceived: '34' })).status).toBe(201);
    await refused('EXCHANGE_TOO_SMALL', '2');
  });

  it('no more is issued than was granted', async () => {
    const { remaining } = await running.as('harbor').get('/v1/rates/harbor/greenmart/1');
    const over = String((BigInt(remaining) + 1n) * 3n);
    await refused('QUOTA_EXHAUSTED', over);
  });

  it('a suspended programme takes part in nothing', async () => {
    const set = (status: string) =>
      running.as('greenmart', 'admin').attempts.request('PATCH', '/v1/programs/greenmart', {
        body: { status },
        headers: { 'if-match': '*' },
      });
    expect((await set('suspended')).status).toBe(200);
    await refused('PROGRAM_SUSPENDED', '30', { rateVersion: 1 });
    expect((await set('active')).status).toBe(200);
    // Harbor’s peer receives the block in its own time.
    await eventually(
      () => exchange('30'),
      ({ status }) => status === 201,
    );
  });

  it('a suspended rate is opened again by whoever suspended it', async () => {
    await mustSay('harbor', 1, 'suspend');
    await refused('RATE_NOT_OPEN', '30', { rateVersion: 1 });
    expect((await say('greenmart', 1, 'resume')).status).toBe(403);
    await mustSay('harbor', 1, 'resume');
    expect((await exchange('30')).status).toBe(201);
  });

  it('the newest version that is open is taken, and one that has ended is refused', async () => {
    const validUntil = fromNow(12_000);
    await agree(2, '1', '2', { validUntil });
    const atBetter = await exchange('30');
    expect(atBetter.body).toMatchObject({ rateVersion: 2, received: '15' });
    await sleep(Date.parse(validUntil) - Date.now() + 500);
    await refused('RATE_EXPIRED', '30', { rateVersion: 2 });
    expect((await exchange('30')).body).toMatchObject({ rateVersion: 1, received: '10' });
  });

  it('while the rate changes, each exchange is made at one version and is exact', async () => {
    await agree(3, '2', '3', { quota: '400' });
    const members = await Promise.all(Array.from({ length: 20 }, () => member(String(FUNDS))));
    const change = async (): Promise<void> => {
      await agree(4, '3', '4', { quota: '400' });
      await mustSay('greenmart', 3, 'withdraw');
      await mustSay('harbor', 4, 'suspend');
      await mustSay('harbor', 4, 'resume');
    };
    const [answers] = await Promise.all([
      Promise.all(
        members.map(async (accountId, index) => {
          const done = [];
          for (let n = 0; n < 4; n += 1)
            done.push(await exchange(String(7 + index), n % 2 === 0 ? {} : { rateVersion: 3 }, accountId));
          return done;
        }),
      ),
      change(),
    ]);
    const ratios = new Map([
      [1, [1n, 3n]],
      [3, [2n, 3n]],
      [4, [3n, 4n]],
    ] as const);
    const all = answers.flat();
    const made = all.filter(({ status }) => status === 201).map(({ body }) => body);
    const outcomes = new Set(Object.keys(countOutcomes(all as never)));
    expect([...outcomes].filter((name) => !['201', '422 RATE_NOT_OPEN', '422 QUOTA_EXHAUSTED'].includes(name))).toEqual(
      [],
    );
    expect(made.length).toBeGreaterThan(20);
    for (const { rateVersion, taken, received, remainder, amount } of made) {
      const [n, d] = ratios.get(rateVersion as 1) ?? [0n, 1n];
      const bought = (BigInt(amount ?? '0') * n) / d;
      expect([rateVersion, BigInt(received)]).toEqual([rateVersion, bought]);
      expect((BigInt(taken) * n) / d).toBe(bought);
      expect(BigInt(taken) + BigInt(remainder)).toBe(BigInt(amount ?? '0'));
    }
    for (const [index, accountId] of members.entries()) {
      const mine = answers[index]!.filter(({ status }) => status === 201).map(({ body }) => body);
      const sum = (field: 'taken' | 'received') => mine.reduce((total, each) => total + BigInt(each[field]), 0n);
      expect(await balanceOf(running.as('harbor'), accountId, 'harbor')).toBe(BigInt(FUNDS) - sum('taken'));
      expect(await balanceOf(running.as('harbor'), accountId, 'greenmart')).toBe(sum('received'));
    }
    // What the version 4 has given out stands in its lanes.
    const { quotaByLane } = await running.as('harbor').get('/v1/rates/harbor/greenmart/4');
    const atFour = made.filter(({ rateVersion }) => rateVersion === 4);
    expect(quotaByLane.reduce((total, { used }) => total + BigInt(used), 0n)).toBe(
      atFour.reduce((total, { received }) => total + BigInt(received), 0n),
    );
  }, 120_000);

  it('a withdrawn rate is refused for good, and what was left of its quota is the programme’s again', async () => {
    for (const version of [1, 2, 4]) await mustSay('greenmart', version, 'withdraw');
    await refused('RATE_NOT_OPEN', '30', { rateVersion: 1 });
    await refused('RATE_UNKNOWN', '30');
    expect((await say('harbor', 1, 'resume')).body.code).toBe('RATE_NOT_OPEN');
    const { issued } = await running.as('greenmart').get('/v1/programs/greenmart/supply');
    expect(await eventually(granted, (used) => used === BigInt(issued))).toBe(BigInt(issued));
  });

  it('Harbor owes GreenMart the points that GreenMart answers for now', async () => {
    const { redeemed } = await running.as('harbor').get('/v1/programs/harbor/supply');
    const cycle = new Date().toISOString().slice(0, 7);
    const { positions } = await eventually(
      () => running.as('auditor').get(`/v1/clearing/cycles/${cycle}`),
      (seen) => seen.positions[0]?.amount === redeemed,
    );
    expect(positions).toEqual([
      {
        debtor: 'HarborMSP',
        creditor: 'GreenMartMSP',
        programId: 'harbor',
        amount: redeemed,
        // At the 900,000 millionths that Harbor's points are worth from the beginning.
        worth: String(BigInt(redeemed) * 900_000n),
      },
    ]);
  });

  it('the ledger holds true', () => expectLedgerTruth(running, touched), 60_000);
});

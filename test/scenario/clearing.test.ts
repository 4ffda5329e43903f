/** What merchants owe each other: added up while members spend, closed by anybody once, settled between the two. */
import { monthWithRoom, SCENARIO_MS } from '../support/calendar.js';
import { amountsOf, readCycle, sumOf, type Cycle, type Settlement } from '../support/clearing-session.js';
import { knownAt } from '../support/known-at.js';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { openAccount, type OperationAnswer, type Problem } from '../support/points-session.js';
import { agreeOnRate } from '../support/rate-agreement.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

interface Done extends OperationAnswer {
  readonly receipt: { readonly cycle?: string; readonly refersToCycle?: string; readonly taken?: string };
}

const merchantSlugs = ['harbor', 'citypark', 'greenmart'] as const;
const gateways = [...merchantSlugs, 'auditor'];
const mspIds: Readonly<Record<string, string>> = {
  harbor: 'HarborMSP',
  citypark: 'CityParkMSP',
  greenmart: 'GreenMartMSP',
};
const values: Readonly<Record<string, bigint>> = { harbor: 900_000n, citypark: 500_000n, greenmart: 1_100_000n };

describe('clearing and settlement', () => {
  let running: RunningConsortium;
  let month: string;
  let nextPart: string;
  const members: Record<string, string> = {};
  let late: OperationAnswer;
  /** What the load spent at CityPark and exchanged to GreenMart, as its receipts say. */
  const loaded: Done[] = [];
  let closed: Cycle;

  beforeAll(async () => {
    month = await monthWithRoom();
    nextPart = `${month}.02`;
  }, SCENARIO_MS + 10_000);
  beforeAll(async () => {
    running = await RunningConsortium.start();
    for (const slug of merchantSlugs) {
      members[slug] = await openAccount(running.as(slug), { programId: slug, amount: '10000' });
    }
    await agreeOnRate(running, 1, '1', '3', { quota: '100000', lanes: 16 });
  }, START_TIMEOUT_MS);
  afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);

  const spend = (slug: string, acceptor: string, amount: string, accountId = members[slug] ?? '') =>
    running
      .as(slug)
      .post('/v1/redemptions', { programId: slug, accountId, amount, acceptor: mspIds[acceptor] }) as Promise<Done>;
  const exchange = (amount: string, accountId = members['harbor'] ?? '') =>
    running
      .as('harbor')
      .post('/v1/exchanges', { programId: 'harbor', accountId, amount, targetProgramId: 'greenmart' }) as Promise<Done>;
  const read = (slug: string, cycle: string) => readCycle(running, slug, cycle);
  /** As many as show something, of both kinds that spenders do. */
  const sufficed = (cycle: string) =>
    eventually(
      async () => Map.groupBy(ofCycle(cycle), kindOf),
      (kinds) => (kinds.get('redeem')?.length ?? 0) >= 20 && (kinds.get('exchange')?.length ?? 0) >= 20,
    );
  const ofCycle = (cycle: string) => loaded.filter(({ receipt }) => receipt.cycle === cycle);
  const kindOf = ({ receipt }: Done) => (receipt.taken === undefined ? 'redeem' : 'exchange');

  it('redemptions elsewhere and exchanges add up, and sum to zero over all', async () => {
    late = await spend('harbor', 'citypark', '100');
    await spend('harbor', 'greenmart', '40');
    await spend('harbor', 'harbor', '7');
    await spend('citypark', 'harbor', '70');
    await spend('greenmart', 'citypark', '25');
    await exchange('61');
    const statement = await eventually(
      () => read('auditor', month),
      ({ positions }) => positions.length === 4,
    );
    expect(statement).toMatchObject({ status: 'open', unvalued: [] });
    expect(amountsOf(statement)).toEqual({
      'CityParkMSP HarborMSP citypark': '70',
      'GreenMartMSP CityParkMSP greenmart': '25',
      'HarborMSP CityParkMSP harbor': '100',
      'HarborMSP GreenMartMSP harbor': '100',
    });
    expect(sumOf(statement.net)).toBe(0n);
    expect(statement.moneyNet).toEqual([
      { mspId: 'CityParkMSP', amount: String(100n * 900_000n + 25n * 1_100_000n - 70n * 500_000n) },
      { mspId: 'GreenMartMSP', amount: String(100n * 900_000n - 25n * 1_100_000n) },
      { mspId: 'HarborMSP', amount: String(70n * 500_000n - 200n * 900_000n) },
    ]);
    expect(sumOf(statement.moneyNet)).toBe(0n);
  });

  it('a programme is taken where it is accepted, at no less than its acceptor asks for', async () => {
    const path = '/v1/programs/greenmart/acceptance';
    const harbor = running.as('harbor', 'admin');
    const acceptance = (slug: string) => running.as(slug).get(`${path}s`);
    await harbor.post(path, { valueMin: '1100001' });
    // Until then GreenMart's gateway takes what is spent at Harbor.
    for (const slug of ['auditor', 'greenmart'])
      await eventually(
        () => acceptance(slug),
        ({ acceptances }) => acceptances.some(({ mspId, inForce }) => mspId === 'HarborMSP' && !inForce),
      );
    const body = { programId: 'greenmart', accountId: members['greenmart'], amount: '1', acceptor: 'HarborMSP' };
    const refused = await running.as('greenmart').attempts.post<Problem>('/v1/redemptions', body);
    expect(refused.body).toMatchObject({ code: 'PROGRAM_NOT_ACCEPTED', errors: [{ pointer: '/acceptor' }] });
    await harbor.post(`${path}/end`, {});
    await harbor.post(path, { valueMin: '1100000' });
    const own = await running.as('greenmart', 'admin').attempts.post<Problem>(path, { valueMin: '1' });
    expect([own.status, own.body.code]).toEqual([422, 'PROGRAM_OWN']);
    const { clearingValues } = await running.as('greenmart', 'admin').post('/v1/programs/greenmart/clearing-value', {
      clearingValue: '1100000',
    });
    expect(clearingValues?.map(({ fromCycle }) => fromCycle)).toEqual([month, nextPart]);
  });

  it('a cycle that has not ended cannot be closed, and one merchant alone does not end it', async () => {
    const close = () => running.as('citypark').attempts.post<Problem>(`/v1/clearing/cycles/${month}/close`, {});
    expect((await close()).body.code).toBe('PERIOD_OPEN');
    const agree = (slug: string) => running.as(slug).post(`/v1/clearing/cycles/${month}/cut-off`);
    expect((await agree('greenmart')).agreed).toEqual(['GreenMartMSP']);
    expect((await agree('citypark')).agreed).toEqual(['CityParkMSP', 'GreenMartMSP']);
    expect((await close()).body.code).toBe('PERIOD_OPEN');
  });

  it('is closed by three gateways at once while members go on spending: no row is lost, none counts twice', async () => {
    const harbor = running.as('harbor');
    const spenders = await Promise.all(
      Array.from({ length: 12 }, () => openAccount(harbor, { programId: 'harbor', amount: '100000' })),
    );
    let going = true;
    const load = Promise.all(
      spenders.map(async (accountId, index) => {
        while (going) {
          const done =
            index % 3 === 0 ? await exchange('3', accountId) : await spend('harbor', 'citypark', '1', accountId);
          loaded.push(done);
        }
      }),
    );
    await sufficed(month);
    const last = await harbor.post(`/v1/clearing/cycles/${month}/cut-off`);
    expect(last.next).toBe(nextPart);
    // Its gateway closes nothing whose end it has not heard of.
    for (const slug of merchantSlugs)
      await eventually(
        () => running.as(slug).get(`/v1/clearing/cycles/${month}`),
        ({ next }) => next === nextPart,
      );
    const answers = await Promise.all(
      merchantSlugs.map((slug) =>
        running.as(slug).attempts.post<Cycle & Problem>(`/v1/clearing/cycles/${month}/close`, {}),
      ),
    );
    await sufficed(nextPart);
    going = false;
    await load;

    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(merchantSlugs.map(() => [200, undefined]));
    const statements = await Promise.all(
      gateways.map((slug) =>
        eventually(
          () => read(slug, month),
          ({ status }) => status === 'closed',
        ),
      ),
    );
    [closed] = statements as [Cycle];
    for (const statement of statements) expect(statement).toEqual(closed);

    const of = (cycle: string, kind: 'redeem' | 'exchange') =>
      ofCycle(cycle)
        .filter((done) => kindOf(done) === kind)
        .reduce((total, { receipt, amount }) => total + BigInt(receipt.taken ?? amount ?? '0'), 0n);
    for (const cycle of [month, nextPart]) expect([cycle, of(cycle, 'redeem') > 0n]).toEqual([cycle, true]);
    expect(new Set(loaded.map(({ receipt }) => receipt.cycle))).toEqual(new Set([month, nextPart]));
    expect(amountsOf(closed)).toEqual({
      'CityParkMSP HarborMSP citypark': '70',
      'GreenMartMSP CityParkMSP greenmart': '25',
      'HarborMSP CityParkMSP harbor': String(100n + of(month, 'redeem')),
      'HarborMSP GreenMartMSP harbor': String(100n + of(month, 'exchange')),
    });
    const open = await eventually(
      () => read('auditor', nextPart),
      (statement) =>
        amountsOf(statement)['HarborMSP CityParkMSP harbor'] === String(of(nextPart, 'redeem')) &&
        amountsOf(statement)['HarborMSP GreenMartMSP harbor'] === String(of(nextPart, 'exchange')),
    );
    expect(Object.keys(amountsOf(open))).toHaveLength(2);
    expect(sumOf(closed.net)).toBe(0n);
    expect(sumOf(closed.moneyNet)).toBe(0n);
  }, 120_000);

  it('stays as it is, whoever closes it again', async () => {
    for (const slug of merchantSlugs) {
      const { status, body } = await running.as(slug).attempts.post<Cycle>(`/v1/clearing/cycles/${month}/close`, {});
      expect([slug, status, body.closedAt, amountsOf(body)]).toEqual([slug, 200, closed.closedAt, amountsOf(closed)]);
    }
  });

  it('a late reversal counts in the open cycle and refers to the closed one', async () => {
    const before = amountsOf(await read('harbor', nextPart))['HarborMSP CityParkMSP harbor'] ?? '0';
    const taking = { operationId: late.operationId, operationMspId: 'HarborMSP' };
    const { receipt } = await running.as('citypark').post('/v1/reversals', taking);
    expect(receipt).toMatchObject({ cycle: nextPart, refersToCycle: month });
    await eventually(
      () => read('harbor', nextPart),
      (seen) => BigInt(amountsOf(seen)['HarborMSP CityParkMSP harbor'] ?? '0') === BigInt(before) - 100n,
    );
    expect(await read('harbor', month)).toEqual(closed);
  });

  describe('what is to be settled', () => {
    let settlements: readonly Settlement[] = [];
    const path = ({ debtor, creditor }: Settlement) => `/v1/settlements/${month}/${debtor}/${creditor}`;
    const slugOf = (mspId: string) => merchantSlugs.find((slug) => mspIds[slug] === mspId) ?? '';
    const third = ({ debtor, creditor }: Settlement) =>
      merchantSlugs.find((slug) => mspIds[slug] !== debtor && mspIds[slug] !== creditor) ?? '';
    const say = (slug: string, of: Settlement, verb: string, body: object = {}) =>
      running.as(slug).attempts.post<Settlement & Problem>(`${path(of)}/${verb}`, body);
    const outcome = async (...said: Parameters<typeof say>) => {
      const { status, body } = await say(...said);
      if (status !== 200) return body.code;
      // Each gateway hears of it in its own time.
      for (const slug of gateways)
        await knownAt<Settlement>(running.as(slug), path(said[1]), (seen) => seen.status === body.status);
      return body.status;
    };
    const aged = () => running.as('auditor').get('/v1/settlements/aged');

    it('is one sum for each pair in whole cents, both directions set against each other, and with what is owed on adds up to what each is owed', async () => {
      ({ settlements } = await running.as('auditor').get('/v1/settlements', { query: { cycle: month } }));
      expect(settlements.map(({ status }) => status)).toEqual(['due', 'due', 'due']);
      expect(settlements.map(({ debtor, creditor, amount }) => ({ debtor, creditor, amount }))).toEqual(
        closed.payments,
      );
      expect(
        settlements.filter(({ currency, amount }) => currency !== 'USD' || !/^[1-9]\d*000000$/.test(amount)),
      ).toEqual([]);
      expect(closed.remainders.length).toBeGreaterThan(0);
      for (const { mspId, amount } of closed.moneyNet) {
        const parts = [...closed.payments, ...closed.remainders];
        const owed = sumOf(parts.filter(({ creditor }) => creditor === mspId));
        const owes = sumOf(parts.filter(({ debtor }) => debtor === mspId));
        expect([mspId, String(owed - owes)]).toEqual([mspId, amount]);
      }
    });

    it('is due in the aged report', async () => {
      const { pairs } = await aged();
      expect(pairs.map(({ debtor, creditor, upTo30Days, total }) => [debtor, creditor, upTo30Days, total])).toEqual(
        settlements.map(({ debtor, creditor, amount }) => [debtor, creditor, amount, amount]),
      );
    });

    it('is instructed by the debtor and confirmed by the creditor, and by nobody else', async () => {
      const [first] = settlements as [Settlement];
      const [debtor, creditor] = [slugOf(first.debtor), slugOf(first.creditor)];
      const reference = { reference: 'SEPA 2026-0042' };
      expect(await outcome(creditor, first, 'instruct', reference)).toBe('NOT_SETTLEMENT_PARTY');
      expect(await outcome(third(first), first, 'dispute', { reason: 'none of mine' })).toBe('NOT_SETTLEMENT_PARTY');
      expect(await outcome(creditor, first, 'confirm')).toBe('SETTLEMENT_STATE');
      expect(await outcome(debtor, first, 'instruct', reference)).toBe('instructed');
      expect(await outcome(debtor, first, 'confirm')).toBe('NOT_SETTLEMENT_PARTY');
      expect(await outcome(creditor, first, 'confirm')).toBe('confirmed');
      expect(await outcome(creditor, first, 'dispute', { reason: 'too late' })).toBe('SETTLEMENT_STATE');
    });

    it('is disputed with a reason, resolved by whoever disputed it, and then paid', async () => {
      const [, second] = settlements as [Settlement, Settlement];
      const [debtor, creditor] = [slugOf(second.debtor), slugOf(second.creditor)];
      expect(await outcome(debtor, second, 'instruct', { reference: 'SEPA 1' })).toBe('instructed');
      expect(await outcome(creditor, second, 'dispute', { reason: 'a cent is missing' })).toBe('disputed');
      const { pairs } = await aged();
      expect(pairs.find(({ disputed }) => disputed !== '0')).toMatchObject({
        debtor: second.debtor,
        disputed: second.amount,
        total: second.amount,
      });
      expect(await outcome(creditor, second, 'confirm')).toBe('SETTLEMENT_STATE');
      expect(await outcome(debtor, second, 'resolve', { outcome: 'due', note: 'no' })).toBe('NOT_SETTLEMENT_PARTY');
      expect(await outcome(creditor, second, 'resolve', { outcome: 'due', note: 'it is paid again, whole' })).toBe(
        'due',
      );
      expect(await outcome(debtor, second, 'instruct', { reference: 'SEPA 2' })).toBe('instructed');
      expect(await outcome(creditor, second, 'confirm')).toBe('confirmed');
    });

    it('is seen by everybody as both sides left it, and what is confirmed has left the aged report', async () => {
      const wanted = ['confirmed', 'confirmed', 'due'];
      for (const slug of gateways) {
        const { settlements: seen } = await eventually(
          () => running.as(slug).get('/v1/settlements', { query: { cycle: month } }),
          (page) => page.settlements.map(({ status }) => status).join() === wanted.join(),
        );
        expect(seen[1]).toMatchObject({ reference: 'SEPA 2', resolution: { note: 'it is paid again, whole' } });
      }
      expect((await aged()).pairs.map(({ debtor, creditor, total }) => [debtor, creditor, total])).toEqual(
        settlements.slice(2).map(({ debtor, creditor, amount }) => [debtor, creditor, amount]),
      );
    });

    it('is given as CSV', async () => {
      const csv = async (of: string): Promise<string[]> => {
        const { status, headers, body } = await running
          .as('auditor')
          .attempts.request<string>('GET', of, { headers: { accept: 'text/csv' } });
        expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('text/csv')]);
        return body.trimEnd().split('\r\n');
      };
      const [header, ...rows] = await csv(`/v1/settlements?cycle=${month}`);
      expect(header).toBe('cycle,debtor,creditor,amount,currency,amount_millionths,status,due_since,reference');
      expect(rows.map((row) => row.split(',').slice(0, 7))).toEqual(
        settlements.map(({ debtor, creditor, amount }, index) => [
          month,
          debtor,
          creditor,
          (Number(amount) / 100_000_000).toFixed(2),
          'USD',
          amount,
          index < 2 ? 'confirmed' : 'due',
        ]),
      );
      const positions = (await csv(`/v1/clearing/cycles/${month}`)).slice(1).map((row) => row.split(','));
      expect(
        positions.map(([cycle, status, debtor, creditor, programId, points]) => [
          cycle,
          status,
          `${debtor} ${creditor} ${programId}`,
          points,
        ]),
      ).toEqual(Object.entries(amountsOf(closed)).map(([name, amount]) => [month, 'closed', name, amount]));
      for (const [, , , , programId = '', points = '', value, money, currency] of positions) {
        const worth = String(BigInt(points) * (values[programId] ?? 0n));
        expect([value, money, currency]).toEqual([String(values[programId]), worth, 'USD']);
      }
      expect(await csv('/v1/settlements/aged')).toHaveLength(2);
    });
  });

  it('the ledger holds true', () => expectLedgerTruth(running), 60_000);
});

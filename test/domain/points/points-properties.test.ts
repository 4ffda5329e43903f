/** What no sequence of operations may break. */
import fc from 'fast-check';
import type { Operation, Receipt } from '@commonpoint/catalogue';
import { accounts, PointsWorld } from './points-world.js';

const CAP = 200n;
/** RETURN_STEPS makes the search for a gained point longer, by a seed that it prints; `npm run test:simulation` takes 100,000. */
const RETURN_STEPS = Number(process.env['RETURN_STEPS'] ?? 6_000);
const STEPS_A_RUN = 30;
const account = fc.constantFrom(...accounts);
const amount = fc.integer({ min: 1, max: 40 }).map(String);
const base = { programId: fc.constant('harbor'), id: fc.integer({ min: 0, max: 60 }).map((n) => `op-${n}`) };

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    ...base,
    kind: fc.constant('issue' as const),
    accountId: account,
    amount,
    lanes: fc.constantFrom<number[]>([0], [1], [0, 1], [1, 0]),
  }),
  fc.record({
    ...base,
    kind: fc.constant('issue' as const),
    accountId: account,
    amount,
    maturesOn: fc.constantFrom('2026-11-23', '2026-11-24', '2026-12-02'),
  }),
  fc.record({
    ...base,
    kind: fc.constant('extend' as const),
    accountId: account,
    endingBy: fc.constantFrom('2026-11-22', '2027-01-31'),
    expiresOn: fc.constantFrom('2026-11-30', '2027-06-30'),
  }),
  fc.record({ ...base, kind: fc.constant('consolidate' as const), accountId: account }),
  fc.record({ ...base, kind: fc.constant('redeem' as const), accountId: account, amount }),
  fc.record({
    ...base,
    kind: fc.constant('redeem' as const),
    accountId: account,
    amount,
    acceptor: fc.constant('CityParkMSP'),
  }),
  fc.record({ ...base, kind: fc.constant('transfer' as const), fromAccountId: account, toAccountId: account, amount }),
  fc.record({ ...base, kind: fc.constant('expire' as const), accountId: account }),
  fc.record(
    {
      id: base.id,
      kind: fc.constant('reverse' as const),
      operationMspId: fc.constant('HarborMSP'),
      operationId: base.id,
      amount,
    },
    { requiredKeys: ['id', 'kind', 'operationId'] },
  ),
  fc.record(
    {
      ...base,
      kind: fc.constant('hold' as const),
      accountId: account,
      amount,
      beneficiary: fc.constantFrom('CityParkMSP', 'HarborMSP'),
      expiresAt: fc.constant('2026-11-23T09:00:00.000Z'),
    },
    { requiredKeys: ['id', 'programId', 'kind', 'accountId', 'amount', 'expiresAt'] },
  ),
  fc.record(
    { id: base.id, kind: fc.constant('capture' as const), holdId: base.id, amount },
    { requiredKeys: ['id', 'kind', 'holdId'] },
  ),
  fc.record({ id: base.id, kind: fc.constant('void' as const), holdId: base.id }),
  fc.record(
    {
      ...base,
      kind: fc.constant('exchange' as const),
      accountId: account,
      amount,
      targetProgramId: fc.constant('citypark'),
      rateVersion: fc.constant(1),
      minReceived: fc.constant('3'),
    },
    { requiredKeys: ['id', 'programId', 'kind', 'accountId', 'amount', 'targetProgramId', 'rateVersion'] },
  ),
);
const linkable = fc.tuple(operation, fc.boolean()).map(([op, linked]): Operation => (linked ? { ...op, linked } : op));
const batch = fc
  .array(linkable, { minLength: 1, maxLength: 12 })
  .map((operations) => [...operations.slice(0, -1), { ...(operations.at(-1) as Operation), linked: false }]);
const batches = fc.array(batch, { minLength: 1, maxLength: 8 });
const merchant = fc.constantFrom('HarborMSP', 'CityParkMSP');

function startWorld(rules = {}): PointsWorld {
  const world = new PointsWorld({ cap: CAP, rules });
  world.grant(accounts[0] as string, 15n, '2026-11-01');
  world.grant(accounts[0] as string, 15n, '2027-01-31');
  world.grant(accounts[1] as string, 7n, '2027-01-31');
  return world;
}

function expectInvariants(world: PointsWorld): void {
  const { issued, redeemed, expired, reversed, held } = world.supply;
  expect(world.held()).toBe(issued - redeemed - expired - reversed - held);
  expect(world.onHold()).toBe(held);
  expect(world.held(undefined, 'citypark')).toBe(world.targetSupply.issued);
  expect(BigInt(world.rateLane.used)).toBe(world.targetSupply.issued);
  expect(BigInt(world.rateLane.used)).toBeLessThanOrEqual(BigInt(world.rateLane.granted));
  for (const { row } of world.lots.values()) expect(BigInt(row.amount)).toBeGreaterThan(0n);
  for (const { granted, used } of world.lanes) expect(BigInt(used)).toBeLessThanOrEqual(BigInt(granted));
  const granted = world.lanes.reduce((sum, lane) => sum + BigInt(lane.granted), 0n);
  expect(granted).toBeLessThanOrEqual(CAP);
  const acceptedElsewhere = [...world.receipts.values()].filter(
    ({ kind, acceptor }) => (kind === 'redeem' || kind === 'capture') && acceptor === 'CityParkMSP',
  );
  for (const { kind, mspId, reverses, reversesMspId = mspId, acceptor } of world.receipts.values()) {
    if (kind !== 'reverse') continue;
    const target = world.receipts.get(`${reversesMspId} ${reverses}`);
    expect(mspId).toBe(
      target?.kind === 'redeem' || target?.kind === 'capture' ? (acceptor ?? 'HarborMSP') : reversesMspId,
    );
  }
  for (const { amount, reversed = '0' } of world.receipts.values()) {
    expect(BigInt(reversed)).toBeLessThanOrEqual(BigInt(amount));
  }
  const exchanged = [...world.receipts.values()].flatMap(({ taken }) => (taken === undefined ? [] : [BigInt(taken)]));
  const owed = [
    ...acceptedElsewhere.map(({ amount, reversed = '0' }) => BigInt(amount) - BigInt(reversed)),
    ...exchanged,
  ];
  expect(world.clearing).toBe(owed.reduce((sum, points) => sum + points, 0n));
  expect(world.worth).toBe(3n * world.clearing);
}

test('points are conserved, none is negative, and the cap holds', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(batch, merchant), { minLength: 1, maxLength: 8 }), (all) => {
      const world = startWorld();
      for (const [operations, mspId] of all) {
        world.post(operations, { mspId });
        expectInvariants(world);
      }
    }),
    { numRuns: 150 },
  );
});

const day = fc.constantFrom('2026-11-23', '2026-11-24', '2026-12-03', '2027-02-01', '2027-12-24');

test('no order of return, hold, void, redeem and reverse gains a point that no purchase gave', () => {
  const seed = Number(process.env['RETURN_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  let steps = 0;
  const days = fc.array(fc.tuple(batch, merchant, day), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(days, fc.constantFrom('clawback', 'forgiven'), (all, shortfall) => {
      const world = startWorld({ shortfall, reinstatementDays: 30 });
      const granted = world.supply.issued;
      for (const [operations, mspId, today] of all.toSorted(([, , a], [, , b]) => (a < b ? -1 : 1))) {
        steps += operations.length;
        world.post(operations, { mspId, txTime: `${today}T08:00:00.000Z` });
        const receipts = [...world.receipts.values()];
        const isReturn = ({ kind, shortfall: missing, reverses, mspId: by }: Receipt): boolean =>
          kind === 'reverse' &&
          (missing !== undefined || receipts.some((r) => r.id === reverses && r.mspId === by && r.kind === 'issue'));
        const sum = (of: readonly Receipt[], read: (receipt: Receipt) => string): bigint =>
          of.reduce((total, receipt) => total + BigInt(read(receipt)), 0n);
        const purchased =
          granted +
          sum(
            receipts.filter(({ kind }) => kind === 'issue'),
            ({ amount: n }) => n,
          );
        const returns = receipts.filter(isReturn);
        const forgiven = shortfall === 'clawback' ? 0n : sum(returns, (receipt) => receipt.shortfall ?? '0');
        const returned =
          sum(returns, (receipt) => receipt.amount) + sum(returns, (receipt) => receipt.shortfall ?? '0');
        const { redeemed, expired, held } = world.supply;
        // What is there, set aside, spent or ended is what purchases gave that were not returned, and what is owed back.
        expect(world.held() + held + redeemed + expired).toBe(purchased - returned + forgiven + world.owedBack());
        if (shortfall === 'forgiven') expect(world.owedBack()).toBe(0n);
        for (const { kind, consumed = [], txTime } of receipts)
          if (['redeem', 'hold', 'transfer', 'exchange'].includes(kind))
            for (const { lotId } of consumed) expect(lotId >= txTime.slice(0, 10)).toBe(true);
      }
    }),
    { numRuns: Math.ceil(RETURN_STEPS / STEPS_A_RUN), seed },
  );
  if (process.env['RETURN_STEPS'] !== undefined) console.info(`returns: RETURN_SEED=${seed}, ${steps} steps`);
});

test('the same batch again changes nothing and answers the same receipts', () => {
  fc.assert(
    fc.property(batch, (operations) => {
      const world = startWorld();
      const first = world.post(operations);
      const posted = operations.filter((_, index) => first[index]?.state === 'POSTED');
      const before = { balances: world.balances(), lots: world.lots.size };
      const again = world.post(posted.map((op) => ({ ...op, linked: false })));
      expect(again.map(({ state }) => state)).toEqual(posted.map(() => 'EXISTS'));
      expect(world.writes).toBe(0);
      expect({ balances: world.balances(), lots: world.lots.size }).toEqual(before);
      again.forEach(({ id, receipt }) => expect(receipt).toEqual(world.receipts.get(`HarborMSP ${id}`)));
    }),
    { numRuns: 150 },
  );
});

test('one batch or many, split anywhere, give the same balances and outcomes', () => {
  const unlinked = fc.array(operation, { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(unlinked, fc.array(fc.integer({ min: 1, max: 8 })), (operations, sizes) => {
      const whole = startWorld();
      const atOnce = whole.post(operations);
      const split = startWorld();
      const inParts = [];
      for (let start = 0, part = 0; start < operations.length; part += 1) {
        const size = sizes[part] ?? operations.length;
        inParts.push(...split.post(operations.slice(start, start + size)));
        start += size;
      }
      expect(inParts.map(({ state, code }) => code ?? state)).toEqual(atOnce.map(({ state, code }) => code ?? state));
      expect(split.balances()).toEqual(whole.balances());
      expect(split.supply).toEqual(whole.supply);
      expect(split.lanes).toEqual(whole.lanes);
      expect(split.rateLane).toEqual(whole.rateLane);
    }),
    { numRuns: 150 },
  );
});

test('an operation that is rejected leaves no effect', () => {
  fc.assert(
    fc.property(batch, (operations) => {
      const world = startWorld();
      const outcomes = world.post(operations);
      const effective = startWorld();
      effective.post(
        operations.filter((_, index) => outcomes[index]?.state === 'POSTED').map((op) => ({ ...op, linked: false })),
      );
      expect(effective.balances()).toEqual(world.balances());
      expect(effective.supply).toEqual(world.supply);
    }),
    { numRuns: 150 },
  );
});

test('no account moves more on a day than the programme allows', () => {
  const limits = {
    operations: { redeem: { min: '2' }, transfer: { max: '20' } },
    perAccountDay: { debitedMax: '25', debitsMax: 3, creditedMax: '40', creditsMax: 4 },
  };
  fc.assert(
    fc.property(batches, (all) => {
      const world = new PointsWorld({ cap: CAP, limits });
      for (const accountId of accounts) world.grant(accountId, 30n, '2027-01-31');
      for (const operations of all) world.post(operations);
      const receipts = [...world.receipts.values()];
      for (const accountId of accounts) {
        const debits = receipts.filter(
          (receipt) =>
            receipt.accountId === accountId && ['redeem', 'transfer', 'hold', 'exchange'].includes(receipt.kind),
        );
        const points = debits.map(({ taken, amount: asked }) => BigInt(taken ?? asked));
        expect(points.reduce((sum, moved) => sum + moved, 0n)).toBeLessThanOrEqual(25n);
        expect(debits.length).toBeLessThanOrEqual(3);
        // What others send counts at them.
        const credits = receipts.filter((receipt) => receipt.kind === 'issue' && receipt.accountId === accountId);
        expect(credits.reduce((sum, receipt) => sum + BigInt(receipt.amount), 0n)).toBeLessThanOrEqual(40n);
        expect(credits.length).toBeLessThanOrEqual(4);
      }
    }),
    { numRuns: 150 },
  );
});

/** What is paid for a cycle, and that nothing of what is owed disappears or is paid twice, over any number of cycles. */
import fc from 'fast-check';
import type { MemberStatus, Netting, Organization, Owed } from '@commonpoint/catalogue';
import { finishCycle, foldCycle, type CycleRow } from '../../../chaincode/src/domain/clearing/close-cycle.js';
import { payableOf } from '../../../chaincode/src/domain/clearing/payments.js';

const merchants = ['CityParkMSP', 'FifthMSP', 'FourthMSP', 'GreenMartMSP', 'HarborMSP'];
const UNIT = 1_000_000n;
const amounts = fc.oneof(
  fc.bigInt({ min: -3n * UNIT, max: 3n * UNIT }),
  fc.bigInt({ min: -(10n ** 27n), max: 10n ** 27n }),
);
const debts = fc.array(
  fc
    .record({
      debtor: fc.constantFrom(...merchants),
      creditor: fc.constantFrom(...merchants),
      amount: amounts.map(String),
    })
    .filter(({ debtor, creditor }) => debtor !== creditor),
  { maxLength: 12 },
);
const nettings = fc.constantFrom<Netting>('pairs', 'all');
const together = (netting: Netting) => new Set(netting === 'all' ? merchants : []);

/** What each is owed, all in all; negative is owes. */
function netOf(...lists: (readonly Owed[])[]): Record<string, bigint> {
  const net = Object.fromEntries(merchants.map((mspId) => [mspId, 0n]));
  for (const { debtor, creditor, amount } of lists.flat()) {
    net[debtor]! -= BigInt(amount);
    net[creditor]! += BigInt(amount);
  }
  return net;
}
const byPair = (list: readonly Owed[]) => {
  const pairs: Record<string, bigint> = {};
  for (const { debtor, creditor, amount } of list) {
    const [first, second] = [debtor, creditor].sort();
    const name = `${first} ${second}`;
    pairs[name] = (pairs[name] ?? 0n) + (debtor === first ? BigInt(amount) : -BigInt(amount));
  }
  return Object.fromEntries(Object.entries(pairs).filter(([, sum]) => sum !== 0n));
};

test('payments and remainders are what was owed, of each merchant; payments are whole units, and no remainder pays a unit by itself', () => {
  fc.assert(
    fc.property(debts, nettings, (owed, netting) => {
      const { payments, remainders } = payableOf(owed, together(netting));
      expect(netOf(payments, remainders)).toEqual(netOf(owed));
      for (const { amount } of payments) {
        expect(BigInt(amount) > 0n).toBe(true);
        expect(BigInt(amount) % UNIT).toBe(0n);
      }
      // Of one side each is below a unit; so all are together below as many units as there are others.
      const left = remainders.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
      if (netting === 'all') expect(left < BigInt(merchants.length - 1) * UNIT).toBe(true);
      else for (const { amount } of remainders) expect(BigInt(amount) < UNIT).toBe(true);
    }),
  );
});

test('nobody pays more than it owes, or gets more than it is owed', () => {
  fc.assert(
    fc.property(debts, nettings, (owed, netting) => {
      const { payments } = payableOf(owed, together(netting));
      const [owing, paid] = netting === 'all' ? [netOf(owed), netOf(payments)] : [byPair(owed), byPair(payments)];
      for (const [name, sum] of Object.entries(paid)) {
        const all = owing[name] ?? 0n;
        expect(sum === 0n || (sum > 0n === all > 0n && (sum > 0n ? sum <= all : sum >= all))).toBe(true);
      }
    }),
  );
});

test('by pair it is what the two owe each other, and nobody else’s', () => {
  fc.assert(
    fc.property(debts, (owed) => {
      const { payments, remainders } = payableOf(owed, new Set());
      expect(byPair([...payments, ...remainders])).toEqual(byPair(owed));
      const pairs = payments.map(({ debtor, creditor }) => [debtor, creditor].sort().join());
      expect(new Set(pairs).size).toBe(pairs.length);
    }),
  );
});

test('over all there are fewer payments than merchants, and nobody both pays and is paid', () => {
  fc.assert(
    fc.property(debts, (owed) => {
      const { payments } = payableOf(owed, together('all'));
      expect(payments.length < merchants.length).toBe(true);
      const payers = new Set(payments.map(({ debtor }) => debtor));
      expect(payments.some(({ creditor }) => payers.has(creditor))).toBe(false);
    }),
  );
});

test('in whatever order debts come, the same is paid', () => {
  fc.assert(
    fc.property(debts, nettings, fc.infiniteStream(fc.nat()), (owed, netting, order) => {
      const shuffled = owed
        .map((debt) => ({ debt, at: order.next().value as number }))
        .sort((a, b) => a.at - b.at)
        .map(({ debt }) => debt);
      expect(payableOf(shuffled, together(netting))).toEqual(payableOf(owed, together(netting)));
    }),
  );
});

test('who owes most pays who is owed most', () => {
  const owed = [
    { debtor: 'HarborMSP', creditor: 'CityParkMSP', amount: '5000000' },
    { debtor: 'CityParkMSP', creditor: 'GreenMartMSP', amount: '4000000' },
    { debtor: 'FourthMSP', creditor: 'GreenMartMSP', amount: '2500000' },
  ];
  // Harbor owes 5, Fourth 2.5; GreenMart is owed 6.5, CityPark 1.
  expect(payableOf(owed, together('all'))).toEqual({
    payments: [
      { debtor: 'FourthMSP', creditor: 'CityParkMSP', amount: '1000000' },
      { debtor: 'FourthMSP', creditor: 'GreenMartMSP', amount: '1000000' },
      { debtor: 'HarborMSP', creditor: 'GreenMartMSP', amount: '5000000' },
    ],
    remainders: [{ debtor: 'FourthMSP', creditor: 'GreenMartMSP', amount: '500000' }],
  });
});

const member = (mspId: string, status: MemberStatus): Organization => ({
  mspId,
  name: mspId,
  kind: 'merchant',
  status,
  registeredAt: '2026-01-01T00:00:00.000Z',
});
const members = (statuses: Record<string, MemberStatus> = {}) =>
  merchants.map((mspId) => member(mspId, statuses[mspId] ?? 'active'));

function close(
  before: Pick<CycleRow, 'remainders'>,
  cycle: string,
  owed: readonly Owed[],
  netting: Netting,
  organizations = members(),
): CycleRow {
  const rows = owed.map(({ amount, ...pair }) => ({ ...pair, programId: 'harbor', amount: '1', worth: amount }));
  return finishCycle(foldCycle(undefined, cycle, rows), {
    programs: [],
    acceptances: new Map(),
    privatePairs: [],
    constitution: { clearing: { currency: 'JPY', netting } },
    organizations,
    remaindersBefore: before.remainders ?? [],
    open: '2027-01',
    closedAt: 'then',
  });
}

test('over any number of cycles, however netted, what was paid and what is left last are exactly what was owed', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(debts, nettings), { maxLength: 12 }), (cycles) => {
      let last: Pick<CycleRow, 'remainders'> = {};
      const paid: Owed[] = [];
      for (const [at, [owed, netting]] of cycles.entries()) {
        const closed = close(last, `2026-11.${at + 10}`, owed, netting);
        expect(closed).toMatchObject({ currency: 'JPY', netting, remaindersBefore: last.remainders ?? [] });
        paid.push(...(closed.payments ?? []));
        last = closed;
      }
      expect(netOf(paid, last.remainders ?? [])).toEqual(netOf(...cycles.map(([owed]) => owed)));
      const left = (last.remainders ?? []).reduce((sum, { amount }) => sum + BigInt(amount), 0n);
      expect(left < 10n * UNIT).toBe(true);
    }),
  );
});

test('many cycles of less than a unit are paid as soon as they are one', () => {
  let last: CycleRow | undefined;
  const paid: Owed[] = [];
  for (let at = 0; at < 25; at += 1) {
    const owed = [{ debtor: 'HarborMSP', creditor: 'CityParkMSP', amount: '400000' }];
    last = close(last ?? {}, `2026-11.${at + 10}`, owed, 'pairs');
    paid.push(...(last.payments ?? []));
  }
  expect(paid).toEqual(
    Array.from({ length: 10 }, () => ({ debtor: 'HarborMSP', creditor: 'CityParkMSP', amount: '1000000' })),
  );
  expect(last?.remainders).toEqual([]);
});

test('who is suspended or gone is netted with each other one alone, so that nobody else bears what it does not pay', () => {
  const owed = [
    { debtor: 'HarborMSP', creditor: 'CityParkMSP', amount: '5000000' },
    { debtor: 'CityParkMSP', creditor: 'GreenMartMSP', amount: '5000000' },
  ];
  expect(close({}, '2026-11', owed, 'all').payments).toEqual([{ ...owed[0], creditor: 'GreenMartMSP' }]);
  for (const status of ['suspended', 'left'] as const) {
    const apart = close({}, '2026-11', owed, 'all', members({ HarborMSP: status }));
    expect(apart.payments).toEqual([owed[1], owed[0]]);
  }
  expect(close({}, '2026-11', owed, 'all', members({ HarborMSP: 'leaving' })).payments).toHaveLength(1);
});

test('what is left with one that has left is owed on while more comes, and ends with the first cycle that adds nothing', () => {
  const gone = members({ HarborMSP: 'left' });
  const left = { debtor: 'HarborMSP', creditor: 'CityParkMSP', amount: '600000' };
  const first = close({}, '2026-11', [left], 'pairs', gone);
  expect(first).toMatchObject({ payments: [], remainders: [left] });
  const second = close(first, '2026-12', [left], 'pairs', gone);
  expect(second).toMatchObject({
    payments: [{ ...left, amount: '1000000' }],
    remainders: [{ ...left, amount: '200000' }],
  });
  const third = close(second, '2027-01', [], 'pairs', gone);
  expect(third).toMatchObject({ payments: [], remainders: [], dropped: [{ ...left, amount: '200000' }] });
  expect(close(third, '2027-02', [], 'pairs', gone)).not.toHaveProperty('dropped');
  // Between others nothing is ever dropped.
  expect(close(second, '2027-01', [], 'pairs')).toMatchObject({ remainders: [{ ...left, amount: '200000' }] });
});

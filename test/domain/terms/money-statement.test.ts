/** What a pair on private terms owes for a cycle: worked examples, and what holds for all of them. */
import fc from 'fast-check';
import { type CycleReport, moneyStatement, type Position, type PrivateTerms } from '@commonpoint/catalogue';
import { type CycleRow, finishCycle, foldCycle } from '../../../chaincode/src/domain/clearing/close-cycle.js';
import {
  decideStatement,
  makeMoneyStatement,
  type StatementDue,
} from '../../../chaincode/src/domain/terms/money-statement.js';
import { Refusal } from '../../../chaincode/src/domain/core/refusal.js';
import { settlementsOf } from '../../../chaincode/src/domain/clearing/settlements.js';
import { partiesOf, privateHash } from '../../../chaincode/src/domain/terms/terms.js';

const [citypark, harbor, greenmart] = ['CityParkMSP', 'HarborMSP', 'GreenMartMSP'] as const;
const parties = partiesOf(harbor, citypark);
const publicValues = new Map([
  ['harbor', '900000'],
  ['citypark', '500000'],
]);
const worthOf = (programId: string, amount: bigint | number | string): string =>
  String(BigInt(amount) * BigInt(publicValues.get(programId) ?? '0'));
const owes = (
  debtor: string,
  creditor: string,
  programId: string,
  amount: bigint | number,
): Position & { worth: string } => ({
  debtor,
  creditor,
  programId,
  amount: String(amount),
  worth: worthOf(programId, amount),
});
const terms = (more: Partial<PrivateTerms> = {}): PrivateTerms => ({
  parties,
  version: 1,
  validFrom: '2026-11',
  prices: [],
  fees: [],
  salt: '0'.repeat(32),
  ...more,
});
const due = (positions: Position[], more: Partial<StatementDue> = {}): StatementDue => ({
  parties,
  termsVersion: 1,
  cycle: '2026-11',
  currency: 'EUR',
  positions,
  values: [...publicValues].map(([programId, clearingValue]) => ({ programId, clearingValue })),
  ...more,
});

describe('a line', () => {
  const lineOf = (points: number, prices: PrivateTerms['prices'], programId = 'harbor') =>
    makeMoneyStatement(due([owes(harbor, citypark, programId, points)]), [terms({ prices })]).lines[0];

  test.each<[string, number, PrivateTerms['prices'], string, object]>([
    [
      'at the price',
      100,
      [{ programId: 'harbor', price: '700000' }],
      'harbor',
      { amount: '70000000', pointsAtPrice: '100' },
    ],
    ['for nothing', 100, [{ programId: 'harbor', price: '0' }], 'harbor', { amount: '0', pointsAtPrice: '100' }],
    [
      'up to the limit',
      100,
      [{ programId: 'harbor', price: '700000', pointsMax: '100' }],
      'harbor',
      { amount: '70000000', pointsAtPrice: '100', pointsAtClearingValue: '0' },
    ],
    [
      'one above the limit: that one at the public value',
      101,
      [{ programId: 'harbor', price: '700000', pointsMax: '100' }],
      'harbor',
      { amount: '70900000', pointsAtPrice: '100', pointsAtClearingValue: '1' },
    ],
    ['without a price', 100, [], 'harbor', { amount: '90000000', pointsAtPrice: '0', pointsAtClearingValue: '100' }],
    ['without either', 100, [], 'greenmart', { amount: '0', pointsUnvalued: '100', pointsAtClearingValue: '0' }],
    [
      'above the limit without a public value',
      100,
      [{ programId: 'greenmart', price: '2', pointsMax: '40' }],
      'greenmart',
      { amount: '80', pointsAtPrice: '40', pointsUnvalued: '60' },
    ],
    [
      'more reversed than spent',
      -100,
      [{ programId: 'harbor', price: '700000', pointsMax: '10' }],
      'harbor',
      { amount: '-70000000', pointsAtPrice: '-100', pointsAtClearingValue: '0' },
    ],
  ])('%s', (_name, points, prices, programId, expected) => {
    expect(lineOf(points, prices, programId)).toMatchObject({ points: String(points), ...expected });
  });
});

describe('a fee', () => {
  const feeOf = (points: number, basisPoints: number, perCycle = '0', payer: string = citypark) =>
    makeMoneyStatement(due([owes(harbor, citypark, 'harbor', points)]), [
      terms({ prices: [{ programId: 'harbor', price: '1' }], fees: [{ payer, basisPoints, perCycle }] }),
    ]).fees[0];

  test.each([
    [10_000, 25, '0', '25'],
    [399, 25, '0', '0'],
    [400, 25, '0', '1'],
    [799, 25, '0', '1'],
    [-399, 25, '0', '0'],
    [-799, 25, '0', '-1'],
    [0, 10_000, '7', '7'],
    [10_000, 10_000, '7', '10007'],
  ])('of %d at %d basis points and %s for the cycle is %s', (points, basisPoints, perCycle, amount) => {
    expect(feeOf(points, basisPoints, perCycle)).toMatchObject({ payer: citypark, payee: harbor, amount });
  });

  test('is of what its payer is owed, not of what it owes', () => {
    expect(feeOf(10_000, 25, '3', harbor)).toMatchObject({ payer: harbor, payee: citypark, base: '0', amount: '3' });
  });
});

describe('the total', () => {
  const both = [owes(harbor, citypark, 'harbor', 100), owes(citypark, harbor, 'citypark', 30)];
  const prices = [
    { programId: 'citypark', price: '1000000' },
    { programId: 'harbor', price: '700000' },
  ];

  test('sets both ways and the fees against each other', () => {
    const fees = [{ payer: citypark, basisPoints: 100, perCycle: '1' }];
    const { total, remainder } = makeMoneyStatement(due(both), [terms({ prices, fees })]);
    // 70,000,000 less 30,000,000 less the fee of 700,001.
    expect(total).toEqual({ debtor: harbor, creditor: citypark, amount: '39000000' });
    expect(remainder).toEqual({ debtor: harbor, creditor: citypark, amount: '299999' });
  });

  test('may be the other way round', () => {
    const fees = [{ payer: citypark, basisPoints: 0, perCycle: '50000000' }];
    const { total } = makeMoneyStatement(due(both), [terms({ prices, fees })]);
    expect(total).toEqual({ debtor: citypark, creditor: harbor, amount: '10000000' });
  });

  test('is absent when nobody owes anything', () => {
    expect(makeMoneyStatement(due([]), [terms()])).not.toHaveProperty('total');
  });

  test('has nothing of what others owe', () => {
    const others = [...both, owes(harbor, greenmart, 'harbor', 1000), owes(greenmart, citypark, 'greenmart', 5)];
    expect(makeMoneyStatement(due(others), [terms({ prices })])).toEqual(
      makeMoneyStatement(due(both), [terms({ prices })]),
    );
  });
});

describe('the terms that hold', () => {
  const first = terms({ version: 1, validFrom: '2026-01', validUntil: '2026-12' });
  const second = terms({ version: 2, validFrom: '2027-01', validUntil: '2027-06', salt: '1'.repeat(32) });
  test.each([
    ['2025-12', undefined],
    ['2026-11', 1],
    ['2026-12', 1],
    ['2027-01', 2],
    ['2027-07', undefined],
  ])('for %s: %s', (cycle, version) => {
    expect(makeMoneyStatement(due([], { cycle }), [second, first]).termsVersion).toBe(version);
  });

  test('are the newest of those that do', () => {
    const third = terms({ version: 3, validFrom: '2026-06' });
    expect(makeMoneyStatement(due([]), [third, second, first]).termsVersion).toBe(3);
  });

  test('when there are none, all is on the public values', () => {
    const { total } = makeMoneyStatement(due([owes(harbor, citypark, 'harbor', 2)], { cycle: '2025-12' }), [first]);
    expect(total).toEqual({ debtor: harbor, creditor: citypark, amount: '1000000' });
  });
});

test.each<[string, Partial<CycleRow> | undefined, string]>([
  ['no row', undefined, 'CYCLE_NOT_CLOSED'],
  ['closing', { status: 'closing' }, 'CYCLE_NOT_CLOSED'],
  ['closed before there were terms', {}, 'STATEMENT_NOT_DUE'],
  [
    'another pair on private terms',
    { privatePairs: [{ parties: partiesOf(harbor, greenmart), termsVersion: 1 }] },
    'STATEMENT_NOT_DUE',
  ],
  ['this pair', { privatePairs: [{ parties, termsVersion: 4 }] }, 'due'],
])('a statement of a cycle: %s', (_name, row, expected) => {
  const cycleRow: CycleRow | undefined = row && {
    cycle: '2026-11',
    status: 'closed',
    folded: 0,
    positions: [],
    ...row,
  };
  const decision = decideStatement(cycleRow, '2026-11', parties);
  expect(decision instanceof Refusal ? decision.code : 'due').toBe(expected);
});

// ---------------------------------------------------------------------------------------------------- properties

const merchants = [citypark, harbor, greenmart];
const programIds = ['harbor', 'citypark', 'greenmart'];
const positions = fc.uniqueArray(
  fc
    .record({
      debtor: fc.constantFrom(...merchants),
      creditor: fc.constantFrom(...merchants),
      programId: fc.constantFrom(...programIds),
      amount: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 18n }).map(String),
    })
    .filter(({ debtor, creditor }) => debtor !== creditor)
    .map((entry) => ({ ...entry, worth: worthOf(entry.programId, entry.amount) })),
  { selector: ({ debtor, creditor, programId }) => `${debtor} ${creditor} ${programId}` },
);
const price = fc.record(
  {
    programId: fc.constantFrom(...programIds),
    price: fc.integer({ min: 0, max: 999_999_999 }).map(String),
    pointsMax: fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }).map(String),
  },
  { requiredKeys: ['programId', 'price'] },
);
const someTerms = fc
  .record({
    prices: fc.uniqueArray(price, { selector: ({ programId }) => programId }),
    fees: fc.uniqueArray(
      fc.record({
        payer: fc.constantFrom(citypark, harbor),
        basisPoints: fc.integer({ min: 0, max: 10_000 }),
        perCycle: fc.bigInt({ min: 0n, max: 10n ** 15n }).map(String),
      }),
      { selector: ({ payer }) => payer },
    ),
  })
  .map((agreed) => terms(agreed));
/** What the first owes the second: what is paid, and what is owed on. */
const owedBy = (
  debtor: string,
  { total, remainder }: Pick<ReturnType<typeof makeMoneyStatement>, 'total' | 'remainder'>,
): bigint =>
  [total, remainder].reduce(
    (sum, owed) =>
      sum + (owed === undefined ? 0n : owed.debtor === debtor ? BigInt(owed.amount) : -BigInt(owed.amount)),
    0n,
  );

test('every statement has the documented shape, and its parts add up to its total', () => {
  fc.assert(
    fc.property(positions, someTerms, (entries, agreed) => {
      const statement = moneyStatement.parse(makeMoneyStatement(due(entries), [agreed]));
      const parts = [
        ...statement.lines.map(({ debtor, amount }) => [debtor, amount] as const),
        ...statement.fees.map(({ payer, amount }) => [payer, amount] as const),
      ];
      const sum = parts.reduce((all, [who, amount]) => all + (who === harbor ? BigInt(amount) : -BigInt(amount)), 0n);
      expect(owedBy(harbor, statement)).toBe(sum);
      for (const { points, pointsAtPrice, pointsAtClearingValue, pointsUnvalued } of statement.lines) {
        expect(BigInt(pointsAtPrice) + BigInt(pointsAtClearingValue) + BigInt(pointsUnvalued)).toBe(BigInt(points));
      }
      const { total, remainder } = statement;
      expect(total === undefined || (BigInt(total.amount) > 0n && BigInt(total.amount) % 1_000_000n === 0n)).toBe(true);
      expect(remainder === undefined || BigInt(remainder.amount) < 1_000_000n).toBe(true);
    }),
  );
});

test('what one owes is what the other is owed: with all turned round, so is the total', () => {
  const other = (mspId: string) => (mspId === harbor ? citypark : mspId === citypark ? harbor : mspId);
  fc.assert(
    fc.property(positions, someTerms, (entries, agreed) => {
      const turned = entries.map((entry) => ({
        ...entry,
        debtor: other(entry.debtor),
        creditor: other(entry.creditor),
      }));
      const fees = agreed.fees.map((fee) => ({ ...fee, payer: other(fee.payer) }));
      const there = owedBy(harbor, makeMoneyStatement(due(entries), [agreed]));
      const back = owedBy(harbor, makeMoneyStatement(due(turned), [{ ...agreed, fees }]));
      expect(there + back).toBe(0n);
    }),
  );
});

test('undoing all points leaves the fees of the cycle and nothing of a rounding', () => {
  fc.assert(
    fc.property(positions, someTerms, (entries, agreed) => {
      const unlimited = agreed.prices.map(({ programId, price: each }) => ({ programId, price: each }));
      const charged = agreed.fees.map((fee) => ({ ...fee, perCycle: '0' }));
      const exact = { ...agreed, prices: unlimited, fees: charged };
      const undone = entries.map((entry) => ({ ...entry, amount: String(-BigInt(entry.amount)) }));
      const there = owedBy(harbor, makeMoneyStatement(due(entries), [exact]));
      expect(there + owedBy(harbor, makeMoneyStatement(due(undone), [exact]))).toBe(0n);
    }),
  );
});

test('one point more never costs less, fees included', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 6n), max: 10n ** 12n }), someTerms, (points, agreed) => {
      const owed = (amount: bigint) =>
        owedBy(harbor, makeMoneyStatement(due([owes(harbor, citypark, 'harbor', amount)]), [agreed]));
      expect(owed(points + 1n) >= owed(points)).toBe(true);
    }),
  );
});

const closedWith = (entries: CycleRow['positions'], privatePairs: CycleReport['privatePairs'] = []): CycleRow =>
  finishCycle(foldCycle(undefined, '2026-11', entries), {
    programs: [],
    acceptances: new Map(),
    privatePairs,
    constitution: undefined,
    organizations: [],
    remaindersBefore: [],
    open: '2026-12',
    closedAt: 'then',
  });

test('what is not paid is owed with the next statement: over any number of them they pay what is owed', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(positions, someTerms), { maxLength: 8 }), (cycles) => {
      let before: ReturnType<typeof makeMoneyStatement>['remainder'];
      let [paid, owed] = [0n, 0n];
      for (const [entries, agreed] of cycles) {
        owed += owedBy(harbor, makeMoneyStatement(due(entries), [agreed]));
        const { total, remainder, remainderBefore } = makeMoneyStatement(due(entries), [agreed], before);
        expect(remainderBefore).toEqual(before);
        paid += owedBy(harbor, total === undefined ? {} : { total });
        before = remainder;
      }
      expect(paid + owedBy(harbor, before === undefined ? {} : { remainder: before })).toBe(owed);
    }),
  );
});

test('terms at the public values without fees are the public settlement', () => {
  fc.assert(
    fc.property(positions, (entries) => {
      const inPublic = settlementsOf(closedWith(entries)).find(
        ({ debtor, creditor }) => partiesOf(debtor, creditor).join() === parties.join(),
      );
      const { total } = makeMoneyStatement(due(entries), [terms()]);
      expect(total).toEqual(
        inPublic && { debtor: inPublic.debtor, creditor: inPublic.creditor, amount: inPublic.amount },
      );
    }),
  );
});

test('a pair on private terms is left out of the public settlements, and the others stay as they were', () => {
  fc.assert(
    fc.property(positions, (entries) => {
      const all = settlementsOf(closedWith(entries));
      const others = settlementsOf(closedWith(entries, [{ parties, termsVersion: 1 }]));
      expect(others).toEqual(
        all.filter(({ debtor, creditor }) => partiesOf(debtor, creditor).join() !== parties.join()),
      );
    }),
  );
});

test('the salt differs by cycle and by terms, so that equal statements have unequal hashes', () => {
  const hashes = [
    makeMoneyStatement(due([]), [terms()]),
    makeMoneyStatement(due([], { cycle: '2026-12' }), [terms()]),
    makeMoneyStatement(due([]), [terms({ salt: '1'.repeat(32) })]),
  ];
  expect(new Set(hashes.map(({ salt }) => salt)).size).toBe(3);
  expect(new Set(hashes.map(privateHash)).size).toBe(3);
  expect(makeMoneyStatement(due([]), [terms()])).toEqual(hashes[0]);
});

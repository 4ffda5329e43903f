/** What a programme owes by month of issue: every point is in one place, and the ladder's digits are those of the books. */
import { expectedRedemption, ladderFactors } from '../../audit/src/chain-ladder.js';
import { liabilityReport } from '../../audit/src/liability-report.js';
import { PointCohorts, type CohortReceipt } from '../../audit/src/point-cohorts.js';

let tx = 0;
const expiry = '2027-12-31';
const lot = (amount: string, ends = expiry) => [{ lotId: `${ends}.tx.00000`, amount }];
const receipt = (kind: string, id: string, month: string, more: Partial<CohortReceipt>): CohortReceipt => ({
  ...{ id, kind, mspId: 'HarborMSP', programId: 'harbor', accountId: 'a', amount: '0' },
  ...{ txId: `t${(tx += 1)}`, txTime: `${month}-10T10:00:00.000Z` },
  ...more,
});
const issue = (id: string, month: string, amount: string, more: Partial<CohortReceipt> = {}) =>
  receipt('issue', id, month, { amount, created: lot(amount), ...more });
const redeem = (id: string, month: string, amount: string, more: Partial<CohortReceipt> = {}) =>
  receipt('redeem', id, month, { amount, consumed: lot(amount), ...more });
const reportOf = (...receipts: CohortReceipt[]) => {
  const cohorts = new PointCohorts('harbor');
  for (const each of receipts) cohorts.add(each);
  return liabilityReport('harbor', cohorts, 7);
};
const none = { exchangedIn: '0', exchangedOut: '0', expired: '0', returned: '0' };

test('what was issued first is spent first, and by its age', () => {
  const { cohorts, totals, month } = reportOf(
    issue('i-1', '2026-09', '100'),
    issue('i-2', '2026-10', '50'),
    redeem('r-1', '2026-11', '120'),
  );
  expect(month).toBe('2026-11');
  expect(cohorts).toMatchObject([
    { month: '2026-09', ...none, issued: '100', redeemedByAge: [{ age: 2, points: '100' }], outstanding: '0' },
    { month: '2026-10', ...none, issued: '50', redeemedByAge: [{ age: 1, points: '20' }], outstanding: '30' },
  ]);
  expect(totals).toMatchObject({ issued: '150', redeemed: '120', outstanding: '30' });
});

test('what is taken back comes back to where it was, the newest first', () => {
  const { cohorts } = reportOf(
    issue('i-1', '2026-09', '100'),
    issue('i-2', '2026-10', '50'),
    redeem('r-1', '2026-11', '120', { reversed: '30' }),
    receipt('reverse', 'v-1', '2026-12', { amount: '30', created: lot('30'), reverses: 'r-1' }),
  );
  expect(cohorts).toMatchObject([
    { redeemedByAge: [{ age: 2, points: '90' }], outstanding: '10' },
    { redeemedByAge: [], outstanding: '50' },
  ]);
});

test('transfers, holds and merges move points with their months, captures spend them, and what ends or goes back is told', () => {
  const { cohorts, totals } = reportOf(
    issue('i-1', '2026-09', '100', { reversed: '10' }),
    issue('i-2', '2026-10', '50'),
    receipt('reverse', 'v-1', '2026-10', { amount: '10', consumed: lot('10'), reverses: 'i-1' }),
    receipt('transfer', 't-1', '2026-10', { toAccountId: 'b', amount: '60', consumed: lot('60'), created: lot('60') }),
    receipt('hold', 'h-1', '2026-10', { accountId: 'b', amount: '40', consumed: lot('40') }),
    receipt('capture', 'c-1', '2026-11', {
      ...{ accountId: 'b', holdId: 'h-1', amount: '25', consumed: lot('25'), created: lot('15') },
    }),
    receipt('expire', 'e-1', '2026-11', { accountId: 'b', amount: '35', consumed: lot('35') }),
    receipt('exchange', 'x-1', '2026-11', { targetProgramId: 'citypark', amount: '8', consumed: lot('8') }),
    receipt('exchange', 'x-2', '2026-11', { programId: 'citypark', targetProgramId: 'harbor', created: lot('4') }),
  );
  expect(cohorts).toMatchObject([
    { month: '2026-09', returned: '10', redeemed: '25', expired: '35', exchangedOut: '8', outstanding: '22' },
    { month: '2026-10', issued: '50', outstanding: '50' },
    { month: '2026-11', issued: '0', exchangedIn: '4', outstanding: '4' },
  ]);
  expect(totals).toMatchObject({ issued: '150', outstanding: '76' });
});

test('what has not matured is pending, and what is owed back is told until it is paid off', () => {
  const unripe = issue('i-1', '2026-10', '30', { maturesOn: '2026-11-24', reversed: '10' });
  const returned = receipt('reverse', 'v-1', '2026-10', { amount: '10', consumed: lot('10'), reverses: 'i-1' });
  const owing = [unripe, returned, receipt('reverse', 'v-2', '2026-10', { clawback: '8', reverses: 'i-0' })];
  expect(reportOf(...owing)).toMatchObject({ cohorts: [{ outstanding: '20', pending: '20' }], clawback: '8' });
  const paying = issue('i-2', '2026-12', '9', { paidOff: '8', created: lot('1') });
  expect(reportOf(...owing, paying)).toMatchObject({
    cohorts: [{ pending: '0' }, { issued: '9', returned: '8', outstanding: '1' }],
    clawback: '0',
  });
});

test('within one transaction the order of keys does not matter', () => {
  const one = { txId: 'same' };
  const later = [redeem('a', '2026-09', '7', one), issue('b', '2026-09', '10', one)];
  expect(reportOf(...later).cohorts).toMatchObject([{ issued: '10', redeemed: '7', outstanding: '3' }]);
  expect(reportOf(...later)).toEqual(reportOf(...later.toReversed()));
});

test('the chain ladder is that of the books, to the digit', () => {
  // Three months; redeemed of each 1,000: 100 at once, then 60 and 40; 200, then 100; 300.
  const redeemed = [
    new Map([
      [0, 100n],
      [1, 60n],
      [2, 40n],
    ]),
    new Map([
      [0, 200n],
      [1, 100n],
    ]),
    new Map([[0, 300n]]),
  ];
  const cohorts = redeemed.map((byAge, index) => ({ ages: 3 - index, redeemed: byAge, outstanding: 1_000n }));
  const factors = ladderFactors(cohorts);
  // (160 + 300) / (100 + 200) = 1.533333, and 200 / 160 = 1.25.
  expect(factors).toEqual([
    { age: 0, factor: 1_533_333n, cohorts: 2 },
    { age: 1, factor: 1_250_000n, cohorts: 1 },
  ]);
  // 300 * 1.533333 * 1.25 = 574.999875, of which 300 are redeemed.
  expect(cohorts.map((cohort) => expectedRedemption(cohort, factors))).toEqual([0n, 75n, 274n]);
  expect(expectedRedemption({ ...cohorts[2]!, outstanding: 200n }, factors)).toBe(200n);
});

test('a programme of which nothing is known has nothing to expect', () => {
  expect(reportOf()).toMatchObject({ cohorts: [], totals: { issued: '0', expectedRedemption: '0' } });
  expect(reportOf(issue('i-1', '2026-11', '5')).cohorts).toMatchObject([{ expectedRedemption: '0' }]);
});

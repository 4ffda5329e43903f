/** What screens work out by themselves, from what the gateway reports. */
import { activityOf } from '../../console/src/data/activity.js';
import { readCertificateName } from '../../console/src/data/certificate-name.js';
import { answered } from '../../console/src/data/previewed.js';
import { lotsTaken } from '../../console/src/data/lots.js';
import { matrixOf } from '../../console/src/data/matrix.js';
import { soughtBy } from '../../console/src/members/sought.js';

describe('lots that would be taken', () => {
  const lot = (lotId: string, amount: string, expiry: string, more: object = {}) => ({
    lotId,
    programId: 'harbor',
    amount,
    expiry,
    ...more,
  });
  const lots = [
    lot('c', '50', '2027-01-01'),
    lot('a', '10', '2026-12-01'),
    lot('unripe', '90', '2026-12-02', { maturesOn: '2026-12-01' }),
    lot('ended', '90', '2026-11-28'),
    { ...lot('other', '90', '2026-12-01'), programId: 'citypark' },
  ];

  it('end soonest, are ripe, and the last one is taken in part', () => {
    const { taken, missing } = lotsTaken(lots, 'harbor', 25n, '2026-11-29');
    expect(taken.map((each) => [each.lot.lotId, each.amount])).toEqual([
      ['a', 10n],
      ['c', 15n],
    ]);
    expect(missing).toBe(0n);
  });

  it('may be too few, and then it is known by how many points', () => {
    expect(lotsTaken(lots, 'harbor', 61n, '2026-11-29').missing).toBe(1n);
    expect(lotsTaken(lots, 'harbor', 61n, '2026-12-01').missing).toBe(0n);
  });
});

it('who owes whom: rows and columns come to the same', () => {
  const position = (debtor: string, creditor: string, worth: string) => ({ debtor, creditor, worth });
  const { merchants, worth, owes, owed } = matrixOf([
    position('B', 'A', '5'),
    position('A', 'B', '3'),
    position('B', 'A', '2'),
  ]);
  expect(merchants).toEqual(['A', 'B']);
  expect([worth('B', 'A'), worth('A', 'B'), worth('A', 'A')]).toEqual([7n, 3n, 0n]);
  expect([owes('A') + owes('B'), owed('A') + owed('B')]).toEqual([10n, 10n]);
});

describe('what somebody means', () => {
  it.each([
    ['', { kind: 'nothing' }],
    [` HarborMSP:${'0'.repeat(32)} `, { kind: 'account', accountId: `HarborMSP:${'0'.repeat(32)}` }],
    ['op-12', { kind: 'operation', mspId: 'OwnMSP', operationId: 'op-12' }],
    ['HarborMSP:op-12', { kind: 'operation', mspId: 'HarborMSP', operationId: 'op-12' }],
    ['A'.repeat(64), { kind: 'transaction', txId: 'a'.repeat(64) }],
    [`im-${'a1'.repeat(20)}-251`, { kind: 'operation', mspId: 'OwnMSP', operationId: `im-${'a1'.repeat(20)}-251` }],
    [
      `HarborMSP:im-${'a1'.repeat(20)}-9`,
      { kind: 'operation', mspId: 'HarborMSP', operationId: `im-${'a1'.repeat(20)}-9` },
    ],
    ['HarborMSP/mg-spring-0', { kind: 'operation', mspId: 'HarborMSP', operationId: 'mg-spring-0' }],
    // Whoever posts chooses an operation's id, and a member's reference as well.
    ['m-1', { kind: 'reference', reference: 'm-1', operation: { mspId: 'OwnMSP', operationId: 'm-1' } }],
    ['rev-1', { kind: 'reference', reference: 'rev-1', operation: { mspId: 'OwnMSP', operationId: 'rev-1' } }],
    [
      'HarborMSP:12',
      { kind: 'reference', reference: 'HarborMSP:12', operation: { mspId: 'HarborMSP', operationId: '12' } },
    ],
    ['Anna, row 3', { kind: 'reference', reference: 'Anna, row 3' }],
    ['x'.repeat(65), { kind: 'reference', reference: 'x'.repeat(65) }],
  ])('%j', (text, meant) => expect(soughtBy(text, 'OwnMSP')).toEqual(meant));
});

describe('issued and spent over time', () => {
  const event = (type: string, second: number, more: object) => ({
    type,
    time: new Date(second * 1000).toISOString(),
    block: second,
    programId: 'harbor',
    ...more,
  });

  it('sums each event once, into equal parts', () => {
    const found = activityOf(
      [
        event('points.issued', 0, { amount: '5' }),
        event('points.issued', 1, { amount: '7', programId: 'citypark' }),
        event('points.redeemed', 9, { amount: '3' }),
        event('points.exchanged', 10, { taken: '2', received: '1', targetProgramId: 'citypark' }),
        event('points.exchanged', 10, { taken: '2', received: '4', programId: 'citypark', targetProgramId: 'harbor' }),
      ],
      'harbor',
      2,
    );
    expect(found).toEqual({ times: [0, 5], issued: [5n, 4n], spent: [0n, 5n], firstBlock: 0, lastBlock: 10 });
  });

  it('sums to the last point, beyond what a floating-point number holds', () => {
    const all = [999_999_999_999_999_998n, 1n, 1n, 3n];
    const found = activityOf(
      all.map((amount, second) => event('points.issued', second, { amount: String(amount) })),
      'harbor',
      1,
    );
    expect(found?.issued).toEqual([1_000_000_000_000_000_003n]);
  });

  it('is nothing where nothing was', () => expect(activityOf([], 'harbor', 10)).toBeUndefined());
});

it('an answer that comes late is not shown of what is asked now', () => {
  const asked = { of: 'suspend GreenMart' };
  const late = { of: 'suspend CityPark', found: 'CityPark will be suspended' };
  const right = { of: 'suspend GreenMart', found: 'GreenMart will be suspended' };
  expect(answered(asked, late)).toBe(asked);
  expect(answered(right, late)).toBe(right);
  expect(answered(undefined, late)).toBeUndefined();
  expect(answered(asked, right)).toBe(right);
});

it('what a certificate is for, and whose it is', () => {
  expect(readCertificateName('orderer-tls:HarborMSP:1')).toEqual({ use: 'orderer-tls', mspId: 'HarborMSP' });
  expect(readCertificateName('operator')).toEqual({ use: 'operator' });
});

import type { OperationRow, RowWrite } from '../../consortium/audit/ledger-rows.js';
import { Replay } from '../../consortium/audit/replay.js';

const T1 = 't1';
const T2 = 't2';
const lotKey = (account: string, txId: string, n = '00000') => ['lot', account, 'harbor', '2028-11-30', txId, n];
const lot = (account: string, txId: string, amount: string, n?: string): RowWrite => ({
  key: lotKey(account, txId, n),
  value: { amount },
});
const supply = (
  txId: string,
  sums: Partial<Record<'issued' | 'redeemed' | 'expired' | 'reversed', string>>,
): RowWrite => ({
  key: ['supply', 'harbor', '2026-11-23', txId],
  value: { issued: '0', redeemed: '0', expired: '0', reversed: '0', ...sums },
});
const quota = (used: string): RowWrite => ({ key: ['quota', 'harbor', '00'], value: { granted: '1000', used } });
const receipt = (row: Partial<OperationRow> & Pick<OperationRow, 'id' | 'kind' | 'amount' | 'txId'>): RowWrite => ({
  key: ['op', 'HarborMSP', row.id],
  value: { mspId: 'HarborMSP', programId: 'harbor', accountId: 'a-1', txTime: '2026-11-23T10:00:00.000Z', ...row },
});
const program: RowWrite = {
  key: ['program', 'harbor'],
  value: { programId: 'harbor', issuer: 'HarborMSP', cap: '1000', capOn: 'issued' },
};
const issued100: RowWrite[] = [
  lot('a-1', T1, '100'),
  supply(T1, { issued: '100' }),
  quota('100'),
  receipt({ id: 'i', kind: 'issue', amount: '100', txId: T1 }),
];
const redeemed30: RowWrite[] = [
  { key: lotKey('a-1', T1) },
  lot('a-1', T2, '70'),
  supply(T2, { redeemed: '30' }),
  { key: ['clearing', '2026-11', 'HarborMSP', 'CityParkMSP', 'harbor', T2], value: { amount: '30' } },
  receipt({ id: 'r', kind: 'redeem', amount: '30', acceptor: 'CityParkMSP', txId: T2 }),
];

function replay(...transactions: [txId: string, writes: RowWrite[]][]) {
  const replayed = new Replay();
  replayed.apply('t0', [program]);
  transactions.forEach(([txId, writes], index) => {
    replayed.apply(txId, writes);
    replayed.endBlock(index + 1);
  });
  return replayed.finish();
}

describe('an honest ledger', () => {
  const result = replay([T1, issued100], [T2, redeemed30]);

  it('has no findings', () => {
    expect(result.findings).toEqual([]);
  });

  it('gives balances, supply and debts', () => {
    expect([...result.balances]).toEqual([['a-1 harbor', 70n]]);
    expect(result.supply.get('harbor')).toEqual({ issued: 100n, redeemed: 30n, expired: 0n, reversed: 0n });
    expect([...result.clearing]).toEqual([['2026-11 HarborMSP CityParkMSP harbor', 30n]]);
    expect(result.operations).toBe(2);
  });

  it('has no findings when a redemption was reversed', () => {
    const reversed = replay(
      [T1, issued100],
      [T2, redeemed30],
      [
        't3',
        [
          lot('a-1', 't3', '30'),
          supply('t3', { redeemed: '-30' }),
          { key: ['clearing', '2026-11', 'HarborMSP', 'CityParkMSP', 'harbor', 't3'], value: { amount: '-30' } },
          receipt({ id: 'r', kind: 'redeem', amount: '30', acceptor: 'CityParkMSP', txId: T2, reversedBy: 'v' }),
          receipt({ id: 'v', kind: 'reverse', amount: '30', acceptor: 'CityParkMSP', txId: 't3', reverses: 'r' }),
        ],
      ],
    );
    expect(reversed.findings).toEqual([]);
    expect([...reversed.balances]).toEqual([['a-1 harbor', 100n]]);
  });
});

describe('what is found', () => {
  const changed = (writes: RowWrite[], from: RowWrite, to: RowWrite) =>
    writes.map((write) => (write === from ? to : write));
  it.each<[string, RowWrite[], string]>([
    [
      'a lot larger than its receipt',
      changed(issued100, issued100[0]!, lot('a-1', T1, '101')),
      'balance of a-1 harbor: 101 by rows, 100 by receipts',
    ],
    [
      'a supply row that says less',
      changed(issued100, issued100[1]!, supply(T1, { issued: '99' })),
      'issued is 99 by rows, 100 by receipts',
    ],
    ['a lane that was not used', changed(issued100, issued100[2]!, quota('0')), 'lanes used 0, issued 100'],
    ['an empty lot', [...issued100, lot('a-2', T1, '0')], 'wrote a lot of 0'],
    ['a lot deleted that is not there', [...issued100, { key: lotKey('a-9', T1) }], 'deleted a lot that is not there'],
    ['a lot written twice', [...issued100, issued100[0]!], 'wrote a lot a second time'],
    [
      'a receipt that names another transaction',
      changed(issued100, issued100[3]!, receipt({ id: 'i', kind: 'issue', amount: '100', txId: 't9' })),
      'names another transaction',
    ],
    [
      'a reversal of nothing',
      [...issued100, receipt({ id: 'v', kind: 'reverse', amount: '1', txId: T1, reverses: 'nope' })],
      'reverses an operation that is not there',
    ],
    ['an unknown row', [...issued100, { key: ['gift', 'x'], value: {} }], 'a row of an unknown type: gift'],
  ])('%s', (_, writes, finding) => {
    expect(replay([T1, writes]).findings.join('\n')).toContain(finding);
  });

  it('a receipt changed afterwards', () => {
    const again = receipt({ id: 'i', kind: 'issue', amount: '500', txId: T1 });
    expect(replay([T1, issued100], [T2, [again]]).findings.join('\n')).toContain('changed the receipt');
  });

  it('more issued than the cap', () => {
    const much = [
      lot('a-1', T1, '1001'),
      supply(T1, { issued: '1001' }),
      { key: ['quota', 'harbor', '00'], value: { granted: '1001', used: '1001' } },
      receipt({ id: 'i', kind: 'issue', amount: '1001', txId: T1 }),
    ];
    expect(replay([T1, much]).findings.join('\n')).toMatch(
      /1001 granted exceeds the cap[\s\S]*1001 issued exceeds the cap/,
    );
  });

  it('a debt that no redemption explains', () => {
    const debt: RowWrite = {
      key: ['clearing', '2026-11', 'HarborMSP', 'GreenMartMSP', 'harbor', T1],
      value: { amount: '5' },
    };
    expect(replay([T1, [...issued100, debt]]).findings.join('\n')).toContain(
      'clearing of 2026-11 HarborMSP GreenMartMSP harbor: 5 by rows, 0 by receipts',
    );
  });
});

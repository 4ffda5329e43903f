/** Receipts that name other lots than were taken: rows and sums that fit each other otherwise. */
import type { LotPart, OperationRow, RowWrite } from '../../audit/src/ledger-rows.js';
import { Replay } from '../../audit/src/replay.js';

const accountId = 'HarborMSP:alice-00001';
const [soon, late] = ['2026-12-31', '2028-11-30'];
const lot = (expiry: string, txId: string, amount?: string): RowWrite => ({
  key: ['lot', accountId, 'harbor', expiry, txId, '00000'],
  ...(amount !== undefined && { value: { amount } }),
});
const part = (expiry: string, txId: string, amount: string): LotPart => ({ lotId: `${expiry}.${txId}.00000`, amount });
const supply = (txId: string, sums: object): RowWrite => ({
  key: ['supply', 'harbor', '2026-11-23', txId],
  value: { issued: '0', redeemed: '0', expired: '0', reversed: '0', ...sums },
});
const receipt = (row: Partial<OperationRow> & Pick<OperationRow, 'id' | 'kind' | 'amount' | 'txId'>): RowWrite => ({
  key: ['op', 'HarborMSP', row.id],
  value: { mspId: 'HarborMSP', programId: 'harbor', accountId, txTime: '2026-11-23T10:00:00.000Z', ...row },
});
/** 50 points that end soon, and 50 that do not. */
const issued: RowWrite[] = [
  {
    key: ['program', 'harbor'],
    value: { programId: 'harbor', issuer: 'HarborMSP', cap: '1000', capOn: 'issued', clearingValues: [] },
  },
  lot(soon, 't1', '50'),
  lot(late, 't1', '50'),
  supply('t1', { issued: '100' }),
  { key: ['quota', 'harbor', '00'], value: { granted: '1000', used: '100' } },
  receipt({ id: 'i1', kind: 'issue', amount: '50', txId: 't1', created: [part(soon, 't1', '50')] }),
  receipt({ id: 'i2', kind: 'issue', amount: '50', txId: 't1', created: [part(late, 't1', '50')] }),
];
/** 30 are spent, of the lot of that expiry by the rows. */
const redeemed = (taken: string, consumed?: LotPart[]): RowWrite[] => [
  lot(taken, 't1'),
  lot(taken, 't2', '20'),
  supply('t2', { redeemed: '30' }),
  receipt({ id: 'r', kind: 'redeem', amount: '30', txId: 't2', acceptor: 'HarborMSP', ...(consumed && { consumed }) }),
];

function findingsOf(writes: readonly RowWrite[]): readonly string[] {
  const replay = new Replay();
  replay.apply('t1', issued, 'HarborMSP');
  replay.endBlock(1);
  replay.apply('t2', writes, 'HarborMSP');
  replay.endBlock(2);
  return replay.finish().findings;
}

test('what was taken is named', () => {
  expect(findingsOf(redeemed(soon, [part(soon, 't1', '30')]))).toEqual([]);
});

test.each<[string, RowWrite[], RegExp]>([
  [
    'fresh points taken, and others named that end soon',
    redeemed(late, [part(soon, 't1', '30')]),
    /r drew 30 on the lot 2026-12-31\.t1\.00000, which was not there for it/,
  ],
  [
    'fresh points taken, and as many named that the same transaction made and spent',
    redeemed(late, [part(soon, 't2', '30')]),
    /moved 0 points of HarborMSP:alice-00001 harbor 2026-12-31 by its lots, -30 by its receipts/,
  ],
  [
    'nothing named',
    redeemed(soon),
    /moved -30 points of HarborMSP:alice-00001 harbor 2026-12-31 by its lots, 0 by its receipts/,
  ],
  [
    'more drawn on a lot than it had',
    redeemed(soon, [part(soon, 't1', '60')]),
    /r drew 60 on the lot 2026-12-31\.t1\.00000/,
  ],
  [
    'another lot of the same expiry named',
    redeemed(soon, [part(soon, 't0', '30')]),
    /r drew 30 on the lot 2026-12-31\.t0\.00000/,
  ],
  [
    'points that end later put in the place of those that were left',
    [lot(soon, 't1'), lot(late, 't2', '20'), ...redeemed(soon, [part(soon, 't1', '30')]).slice(2)],
    /moved 20 points of HarborMSP:alice-00001 harbor 2028-11-30 by its lots, 0 by its receipts/,
  ],
])('%s: it is found', (_what, writes, expected) => {
  expect(findingsOf(writes).join('\n')).toMatch(expected);
});

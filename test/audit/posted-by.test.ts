/** A whole set of rows that fit each other, written by two merchants in the name of a third one, or out of its custody. */
import type { OperationRow, RowWrite } from '../../audit/src/ledger-rows.js';
import { Replay } from '../../audit/src/replay.js';

const accountId = 'HarborMSP:alice-00001';
const lotKey = (txId: string) => ['lot', accountId, 'harbor', '2028-11-30', txId, '00000'];
const lots = [{ lotId: '2028-11-30.t1.00000', amount: '100' }];
const supply = (txId: string, sums: object): RowWrite => ({
  key: ['supply', 'harbor', '2026-11-23', txId],
  value: { issued: '0', redeemed: '0', expired: '0', reversed: '0', ...sums },
});
const receipt = (row: Partial<OperationRow> & Pick<OperationRow, 'id' | 'mspId' | 'txId'>): RowWrite => ({
  key: ['op', row.mspId, row.id],
  value: { programId: 'harbor', accountId, amount: '100', txTime: '2026-11-23T10:00:00.000Z', ...row },
});
const issued: RowWrite[] = [
  {
    key: ['program', 'harbor'],
    value: { programId: 'harbor', issuer: 'HarborMSP', cap: '1000', capOn: 'issued', clearingValues: [] },
  },
  { key: lotKey('t1'), value: { amount: '100' } },
  supply('t1', { issued: '100' }),
  { key: ['quota', 'harbor', '00'], value: { granted: '1000', used: '100' } },
  receipt({ id: 'i', mspId: 'HarborMSP', kind: 'issue', txId: 't1', created: lots }),
];
/** All of it is spent at the issuer, with every row that belongs to it. */
const redeemed = (mspId: string): RowWrite[] => [
  { key: lotKey('t1') },
  supply('t2', { redeemed: '100' }),
  receipt({ id: 'r', mspId, kind: 'redeem', acceptor: 'HarborMSP', txId: 't2', consumed: lots }),
];

function findingsOf(writes: readonly RowWrite[], client: string): readonly string[] {
  const replay = new Replay();
  replay.apply('t1', issued, 'HarborMSP');
  replay.endBlock(1);
  replay.apply('t2', writes, client);
  replay.endBlock(2);
  return replay.finish().findings;
}

it('what the custodian posts has no finding', () => {
  expect(findingsOf(redeemed('HarborMSP'), 'HarborMSP')).toEqual([]);
});

it('a whole redemption in the name of another organisation, which has not signed it, is found', () => {
  expect(findingsOf(redeemed('HarborMSP'), 'CityParkMSP')).toEqual([
    expect.stringContaining('the receipt HarborMSP r is of HarborMSP, and CityParkMSP posted it'),
  ]);
});

it('a whole redemption out of another one’s custody is found', () => {
  expect(findingsOf(redeemed('CityParkMSP'), 'CityParkMSP')).toEqual([
    expect.stringContaining(`CityParkMSP r takes points of ${accountId}, which is not in the custody of CityParkMSP`),
  ]);
});

import { catalogue } from '@commonpoint/catalogue';
import { alice, available, bob, harbor, issue, post, startConsortium, supply } from './consortium.js';

describe.each([
  ['batch messages', true],
  ['single messages', false],
])('Points:Post over %s', (_name, batches) => {
  test('issues points within the quota', async () => {
    const ledger = await startConsortium({ batches });
    const [first, second] = await post(ledger, harbor('cashier'), issue('i-1', alice, '30'), issue('i-2', bob, '12'));
    expect([first?.state, second?.state]).toEqual(['POSTED', 'POSTED']);
    expect(first?.receipt).toMatchObject({ amount: '30', expiry: '2027-11-23', lanes: [{ lane: 0, amount: '30' }] });
    expect([await available(ledger, alice), await available(ledger, bob)]).toEqual(['30', '12']);
    expect(await supply(ledger)).toMatchObject({ issued: '42', outstanding: '42', redeemed: '0' });
    const quota = await ledger.submit(harbor(), catalogue.getQuota, { programId: 'harbor' });
    expect(quota.lanes).toEqual([
      { lane: 0, granted: '500', used: '42' },
      { lane: 1, granted: '500', used: '0' },
    ]);
  });
});

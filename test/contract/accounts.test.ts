import { catalogue } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import { alice, auditor, citypark, harbor, issue, post, program, startConsortium } from './consortium.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
});

test('an account is in the custody of whoever opened it', async () => {
  expect(await ledger.submit(citypark('cashier'), catalogue.getAccount, { accountId: alice })).toEqual({
    accountId: alice,
    custodian: 'HarborMSP',
    kind: 'member',
    status: 'active',
    openedAt: '2026-11-23T08:00:00.000Z',
  });
});

test('opening is idempotent, and within one request too', async () => {
  const accounts = [{ accountId: alice }, { accountId: 'HarborMSP:new-00001' }, { accountId: 'HarborMSP:new-00001' }];
  const reply = await ledger.submit(harbor('cashier'), catalogue.openAccounts, { accounts });
  expect(reply.accounts.map(({ state }) => state)).toEqual(['EXISTS', 'OPENED', 'EXISTS']);
});

test('a refusal points at the accounts it is about, and opens none', async () => {
  const accounts = [{ accountId: 'HarborMSP:new-00001' }, { accountId: alice, kind: 'merchant' as const }];
  await expect(ledger.submit(harbor(), catalogue.openAccounts, { accounts })).rejects.toMatchObject({
    body: { code: 'ACCOUNT_EXISTS', errors: [{ pointer: '/accounts/1' }] },
  });
  expect(ledger.table('account').map(({ parts }) => parts[0])).not.toContain('HarborMSP:new-00001');
});

test('an account is frozen with the hash of a reason, thawed, and closed when empty', async () => {
  const set = (status: 'active' | 'frozen' | 'closed', reasonHash?: string) =>
    ledger.submit(harbor('operator'), catalogue.setAccountStatus, {
      accountId: alice,
      status,
      ...(reasonHash ? { reasonHash } : {}),
    });
  const reasonHash = 'a'.repeat(64);
  expect(await set('frozen', reasonHash)).toMatchObject({ status: 'frozen', reasonHash });
  expect(await set('active')).not.toHaveProperty('reasonHash');
  await expect(set('frozen', 'court order 7')).rejects.toMatchObject({ body: { code: 'REQUEST_INVALID' } });
  expect(await set('closed')).toMatchObject({ status: 'closed' });
  const { changes } = await ledger.submit(auditor, catalogue.accountHistory, { accountId: alice });
  expect(changes.map(({ value }) => value?.status)).toEqual(['closed', 'active', 'frozen', 'active']);
});

test('balances are told by programme', async () => {
  await ledger.submit(citypark(), catalogue.createProgram, { ...program, programId: 'citypark', expiryMonths: 0 });
  await post(ledger, harbor(), issue('i-1', alice, '7'), issue('i-2', alice, '8'));
  await post(ledger, citypark(), issue('i-1', alice, '5', { programId: 'citypark' }));
  const { balances } = await ledger.submit(auditor, catalogue.getBalances, { accountId: alice });
  const nothing = { pending: '0', held: '0', expired: '0', clawback: '0', expiring: [] };
  expect(balances).toEqual([
    { ...nothing, programId: 'citypark', available: '5' },
    { ...nothing, programId: 'harbor', available: '15', expiring: [{ day: '2027-11-23', amount: '15' }] },
  ]);
});

test('an account without lots has no balances', async () => {
  expect(await ledger.submit(auditor, catalogue.getBalances, { accountId: alice })).toEqual({
    accountId: alice,
    balances: [],
  });
});

test('lots are listed by programme and soonest expiry, a page at a time', async () => {
  await ledger.submit(citypark(), catalogue.createProgram, { ...program, programId: 'citypark', expiryMonths: 0 });
  await post(ledger, citypark(), issue('i-1', alice, '5', { programId: 'citypark' }));
  ledger.now = '2026-12-01T08:00:00.000Z';
  await post(ledger, harbor(), issue('i-1', alice, '8'));
  ledger.now = '2026-11-24T08:00:00.000Z';
  await post(ledger, harbor(), issue('i-2', alice, '7'));
  const seen: string[] = [];
  let bookmark = '';
  do {
    const page = await ledger.submit(auditor, catalogue.listLots, { accountId: alice, pageSize: 2, bookmark });
    seen.push(...page.lots.map(({ programId, expiry, amount }) => `${programId} ${expiry} ${amount}`));
    bookmark = page.bookmark;
  } while (bookmark !== '');
  expect(seen).toEqual(['citypark 9999-12-31 5', 'harbor 2027-11-24 7', 'harbor 2027-12-01 8']);
  const ofHarbor = await ledger.submit(auditor, catalogue.listLots, { accountId: alice, programId: 'harbor' });
  expect(ofHarbor.lots).toHaveLength(2);
});

test('more lots than one message of a range are all counted', async () => {
  await post(ledger, harbor(), ...Array.from({ length: 250 }, (_, n) => issue(`i-${n}`, alice, '1')));
  const { balances } = await ledger.submit(auditor, catalogue.getBalances, { accountId: alice });
  expect(balances[0]?.available).toBe('250');
});

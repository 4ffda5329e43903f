/** Several references lead to one account, each to one alone; one that was taken off leads nowhere again. */
import { catalogue, REFERENCES_MAX } from '@commonpoint/catalogue';
import type { LedgerStub, Refused } from '../support/ledger-stub.js';
import { alice, bob, carol, citypark, harbor, startConsortium } from './consortium.js';

const card = 'HarborMSP:card-0001';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
});

const add = (accountId: string, referenceId: string, caller = harbor('cashier')) =>
  ledger.submit(caller, catalogue.addReference, { accountId, referenceId });
const remove = (accountId: string, referenceId: string, caller = harbor('cashier')) =>
  ledger.submit(caller, catalogue.removeReference, { accountId, referenceId });
const open = (accountId: string) => ledger.submit(harbor(), catalogue.openAccounts, { accounts: [{ accountId }] });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'DONE',
    (error: unknown) => (error as Refused).body.code,
  );

test('another reference leads to the account, also when it is said twice', async () => {
  const added = await add(alice, card);
  expect(added.references).toEqual([{ referenceId: card, since: ledger.now }]);
  expect(await add(alice, card)).toEqual(added);
  expect(ledger.table('reference')).toEqual([{ parts: [card], value: { accountId: alice, since: ledger.now } }]);
});

test('one that leads elsewhere is refused, and changes nothing', async () => {
  await add(alice, card);
  const before = new Map(ledger.rows);
  expect(await codeOf(add(bob, card))).toBe('REFERENCE_ELSEWHERE');
  // The first reference of an account is its own id.
  expect(await codeOf(add(bob, alice))).toBe('REFERENCE_ELSEWHERE');
  expect(await codeOf(remove(bob, card))).toBe('REFERENCE_ELSEWHERE');
  expect(await codeOf(open(card))).toBe('REFERENCE_ELSEWHERE');
  expect(ledger.rows).toEqual(before);
  expect(await codeOf(add(alice, alice))).toBe('DONE');
});

test('one that was taken off leads nowhere, and never will again', async () => {
  await add(alice, card);
  expect(await remove(alice, card)).not.toHaveProperty('references');
  expect(await codeOf(remove(alice, card))).toBe('DONE');
  expect(await codeOf(add(alice, card))).toBe('REFERENCE_REMOVED');
  expect(await codeOf(add(bob, card))).toBe('REFERENCE_REMOVED');
  expect(await codeOf(open(card))).toBe('REFERENCE_REMOVED');
});

test('the first one is taken off like the others, and the account stays', async () => {
  await add(alice, card);
  await remove(alice, alice);
  expect(await codeOf(open(alice))).toBe('REFERENCE_REMOVED');
  expect((await ledger.submit(harbor(), catalogue.getAccount, { accountId: alice })).status).toBe('active');
  expect(await codeOf(add(alice, 'HarborMSP:card-0002'))).toBe('DONE');
});

test('of an opening and a link that were endorsed side by side one is valid', async () => {
  for (const order of [
    ['opening', 'link'],
    ['link', 'opening'],
  ] as const) {
    const world = await startConsortium();
    const simulate = (name: string, request: object) => world.simulate(harbor(), name, [JSON.stringify(request)], {});
    const simulated = {
      opening: await simulate('Accounts:Open', { accounts: [{ accountId: card }] }),
      link: await simulate('Accounts:AddReference', { accountId: alice, referenceId: card }),
    };
    expect(order.map((which) => world.commit(simulated[which]))).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
  }
});

test('references are the custodian’s own, of an open account, and not without number', async () => {
  expect(await codeOf(add(alice, card, citypark()))).toBe('NOT_CUSTODIAN');
  expect(await codeOf(add(alice, carol))).toBe('NOT_CUSTODIAN');
  expect(await codeOf(add(carol, 'CityParkMSP:card-0001', citypark()))).toBe('DONE');
  for (let n = 0; n < REFERENCES_MAX; n += 1) await add(alice, `HarborMSP:card-${1000 + n}`);
  expect(await codeOf(add(alice, card))).toBe('REFERENCES_EXCEEDED');
  await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: bob, status: 'closed' });
  expect(await codeOf(add(bob, card))).toBe('ACCOUNT_CLOSED');
});

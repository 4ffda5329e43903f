/** Orders that members decide on together, and what they make of those that were issued by one alone. */
import { catalogue, type GovernanceAction } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import { alice, auditor, available, bob, expire, harbor, issue, post, postOne, redeem } from './consortium.js';
import { decide, ofCityPark, ofHarbor, propose, startGoverned, statusOf } from './governed.js';
import { regulator } from './regulated.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startGoverned();
  await post(ledger, harbor(), issue('i', alice, '50'));
});

const conditions = {
  orderId: 'vote:17',
  scope: { kind: 'account', accountId: alice, programId: 'harbor' },
  effect: { kind: 'stop-debits' },
  reasonHash: 'a'.repeat(64),
} as const;
const order = (more: object = {}): GovernanceAction => ({ kind: 'order', order: { ...conditions, ...more } });
const lift = (orderId = 'vote:17'): GovernanceAction => ({ kind: 'lift-order', orderId });
const redeemed = async (id: string) => {
  const { state, code } = await postOne(ledger, harbor(), redeem(id, alice, '1'));
  return code ?? state;
};
const stands = () => ledger.submit(auditor, catalogue.getOrder, { orderId: 'vote:17' });
const inapplicable = { body: { code: 'PROPOSAL_INAPPLICABLE', errors: [{ pointer: '/actions/0' }] } };

test('an order is in force once it is executed, and nobody lifts it but another vote', async () => {
  const { proposalId } = await propose(ledger, ofHarbor, 'only-proposed', order({ orderId: 'vote:other' }));
  expect(proposalId).toBe('HarborMSP:only-proposed');
  expect(await redeemed('r-1')).toBe('POSTED');
  await decide(ledger, 'stop', [order()]);
  expect(await stands()).toMatchObject({ basis: 'vote', status: 'issued' });
  expect(await stands()).not.toHaveProperty('issuedBy');
  expect(await redeemed('r-2')).toBe('DEBITS_STOPPED');
  await expect(ledger.submit(harbor(), catalogue.liftOrder, { orderId: 'vote:17' })).rejects.toMatchObject({
    body: { code: 'NOT_ORDER_AUTHORITY' },
  });
  await decide(ledger, 'free', [lift()]);
  expect(await stands()).toMatchObject({ status: 'lifted' });
  expect(await redeemed('r-3')).toBe('POSTED');
});

test('an order on a programme, and one on an organisation', async () => {
  await decide(ledger, 'stop', [
    order({ scope: { kind: 'program', programId: 'harbor' } }),
    order({ orderId: 'vote:18', scope: { kind: 'organization', mspId: 'HarborMSP' } }),
  ]);
  expect(ledger.table('standing').map(({ parts }) => parts)).toEqual([
    ['organization', 'HarborMSP'],
    ['program', 'harbor'],
  ]);
  expect(await redeemed('r-1')).toBe('DEBITS_STOPPED');
  await decide(ledger, 'free', [lift(), lift('vote:18')]);
  expect(ledger.table('standing')).toEqual([]);
  expect(await redeemed('r-2')).toBe('POSTED');
});

test('a seizure is moved by a merchant', async () => {
  await decide(ledger, 'seize', [order({ effect: { kind: 'seize', amount: '20', toAccountId: bob } })]);
  const { receipt } = await postOne(ledger, harbor(), { kind: 'seize', id: 's', orderId: 'vote:17' });
  expect(receipt).toMatchObject({ amount: '20', toAccountId: bob });
  expect(await available(ledger, bob)).toBe('20');
});

test('an emergency order is ratified by vote, and is then the members’ to lift', async () => {
  const emergency = { ...conditions, orderId: 'HarborMSP:1' };
  await ledger.submit(harbor(), catalogue.issueOrder, emergency);
  await decide(ledger, 'keep', [{ kind: 'ratify-order', orderId: 'HarborMSP:1' }]);
  ledger.now = '2026-12-24T08:00:00.000Z';
  expect(await redeemed('r-1')).toBe('DEBITS_STOPPED');
  await expect(ledger.submit(harbor(), catalogue.liftOrder, { orderId: 'HarborMSP:1' })).rejects.toMatchObject({
    body: { code: 'NOT_ORDER_AUTHORITY' },
  });
  await decide(ledger, 'free', [lift('HarborMSP:1')]);
  expect(await redeemed('r-2')).toBe('POSTED');
});

test('days are given back by the vote that lifts an order', async () => {
  await decide(ledger, 'stop', [order({ expiry: 'waits' })]);
  ledger.now = '2027-12-03T08:00:00.000Z';
  expect((await postOne(ledger, harbor(), expire('e', alice))).code).toBe('EXPIRY_STOPPED');
  await decide(ledger, 'free', [lift()]);
  expect(await available(ledger, alice)).toBe('50');
});

test('a regulator that is removed orders and lifts nothing; what it ordered stands until a vote lifts it', async () => {
  const since = ledger.now;
  const member = { mspId: 'RegulatorMSP', name: 'Regulator', kind: 'regulator', status: 'active', registeredAt: since };
  ledger.plant('org', ['RegulatorMSP'], member);
  await ledger.submit(regulator, catalogue.issueOrder, { ...conditions, orderId: 'RegulatorMSP:1' });
  const epochOf = async () => (await ledger.submit(harbor(), catalogue.getConstitution, {})).epoch.number;
  const before = await epochOf();
  const removed = await decide(ledger, 'remove', [{ kind: 'remove', mspId: 'RegulatorMSP' }]);
  expect(removed).toMatchObject({ status: 'executed', voters: ['CityParkMSP', 'GreenMartMSP', 'HarborMSP'] });
  expect(await statusOf(ledger, 'RegulatorMSP')).toBe('left');
  expect(await epochOf()).toBe(before + 1);
  const notAllowed = { body: { code: 'ORGANIZATION_NOT_ALLOWED' } };
  for (const submitted of [
    ledger.submit(regulator, catalogue.issueOrder, { ...conditions, orderId: 'RegulatorMSP:2' }),
    ledger.submit(regulator, catalogue.liftOrder, { orderId: 'RegulatorMSP:1' }),
  ])
    await expect(submitted).rejects.toMatchObject(notAllowed);
  expect(await redeemed('r-1')).toBe('DEBITS_STOPPED');
  await decide(ledger, 'free', [lift('RegulatorMSP:1')]);
  expect(await redeemed('r-2')).toBe('POSTED');
});

test('what cannot be done is not proposed', async () => {
  const wrong: GovernanceAction[] = [
    lift(),
    { kind: 'ratify-order', orderId: 'HarborMSP:none' },
    order({ orderId: 'HarborMSP:1' }),
    order({ scope: { kind: 'account', accountId: 'HarborMSP:nobody-001' } }),
    order({ scope: { kind: 'program', programId: 'nothing' } }),
    order({ until: ledger.now }),
  ];
  for (const [n, action] of wrong.entries())
    await expect(propose(ledger, ofCityPark, `wrong-${n}`, action)).rejects.toMatchObject(inapplicable);
});

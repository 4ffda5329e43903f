/** What meets and what does not when transactions are endorsed at the same time. */
import { catalogue, type Operation } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import { alice, bob, citypark, harbor, issue, post, redeem, reverse, startConsortium } from './consortium.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
});

const endorse = (operation: Operation, lots?: string[]) => {
  const sources = lots === undefined ? undefined : [{ accountId: alice, programId: 'harbor', lots }];
  return ledger.simulate(harbor(), 'Points:Post', [JSON.stringify({ operations: [operation], sources })]);
};
const lotsOfAlice = async () =>
  (await ledger.submit(harbor(), catalogue.listLots, { accountId: alice })).lots.map(({ lotId }) => lotId);

test('issuances on different lanes do not meet', async () => {
  const both = [
    await endorse(issue('i-1', alice, '1', { lanes: [0] })),
    await endorse(issue('i-2', alice, '1', { lanes: [1] })),
  ];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'VALID']);
});

test('issuances on one lane do, so that quota is never used twice', async () => {
  const both = [await endorse(issue('i-1', alice, '500')), await endorse(issue('i-2', bob, '500'))];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
});

test('spending one lot twice is a conflict', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '10'));
  const lots = await lotsOfAlice();
  const both = [await endorse(redeem('r-1', alice, '10'), lots), await endorse(redeem('r-2', alice, '10'), lots)];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
});

test('spending named lots does not meet a credit', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '10'));
  const both = [
    await endorse(issue('i-2', alice, '5')),
    await endorse(redeem('r-1', alice, '10'), await lotsOfAlice()),
  ];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'VALID']);
});

test('spending what the ledger chooses does, as a phantom', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '10'));
  const both = [await endorse(issue('i-2', alice, '5')), await endorse(redeem('r-1', alice, '10'))];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'PHANTOM_READ_CONFLICT']);
});

test('one id, posted twice at the same time, takes effect once', async () => {
  const both = [
    await endorse(issue('i-1', alice, '1', { lanes: [0] })),
    await endorse(issue('i-1', alice, '1', { lanes: [1] })),
  ];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
});

test('one operation is reversed once', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '10'), redeem('r-1', alice, '10'));
  const both = [await endorse(reverse('v-1', 'r-1')), await endorse(reverse('v-2', 'r-1'))];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
});

test('an issuance meets the closing of its account', async () => {
  const closing = { accountId: alice, status: 'closed' };
  const both = [
    await ledger.simulate(harbor(), 'Accounts:SetStatus', [JSON.stringify(closing)]),
    await endorse(issue('i-1', alice, '1')),
  ];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
});

test('the closing of an account meets a credit that came before it', async () => {
  const closing = await ledger.simulate(harbor(), 'Accounts:SetStatus', [
    JSON.stringify({ accountId: alice, status: 'closed' }),
  ]);
  await post(ledger, harbor(), issue('i-1', alice, '1'));
  expect(ledger.commit(closing)).toBe('PHANTOM_READ_CONFLICT');
});

test('redemptions of different lots of one programme do not meet, also in clearing', async () => {
  await post(ledger, harbor(), issue('i-1', alice, '10'));
  await post(ledger, harbor(), issue('i-2', alice, '10'));
  const [first = '', second = ''] = await lotsOfAlice();
  const acceptor = 'CityParkMSP';
  const both = [
    await endorse(redeem('r-1', alice, '10', { acceptor }), [first]),
    await endorse(redeem('r-2', alice, '10', { acceptor }), [second]),
  ];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'VALID']);
  const { net } = await ledger.submit(citypark(), catalogue.clearingPositions, { cycle: '2026-11' });
  expect(net).toEqual([
    { programId: 'harbor', mspId: 'CityParkMSP', amount: '20' },
    { programId: 'harbor', mspId: 'HarborMSP', amount: '-20' },
  ]);
});

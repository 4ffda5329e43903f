/** Claims of a migration: a hundred leaves stand in one row, and each is claimed once, found, replayed and taken back by its id. */
import { catalogue, type Operation, type Row } from '@commonpoint/catalogue';
import { LegacyTree } from '../support/legacy-tree.js';
import type { LedgerStub } from '../support/ledger-stub.js';
import { alice, available, bob, harbor, issue, post, postOne, redeem, reverse, startConsortium } from './consortium.js';
import { approved, claim } from './migration-world.js';

const large = new LegacyTree(
  Array.from({ length: 203 }, (_, n) => ({
    accountId: n % 2 === 0 ? alice : bob,
    amount: '3',
    ...(n === 7 && { expiresOn: '2028-01-31' }),
    ...(n === 8 && { maturesOn: '2026-12-24' }),
  })),
);
const of = { of: large };

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
  await approved(ledger, large);
});

const hundreds = () => ledger.table('imported').map(({ value }) => value as Row<'imported'>);
const apart = () => ledger.table('op').map(({ value }) => (value as Row<'op'>).id);
const receipt = (index: number) =>
  ledger.submit(harbor(), catalogue.getReceipt, { mspId: 'HarborMSP', operationId: `mg-legacy-${index}` });
const endorse = (indices: readonly number[], lane: number) => {
  const operations = indices.map((index) => ({ ...large.claim(index), lanes: [lane] }));
  const request = { operations, proofs: [large.proof(indices)] };
  return ledger.simulate(harbor('operator'), 'Points:Post', [JSON.stringify(request)]);
};
const states = (outcomes: readonly { state: string; code?: string | undefined; field?: string | undefined }[]) =>
  outcomes.map(({ state, code, field }) => [state, code, field].filter((each) => each !== undefined).join(' '));

test('a hundred leaves are one row, whichever of them are claimed together', async () => {
  await claim(ledger, [200, 5, 6, 99, 100], of);
  expect(hundreds().map(({ rows }) => rows.map((row) => row.split(' ').slice(0, 3).join(' ')))).toEqual([
    ['5 HarborMSP:bob-00001 3', '6 HarborMSP:alice-0001 3', '99 HarborMSP:bob-00001 3'],
    ['100 HarborMSP:alice-0001 3'],
    ['200 HarborMSP:alice-0001 3'],
  ]);
  expect(apart()).toEqual([]);
});

test('each has a receipt that names its migration and its own days', async () => {
  const [first, second] = await claim(ledger, [6, 7], of);
  expect(await receipt(6)).toEqual(first?.receipt);
  expect(await receipt(7)).toEqual(second?.receipt);
  expect(await receipt(7)).toMatchObject({ migrationId: 'legacy', expiry: '2028-01-31', amount: '3', kind: 'issue' });
  await expect(receipt(8)).rejects.toThrow('OPERATION_UNKNOWN');
});

test('one that ripens on a day of its own stands apart, and is claimed once as well', async () => {
  await claim(ledger, [7, 8], of);
  expect(apart()).toEqual(['mg-legacy-8']);
  expect(await receipt(8)).toMatchObject({ maturesOn: '2026-12-24', migrationId: 'legacy' });
  expect(states(await claim(ledger, [7, 8], of))).toEqual(['EXISTS', 'EXISTS']);
});

test('what is claimed again is the same if it is shown to be the same leaf, and otherwise a conflict', async () => {
  await claim(ledger, [1, 2], of);
  expect(states(await claim(ledger, [1, 2, 3], of))).toEqual(['EXISTS', 'EXISTS', 'POSTED']);
  const again = async (change: (each: Operation & { kind: 'issue' }) => Operation) =>
    states(await claim(ledger, [1], { ...of, change }));
  expect(await again((each) => ({ ...each, amount: '4' }))).toEqual(['REJECTED ID_CONFLICT amount']);
  expect(await again((each) => ({ ...each, accountId: alice }))).toEqual(['REJECTED ID_CONFLICT accountId']);
  expect(await again((each) => ({ ...each, expiresOn: '2029-01-31' }))).toEqual(['REJECTED ID_CONFLICT expiresOn']);
  expect(await again((each) => ({ ...each, migration: { ...each.migration!, salt: '0'.repeat(32) } }))).toEqual([
    'REJECTED ID_CONFLICT migration',
  ]);
  expect(await again((each) => ({ ...each, campaign: 'spring' }))).toEqual(['REJECTED ID_CONFLICT campaign']);
  const plain = { operations: [issue('mg-legacy-1', bob, '3')] };
  expect(states((await ledger.submit(harbor(), catalogue.postPoints, plain)).outcomes)).toEqual([
    'REJECTED ID_CONFLICT expiresOn',
  ]);
  expect([await available(ledger, alice), await available(ledger, bob)]).toEqual(['3', '6']);
});

test('twice the same leaf in one batch is no proof of any, and nothing of the batch is claimed', async () => {
  expect(states(await claim(ledger, [1, 2, 1], of))).toEqual(Array(3).fill('REJECTED LEAF_NOT_IN_MIGRATION'));
  expect([hundreds(), await available(ledger, alice), await available(ledger, bob)]).toEqual([[], '0', '0']);
  expect(states(await claim(ledger, [1, 2], of))).toEqual(['POSTED', 'POSTED']);
});

test.each([
  ['the same leaf', [1], [1]],
  ['leaves of one hundred', [1], [2]],
])('of %s that are endorsed at the same time, one is done', async (_what, first, second) => {
  const both = [await endorse(first, 0), await endorse(second, 1)];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
});

test('leaves of different hundreds do not meet', async () => {
  const both = [await endorse([99], 0), await endorse([100], 1)];
  expect(both.map((simulation) => ledger.commit(simulation))).toEqual(['VALID', 'VALID']);
});

test('a claim is taken back by its id and counts no more, once', async () => {
  await claim(ledger, [1, 2], of);
  await post(ledger, harbor(), reverse('v-1', 'mg-legacy-1'));
  expect(await receipt(1)).toMatchObject({ reversed: '3', migrationId: 'legacy' });
  const { claimedSoFar } = await ledger.submit(harbor(), catalogue.getMigration, {
    mspId: 'HarborMSP',
    migrationId: 'legacy',
  });
  expect(claimedSoFar).toEqual({ count: 1, amount: '3' });
  expect((await postOne(ledger, harbor(), reverse('v-2', 'mg-legacy-1'))).code).toBe('ALREADY_REVERSED');
  expect(states(await claim(ledger, [1], of))).toEqual(['EXISTS']);
});

test('ids of claims are for claims alone', async () => {
  const [taken, other] = await post(ledger, harbor(), issue('mg-legacy-4', bob, '3'), issue('mg-legacy', bob, '3'));
  expect([taken?.code, other?.state]).toEqual(['CLAIM_INVALID', 'POSTED']);
  await expect(post(ledger, harbor(), redeem('mg-legacy-4', bob, '1'))).rejects.toThrow('REQUEST_INVALID');
  expect(states(await claim(ledger, [4], of))).toEqual(['POSTED']);
});

/** Migrations on the ledger: who makes one count, what can be claimed of it, and that its end adds up. */
import { catalogue, type Operation } from '@commonpoint/catalogue';
import { LegacyTree } from '../support/legacy-tree.js';
import { Refused, type LedgerStub } from '../support/ledger-stub.js';
import { alice, bob, carol, citypark, greenmart, harbor, postOne, reverse, startConsortium } from './consortium.js';
import { abort, approve, approved, balances, claim, complete, progress, propose, tree } from './migration-world.js';

const balanceOf = async (ledger: LedgerStub, accountId: string): Promise<string> => {
  const { balances: of } = await ledger.submit(harbor(), catalogue.getBalances, { accountId });
  return of.find(({ programId }) => programId === 'harbor')?.available ?? '0';
};
const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error as Refused).body.code,
  );
const codes = (outcomes: readonly { state: string; code?: string | undefined }[]) =>
  outcomes.map(({ state, code }) => code ?? state);

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
});

test('balances are claimed once more than half of the other merchants approved, and not before', async () => {
  await propose(ledger);
  expect(codes(await claim(ledger, [0]))).toEqual(['MIGRATION_STATE']);
  expect((await approve(ledger, citypark())).status).toBe('proposed');
  expect((await approve(ledger, citypark())).approvals).toHaveLength(1);
  expect(codes(await claim(ledger, [0]))).toEqual(['MIGRATION_STATE']);
  expect((await approve(ledger, greenmart())).status).toBe('approved');
  expect(codes(await claim(ledger, [0, 1, 2]))).toEqual(['POSTED', 'POSTED', 'POSTED']);
  expect([await balanceOf(ledger, alice), await balanceOf(ledger, bob)]).toEqual(['160', '7']);
  expect((await progress(ledger)).claimedSoFar).toEqual({ count: 3, amount: '167' });
});

test('a leaf is claimed once, whoever asks again and with whatever beside it', async () => {
  await approved(ledger);
  await claim(ledger, [0]);
  expect(codes(await claim(ledger, [0]))).toEqual(['EXISTS']);
  expect(codes(await claim(ledger, [0, 1]))).toEqual(['EXISTS', 'POSTED']);
  expect(await balanceOf(ledger, alice)).toBe('120');
  expect((await progress(ledger)).claimedSoFar).toEqual({ count: 2, amount: '127' });
});

test('points keep the expiry and the maturity of the snapshot, whatever limits and terms the programme has', async () => {
  const own = new LegacyTree([{ accountId: alice, amount: '90', expiresOn: '2030-02-28', maturesOn: '2026-12-24' }]);
  await ledger.submit(harbor(), catalogue.setLimits, {
    programId: 'harbor',
    limits: { operations: { issue: { max: '10' } }, perAccountDay: { creditedMax: '10' } },
  });
  await approved(ledger, own);
  const [outcome] = await claim(ledger, [0], { of: own });
  expect(outcome?.receipt).toMatchObject({ expiry: '2030-02-28', maturesOn: '2026-12-24', migrationId: 'legacy' });
});

type Claim = Operation & { kind: 'issue' };
test.each<[string, (each: Claim) => Operation]>([
  ['one point more', (each) => ({ ...each, amount: '121' })],
  ['to another account', (each) => ({ ...each, accountId: bob })],
  ['to an account of another custodian', (each) => ({ ...each, accountId: carol })],
  ['with a later expiry', (each) => ({ ...each, expiresOn: '2029-06-30' })],
  ['to be spent earlier', (each) => ({ ...each, maturesOn: '2026-11-01' })],
  ['earned on a day that the snapshot does not have', (each) => ({ ...each, earnedOn: '2026-11-01' })],
  ['under another index', (each) => ({ ...each, id: 'mg-legacy-1', migration: { ...each.migration!, index: 1 } })],
  ['beyond the last index', (each) => ({ ...each, id: 'mg-legacy-9', migration: { ...each.migration!, index: 9 } })],
  ['with another salt', (each) => ({ ...each, migration: { ...each.migration!, salt: '0'.repeat(32) } })],
])('what is no leaf is not claimed: %s', async (_how, change) => {
  await approved(ledger);
  expect(codes(await claim(ledger, [0], { change }))).toEqual(['LEAF_NOT_IN_MIGRATION']);
  expect((await progress(ledger)).claimedSoFar).toEqual({ count: 0, amount: '0' });
});

test('neither a proof for another migration nor one with sums that were moved shows anything', async () => {
  await approved(ledger);
  const other = new LegacyTree(balances, 'other');
  await approved(ledger, other);
  expect(codes(await claim(ledger, [0], { proof: { ...other.proof([0]), migrationId: 'legacy' } }))).toEqual([
    'LEAF_NOT_IN_MIGRATION',
  ]);
  const moved = tree.proof([0]);
  const [first, second] = moved.beside;
  const beside = [
    { ...first!, sum: String(BigInt(first!.sum) + 1n) },
    { ...second!, sum: String(BigInt(second!.sum) - 1n) },
    ...moved.beside.slice(2),
  ];
  expect(codes(await claim(ledger, [0], { proof: { ...moved, beside } }))).toEqual(['LEAF_NOT_IN_MIGRATION']);
  expect(codes(await claim(ledger, [0], { proof: { ...moved, beside: moved.beside.slice(1) } }))).toEqual([
    'LEAF_NOT_IN_MIGRATION',
  ]);
  expect(codes(await claim(ledger, [0], { proof: { ...moved, beside: [...moved.beside, first!] } }))).toEqual([
    'LEAF_NOT_IN_MIGRATION',
  ]);
});

test.each(['-1', '1000000000000000000', '01', '1.5'])(
  'a sum of %s is refused before anything is looked at',
  async (sum) => {
    await approved(ledger);
    const proof = tree.proof([0]);
    const beside = [{ ...proof.beside[0]!, sum }, ...proof.beside.slice(1)];
    expect(await refusal(claim(ledger, [0], { proof: { ...proof, beside } }))).toBe('REQUEST_INVALID');
  },
);

test('sums that come to more than 18 digits are no root', async () => {
  const large = new LegacyTree([
    { accountId: alice, amount: '999999999999999999' },
    { accountId: bob, amount: '1' },
  ]);
  const total = '999999999999999999';
  const byStatus = [{ status: 'active' as const, count: 2, amount: total }];
  expect(await refusal(propose(ledger, large, { total, byStatus }))).toBe('MIGRATION_UNSOUND');
});

test('what is negative or expired in the snapshot is in the tree, and cannot be claimed', async () => {
  await approved(ledger);
  for (const [index, status] of [
    [3, 'negative'],
    [4, 'expired'],
  ] as const) {
    const asIs = claim(ledger, [index], {
      change: (each) => ({ ...each, migration: { ...each.migration!, status: status as 'active' } }),
    });
    expect(await refusal(asIs)).toBe('REQUEST_INVALID');
    const asActive = await claim(ledger, [index], {
      change: (each) => ({ ...each, migration: { ...each.migration!, status: 'active' } }),
    });
    expect(codes(asActive)).toEqual(['LEAF_NOT_IN_MIGRATION']);
  }
});

test('a claim under the id of another leaf is told so, and shows nothing of that leaf', async () => {
  await approved(ledger);
  const other = { id: 'mg-legacy-1' };
  expect(codes(await claim(ledger, [0], { change: (each) => ({ ...each, ...other }) }))).toEqual(['CLAIM_INVALID']);
  const more = { ...other, amount: '99' };
  expect(codes(await claim(ledger, [0], { change: (each) => ({ ...each, ...more }) }))).toEqual(['CLAIM_INVALID']);
  expect((await progress(ledger)).claimedSoFar).toEqual({ count: 0, amount: '0' });
});

test('a frozen balance comes to a frozen account alone, an active one to an active one', async () => {
  const own = new LegacyTree([
    { accountId: alice, amount: '9', status: 'frozen' },
    { accountId: bob, amount: '8' },
  ]);
  await approved(ledger, own);
  expect(codes(await claim(ledger, [0], { of: own }))).toEqual(['CLAIM_INVALID']);
  for (const accountId of [alice, bob])
    await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId, status: 'frozen' });
  expect(codes(await claim(ledger, [0, 1], { of: own }))).toEqual(['POSTED', 'ACCOUNT_FROZEN']);
});

test('nobody claims another merchant’s balances, nor a till its own', async () => {
  await approved(ledger);
  const asked = { operations: [tree.claim(0)], proofs: [tree.proof([0])] };
  expect(codes((await ledger.submit(citypark(), catalogue.postPoints, asked)).outcomes)).toEqual(['NOT_ISSUER']);
  expect(codes((await ledger.submit(harbor('cashier'), catalogue.postPoints, asked)).outcomes)).toEqual([
    'ROLE_NOT_ALLOWED',
  ]);
});

test('the end is taken if what was claimed and what is stated is all there was, and then nothing changes any more', async () => {
  await approved(ledger);
  await claim(ledger, [0, 1]);
  expect(await refusal(complete(ledger, 0, '0'))).toBe('MIGRATION_UNEQUAL');
  expect(await refusal(complete(ledger, 1, '40'))).toBe('MIGRATION_UNEQUAL');
  expect(await refusal(complete(ledger, 1, '39', '2027-12-31'))).toBe('MIGRATION_UNEQUAL');
  const done = await complete(ledger, 1, '40', '2027-12-31');
  expect(done).toMatchObject({
    status: 'complete',
    claimed: { count: 2, amount: '127' },
    unclaimed: { count: 1, amount: '40', owedUntil: '2027-12-31' },
  });
  expect(await complete(ledger, 1, '40', '2027-12-31')).toEqual(done);
  expect(codes(await claim(ledger, [2]))).toEqual(['MIGRATION_STATE']);
  expect((await postOne(ledger, harbor(), reverse('v-1', 'mg-legacy-0'))).code).toBe('MIGRATION_STATE');
  expect(await refusal(abort(ledger))).toBe('MIGRATION_STATE');
});

test('of a balance that was taken back in part the rest is owed, and until when is said', async () => {
  await approved(ledger);
  await claim(ledger, [0, 1, 2]);
  expect((await postOne(ledger, harbor(), reverse('v-1', 'mg-legacy-0', { amount: '3' }))).state).toBe('POSTED');
  expect(await refusal(complete(ledger, 0, '0'))).toBe('MIGRATION_UNEQUAL');
  expect(await refusal(complete(ledger, 0, '3'))).toBe('MIGRATION_UNEQUAL');
  expect(await complete(ledger, 0, '3', '2027-12-31')).toMatchObject({
    unclaimed: { count: 0, amount: '3', owedUntil: '2027-12-31' },
  });
});

test('one that is given up is claimed no more, and taking back what was claimed leaves nothing of it', async () => {
  await approved(ledger);
  await claim(ledger, [0, 1, 2]);
  expect((await abort(ledger)).status).toBe('aborted');
  expect(codes(await claim(ledger, [0]))).toEqual(['EXISTS']);
  for (const index of [0, 1]) await postOne(ledger, harbor(), reverse(`v-${index}`, `mg-legacy-${index}`));
  await postOne(ledger, harbor(), reverse('v-2', 'mg-legacy-2', { amount: '15' }));
  expect((await progress(ledger)).claimedSoFar).toEqual({ count: 1, amount: '25' });
  await postOne(ledger, harbor(), reverse('v-3', 'mg-legacy-2'));
  expect((await progress(ledger)).claimedSoFar).toEqual({ count: 0, amount: '0' });
  expect([await balanceOf(ledger, alice), await balanceOf(ledger, bob)]).toEqual(['0', '0']);
  expect((await ledger.submit(harbor(), catalogue.listMigrations, {})).migrations).toHaveLength(1);
});

/** For the tests of migrations: a small legacy programme of Harbor, as its life goes on. */
import { catalogue, type ErrorCode, type Operation, type Outcome } from '@commonpoint/catalogue';
import type { ClaimProof } from '@commonpoint/catalogue';
import { LegacyTree, type TestBalance } from '../support/legacy-tree.js';
import type { LedgerStub, StubCaller } from '../support/ledger-stub.js';
import { alice, bob, citypark, greenmart, harbor } from './consortium.js';

export const balances: readonly TestBalance[] = [
  { accountId: alice, amount: '120' },
  { accountId: bob, amount: '7' },
  { accountId: alice, amount: '40', expiresOn: '2028-01-31' },
  { accountId: bob, amount: '5', status: 'negative', expiresOn: '2028-01-31' },
  { accountId: bob, amount: '11', status: 'expired', expiresOn: '2026-01-31' },
];
export const tree = new LegacyTree(balances);

export const propose = (ledger: LedgerStub, of = tree, more: object = {}) =>
  ledger.submit(harbor(), catalogue.proposeMigration, { ...of.proposal(), ...more });
export const approve = (ledger: LedgerStub, by: StubCaller, of = tree, more: object = {}) => {
  const { root, total, migrationId } = of.proposal();
  return ledger.submit(by, catalogue.approveMigration, { mspId: 'HarborMSP', migrationId, root, total, ...more });
};
export async function approved(ledger: LedgerStub, of = tree): Promise<void> {
  await propose(ledger, of);
  await approve(ledger, citypark(), of);
  await approve(ledger, greenmart(), of);
}

interface Claiming {
  readonly of?: LegacyTree;
  readonly change?: (each: Operation & { kind: 'issue' }) => Operation;
  readonly proof?: ClaimProof;
}

/** Claims leaves with their proof, or as `change` has it. */
export async function claim(
  ledger: LedgerStub,
  indices: readonly number[],
  { of = tree, change = (each) => each, proof = of.proof(indices) }: Claiming = {},
): Promise<readonly Outcome[]> {
  const operations = indices.map((index) => change(of.claim(index)));
  return (await ledger.submit(harbor('operator'), catalogue.postPoints, { operations, proofs: [proof] })).outcomes;
}

export const complete = (ledger: LedgerStub, count: number, amount: string, owedUntil?: string) =>
  ledger.submit(harbor(), catalogue.completeMigration, {
    migrationId: 'legacy',
    unclaimed: { count, amount },
    ...(owedUntil !== undefined && { owedUntil }),
  });
export const abort = (ledger: LedgerStub) =>
  ledger.submit(harbor(), catalogue.abortMigration, { migrationId: 'legacy' });
export const progress = (ledger: LedgerStub) =>
  ledger.submit(harbor(), catalogue.getMigration, { mspId: 'HarborMSP', migrationId: 'legacy' });

export const migrationErrors: [ErrorCode, string, (ledger: LedgerStub) => Promise<unknown>][] = [
  ['MIGRATION_UNKNOWN', 'asked for', (l) => progress(l)],
  ['MIGRATION_UNKNOWN', 'claimed of', (l) => claim(l, [0])],
  [
    'MIGRATION_EXISTS',
    'proposed otherwise',
    async (l) => {
      await propose(l);
      return propose(l, tree, { snapshotHash: 'cd'.repeat(32) });
    },
  ],
  ['MIGRATION_UNSOUND', 'a total that the balances do not come to', (l) => propose(l, tree, { total: '168' })],
  [
    'MIGRATION_UNSOUND',
    'a root that does not commit to the total',
    (l) => {
      const { halves, byStatus } = tree.proposal();
      const more = byStatus.map((each) => (each.status === 'active' ? { ...each, amount: '168' } : each));
      const larger = [{ ...halves[0]!, sum: String(BigInt(halves[0]!.sum) + 1n) }, halves[1]!];
      return propose(l, tree, { total: '168', byStatus: more, halves: larger });
    },
  ],
  [
    'MIGRATION_NOT_YOURS',
    'its issuer approves it',
    async (l) => {
      await propose(l);
      return approve(l, harbor());
    },
  ],
  [
    'MIGRATION_UNEQUAL',
    'another total is approved',
    async (l) => {
      await propose(l);
      return approve(l, citypark(), tree, { total: '166' });
    },
  ],
  [
    'MIGRATION_STATE',
    'claimed with one approval of two',
    async (l) => {
      await propose(l);
      await approve(l, citypark());
      return claim(l, [0]);
    },
  ],
  [
    'CLAIM_INVALID',
    'under another id',
    async (l) => {
      await approved(l);
      return claim(l, [0], { change: (each) => ({ ...each, id: 'mg-legacy-1' }) });
    },
  ],
  [
    'LEAF_NOT_IN_MIGRATION',
    'one point more',
    async (l) => {
      await approved(l);
      return claim(l, [0], { change: (each) => ({ ...each, amount: '121' }) });
    },
  ],
];

/** A migration as the chaincode lets it happen, with balances of all statuses, audited from its transactions alone. */
import { catalogue } from '@commonpoint/catalogue';
import { receiptsIn } from '../../audit/src/imported-rows.js';
import { FoundSoFar } from '../../audit/src/findings.js';
import type { RowWrite } from '../../audit/src/ledger-rows.js';
import { Migrations } from '../../audit/src/migrations.js';
import { OperationRules } from '../../audit/src/operation-rules.js';
import { Replay } from '../../audit/src/replay.js';
import { inMemory } from '../../audit/src/store.js';
import { alice, bob, harbor, startConsortium } from '../contract/consortium.js';
import { approved, claim } from '../contract/migration-world.js';
import { LegacyTree } from '../support/legacy-tree.js';
import type { LedgerStub } from '../support/ledger-stub.js';
import { writtenRow } from '../support/written-row.js';

const tree = new LegacyTree([
  { accountId: alice, amount: '120' },
  { accountId: bob, amount: '9', status: 'frozen' },
  { accountId: bob, amount: '11', status: 'expired', expiresOn: '2026-01-31' },
  { accountId: alice, amount: '40', maturesOn: '2026-12-24' },
  { accountId: bob, amount: '5', status: 'frozen', maturesOn: '2026-12-24' },
  ...Array.from({ length: 99 }, (_, n) => ({ accountId: n % 2 ? bob : alice, amount: '3' })).map((each) => ({
    ...each,
    ...(each.accountId === bob && { status: 'frozen' as const }),
  })),
  // As the second one, but for its status.
  { accountId: bob, amount: '9' },
]);
const TWIN = tree.leaves.length - 1;
const claimable = tree.leaves.flatMap(({ status, index }) =>
  status === 'expired' || index === TWIN ? [] : [index as number],
);

/** All that three parts of the audit say of a ledger in memory, from now on. */
function audit(ledger: LedgerStub): () => string[] {
  const replay = new Replay();
  const [rules, migrated] = [new OperationRules(inMemory()), new FoundSoFar()];
  const migrations = new Migrations(migrated, inMemory());
  const told: string[] = [];
  const apply = (txId: string, rows: readonly RowWrite[], call: { name: string; argument: string }, by: string) => {
    told.push(...rules.check(txId, rows, call).map(({ text }) => text));
    migrations.apply(txId, rows, call, by);
    replay.apply(txId, rows, by, Date.parse(ledger.now));
  };
  const row = ([key, { value }]: [string, { value: Buffer }]): RowWrite => writtenRow(key, value);
  apply('before', [...ledger.rows].map(row), { name: '', argument: '' }, '');
  const simulate = ledger.simulate.bind(ledger);
  ledger.simulate = async (caller, name, args) => {
    const simulation = await simulate(caller, name, args);
    const written = [...simulation.writes].flatMap(([key, value]) => (value ? [row([key, { value }])] : []));
    const rows = written.flatMap((each) => (each.key[0] === 'imported' ? [each, ...receiptsIn(each)] : [each]));
    if (simulation.status === 200) apply(simulation.txId, rows, { name, argument: args[0] as string }, caller.mspId);
    return simulation;
  };
  replay.takeFindings();
  return () => [...replay.finish().findings, ...told.splice(0), ...migrated.take().map(({ text }) => text)];
}

let ledger: LedgerStub;
let found: () => string[];
beforeEach(async () => {
  ledger = await startConsortium();
  found = audit(ledger);
  await approved(ledger, tree);
  await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: bob, status: 'frozen' });
});
const states = async (indices: readonly number[]) =>
  new Set((await claim(ledger, indices, { of: tree })).map(({ state, code }) => code ?? state));

it('active and frozen balances, many to a transaction, are claimed and nothing is said', async () => {
  expect(await states(claimable.slice(0, 50))).toEqual(new Set(['POSTED']));
  expect(await states(claimable.slice(50))).toEqual(new Set(['POSTED']));
  expect(found()).toEqual([]);
});

it('each alone, and what is refused beside it, says nothing either', async () => {
  for (const index of [0, 1, 3, 4]) expect(await states([index])).toEqual(new Set(['POSTED']));
  await expect(states([2])).rejects.toThrow('REQUEST_INVALID');
  expect(found()).toEqual([]);
});

it('a balance is judged by its own leaf, and not by another one that is refused under its id', async () => {
  const operations = [{ ...tree.claim(TWIN), id: tree.claim(1).id }, tree.claim(1)];
  const request = { operations, proofs: [tree.proof([1, TWIN])] };
  const { outcomes } = await ledger.submit(harbor('operator'), catalogue.postPoints, request);
  expect(outcomes.map(({ state, code }) => code ?? state)).toEqual(['ACCOUNT_FROZEN', 'POSTED']);
  expect(found()).toEqual([]);
});

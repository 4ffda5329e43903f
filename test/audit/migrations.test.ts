/** Migrations, recomputed: what two merchants' peers can endorse and no rule allows is told of. */
import type { RowWrite } from '../../audit/src/ledger-rows.js';
import { FoundSoFar } from '../../audit/src/findings.js';
import { Migrations } from '../../audit/src/migrations.js';
import { inMemory } from '../../audit/src/store.js';
import { LegacyTree } from '../support/legacy-tree.js';

const [H, C, G] = ['HarborMSP', 'CityParkMSP', 'GreenMartMSP'];
const tree = new LegacyTree([
  { accountId: `${H}:alice-0001`, amount: '120' },
  { accountId: `${H}:bob-00001`, amount: '7' },
  { accountId: `${H}:carol-0001`, amount: '40' },
  { accountId: `${H}:dave-0001`, amount: '5', status: 'expired' },
]);
const { halves: _halves, ...figures } = tree.proposal();
const proposed = {
  mspId: H,
  ...figures,
  status: 'proposed',
  proposedAt: '2026-11-23T08:00:00Z',
  approvals: [] as object[],
};
const by = (...mspIds: (string | undefined)[]) =>
  mspIds.map((mspId) => ({ mspId, approvedAt: '2026-11-23T08:00:00Z' }));
const approved = { ...proposed, status: 'approved', approvals: by(C, G) };

interface Step {
  readonly call: string;
  readonly client?: string | undefined;
  readonly rows: readonly RowWrite[];
  readonly argument?: object;
}
const row = (value: object, call: string, client = H): Step => ({
  call: `Migrations:${call}`,
  client,
  rows: [{ key: ['migration', H, 'legacy'], value }],
});
const merchants: Step = {
  call: 'Organizations:Register',
  rows: [H, C, G].map((mspId) => ({ key: ['org', mspId], value: { mspId, kind: 'merchant', status: 'active' } })),
};
const begun = [
  merchants,
  row(proposed, 'Propose'),
  row({ ...proposed, approvals: by(C) }, 'Approve', C),
  row(approved, 'Approve', G),
];

const receiptOf = (index: number, more: object = {}): RowWrite => {
  const { id, programId, accountId, amount, expiresOn } = tree.claim(index);
  const value = {
    id,
    mspId: H,
    kind: 'issue',
    programId,
    accountId,
    amount,
    expiry: expiresOn,
    migrationId: 'legacy',
    txId: 't',
  };
  return { key: ['op', H, id], value: { ...value, ...more } };
};
const counted = (count: number, amount: string): RowWrite => ({
  key: ['migrated', H, 'legacy', 't'],
  value: { count, amount },
});
const claiming = (indices: readonly number[], rows: readonly RowWrite[], more: object = {}): Step => ({
  call: 'Points:Post',
  rows,
  argument: { operations: indices.map((index) => tree.claim(index)), proofs: [tree.proof(indices)], ...more },
});
const two = claiming([0, 1], [receiptOf(0), receiptOf(1), counted(2, '127')]);
const end = (claimed: object, unclaimed: object) =>
  row({ ...approved, status: 'complete', claimed, unclaimed }, 'Complete');

function audited(steps: readonly Step[]) {
  const found = new FoundSoFar();
  const migrations = new Migrations(found, inMemory());
  let last = '';
  for (const [at, { call, client = H, rows, argument = {} }] of steps.entries()) {
    migrations.apply('t', rows, { name: call, argument: JSON.stringify(argument) }, client);
    migrations.endBlock(`hash ${at}`);
    last = found
      .take()
      .map(({ text }) => text)
      .join();
  }
  return { last, all: migrations.all() };
}

it('says nothing of one that goes as it should, to its end', () => {
  const whole = [
    ...begun,
    two,
    claiming([2], [receiptOf(2), counted(1, '40')]),
    end({ count: 3, amount: '167' }, { count: 0, amount: '0' }),
  ];
  for (let steps = 1; steps <= whole.length; steps += 1) expect(audited(whole.slice(0, steps)).last).toBe('');
  expect(audited(whole).all).toMatchObject([
    { status: 'complete', total: '167', claimed: { count: 3, amount: '167' } },
  ]);
});

it('draws balances by the hash of the block after the approval, the same for everybody', () => {
  expect(audited(begun).all[0]!.drawn).toEqual([]);
  const { drawn } = audited([...begun, two]).all[0]!;
  expect([...drawn].sort()).toEqual([0, 1, 2, 3]);
  expect(audited([...begun, two, end({ count: 2, amount: '127' }, { count: 1, amount: '40' })]).all[0]!.drawn).toEqual(
    drawn,
  );
});

const sent = tree.claim(0);
it.each<[string, readonly Step[], RegExp]>([
  ['begins as approved', [merchants, row(approved, 'Propose')], /began as approved/],
  ['does not add up', [merchants, row({ ...proposed, total: '168' }, 'Propose')], /does not add up/],
  [
    'leaves points unclaimed without a day until which they are owed',
    [...begun, two, end({ count: 2, amount: '127' }, { count: 1, amount: '40' })],
    /leaves 40 unclaimed, and says not until when/,
  ],
  [
    'is approved by one of two others',
    [...begun.slice(0, 2), row({ ...approved, approvals: by(C) }, 'Approve', C)],
    /1 of 2/,
  ],
  [
    'is approved by its issuer',
    [...begun.slice(0, 3), row({ ...approved, approvals: by(C, H) }, 'Approve', H)],
    /went from proposed/,
  ],
  ['gets an approval in another one’s name', [...begun.slice(0, 3), row(approved, 'Approve', C)], /went from proposed/],
  [
    'gets another root',
    [...begun, row({ ...approved, root: tree.proposal().halves[0]!.hash, status: 'aborted' }, 'Abort')],
    /another root/,
  ],
  [
    'ends with more claimed than was',
    [...begun, two, end({ count: 3, amount: '167' }, { count: 0, amount: '0' })],
    /were claimed/,
  ],
  [
    'ends without all that was owed',
    [...begun, two, end({ count: 2, amount: '127' }, { count: 0, amount: '0' })],
    /at its end/,
  ],
  ['is claimed before it is approved', [...begun.slice(0, 3), two], /which is proposed/],
  [
    'is claimed without a proof',
    [...begun, claiming([0], [receiptOf(0), counted(1, '120')], { proofs: [] })],
    /not shown/,
  ],
  [
    'is claimed with a proof of others',
    [...begun, claiming([0], [receiptOf(0), counted(1, '120')], { proofs: [tree.proof([1])] })],
    /not shown/,
  ],
  [
    'is claimed with a point more',
    [
      ...begun,
      claiming([0], [receiptOf(0, { amount: '121' }), counted(1, '121')], { operations: [{ ...sent, amount: '121' }] }),
    ],
    /not shown/,
  ],
  [
    'is recorded with a point more than was asked',
    [...begun, claiming([0], [receiptOf(0, { amount: '121' }), counted(1, '121')])],
    /recorded otherwise/,
  ],
  [
    'is recorded for somebody else',
    [...begun, claiming([0], [receiptOf(0, { accountId: `${H}:mallory-1` }), counted(1, '120')])],
    /recorded otherwise/,
  ],
  [
    'is claimed under another id',
    [
      ...begun,
      claiming(
        [0],
        [receiptOf(0, { id: 'mg-legacy-9' }), counted(1, '120')].map((each, at) =>
          at === 0 ? { ...each, key: ['op', H, 'mg-legacy-9'] } : each,
        ),
        { operations: [{ ...sent, id: 'mg-legacy-9' }] },
      ),
    ],
    /under another id/,
  ],
  ['is claimed by what nobody asked for', [...begun, claiming([], [receiptOf(0), counted(0, '0')])], /did not ask for/],
  [
    'is counted otherwise than its receipts',
    [...begun, claiming([0], [receiptOf(0), counted(1, '12')])],
    /receipts come to/,
  ],
  ['is not counted', [...begun, claiming([0], [receiptOf(0)])], /does not say so/],
])('tells of one that %s', (_what, steps, expected) => {
  expect(audited(steps).last).toMatch(expected);
});

it('takes what was taken back off what was claimed, and tells of it after the end', () => {
  const back = (reversed: string, amount: string, id = 'v-1'): Step => ({
    call: 'Points:Post',
    rows: [
      {
        key: ['op', H, id],
        value: { id, mspId: H, kind: 'reverse', programId: 'harbor', amount, reverses: 'mg-legacy-0', txId: 't' },
      },
      receiptOf(0, { txId: 'earlier', reversed, reversedBy: [{ mspId: H, operationId: id }] }),
      counted(reversed === '120' ? -1 : 0, `-${amount}`),
    ],
  });
  const part = audited([...begun, two, back('50', '50')]);
  expect([part.last, part.all[0]!.claimed]).toEqual(['', { count: 2, amount: '77' }]);
  const whole = audited([...begun, two, back('50', '50'), back('120', '70', 'v-2')]);
  expect([whole.last, whole.all[0]!.claimed]).toEqual(['', { count: 1, amount: '7' }]);
  const done = end({ count: 2, amount: '127' }, { count: 1, amount: '40' });
  expect(audited([...begun, two, done, back('120', '120')]).last).toMatch(/which is complete/);
});

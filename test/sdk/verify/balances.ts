/** Proofs of legacy balances that hold, and that do not; with what is to be said of each. */
import { LegacyTree } from '../../support/legacy-tree.js';
import { type Judgement, policyOf, proofOf, receipts } from './proofs.js';

const accounts = ['a', 'b', 'c', 'd', 'e'].map((name) => `HarborMSP:${name}-00001`);
const owed = [
  { accountId: accounts[0]!, amount: '120' },
  { accountId: accounts[1]!, amount: '7', status: 'frozen' },
  { accountId: accounts[2]!, amount: '40' },
  { accountId: accounts[3]!, amount: '5', status: 'negative' },
  { accountId: accounts[4]!, amount: '11', status: 'expired' },
] as const;
const tree = new LegacyTree(owed);

interface Parts {
  readonly of?: LegacyTree;
  readonly index?: number;
  readonly key?: string[];
  readonly row?: object;
  readonly leaf?: object;
}

/** The nodes on the way up, the lowest first. */
const pathOf = (of: LegacyTree, index: number, from = 0, to = of.leaves.length): object[] => {
  if (to - from === 1) return [];
  const middle = from + 2 ** Math.floor(Math.log2(to - from - 1));
  const [within, beside] =
    index < middle
      ? [
          [from, middle],
          [middle, to],
        ]
      : [
          [middle, to],
          [from, middle],
        ];
  const { hash, sum } = of.node(...(beside as [number, number]));
  return [...pathOf(of, index, ...(within as [number, number])), { hash: hash.toString('base64'), sum: String(sum) }];
};

function fileOf({ of = tree, index = 2, key = ['migration', 'HarborMSP', 'legacy'], row = {}, leaf = {} }: Parts = {}) {
  const { halves: _halves, ...said } = of.proposal();
  const migration = { mspId: of.mspId, ...said, status: 'approved', approvedAt: 'then', ...row };
  return {
    format: 'commonpoint/legacy-balance@v1',
    leaf: canonical({ ...of.leaves[index], ...leaf }),
    path: pathOf(of, index),
    migration: proofOf([...receipts, { key, value: JSON.stringify(migration) }], { index: receipts.length }),
  };
}
const canonical = (value: object): string =>
  JSON.stringify(Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))));

const text = JSON.stringify;
const whole = fileOf();
const [first, second, third] = whole.path as [Node, Node, Node];
interface Node {
  readonly hash: string;
  readonly sum: string;
}
const altered = (more: object) => text({ ...whole, ...more });
const withFirst = (more: object) => altered({ path: [{ ...first, ...more }, second, third] });
const limit = '999999999999999999';
const large = new LegacyTree([
  { accountId: accounts[0]!, amount: limit },
  { accountId: accounts[1]!, amount: '1' },
]);

export const balances: readonly Judgement[] = [
  ...accounts.map((_account, index): Judgement => [`balance ${index}`, text(fileOf({ index })), policyOf(), undefined]),
  ['one that is complete', text(fileOf({ row: { status: 'complete' } })), policyOf(), undefined],
  [
    'one balance alone',
    text(fileOf({ of: new LegacyTree([{ accountId: accounts[0]!, amount: '0' }]), index: 0 })),
    policyOf(),
    undefined,
  ],
  [
    'the most that a sum may be',
    text(
      fileOf({
        of: new LegacyTree([
          { accountId: accounts[0]!, amount: limit },
          { accountId: accounts[1]!, amount: '0' },
        ]),
        index: 0,
      }),
    ),
    policyOf(),
    undefined,
  ],
  ['sums of 19 digits', text(fileOf({ of: large, index: 0 })), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['a point more', text(fileOf({ leaf: { amount: '41' } })), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['another account', text(fileOf({ leaf: { accountId: accounts[0] } })), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['another place', text(fileOf({ leaf: { index: 3 } })), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['a place beyond the last', text(fileOf({ leaf: { index: 5 } })), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['another status', text(fileOf({ leaf: { status: 'frozen' } })), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['another total', text(fileOf({ row: { total: '168' } })), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['another root', text(fileOf({ row: { root: first.hash } })), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['another size', text(fileOf({ row: { size: 9 } })), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['a sum that was moved', withFirst({ sum: '1' }), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['a path that lacks a step', altered({ path: [second, third] }), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['a path with a step more', altered({ path: [first, second, third, third] }), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['one that nobody approved', text(fileOf({ row: { status: 'proposed' } })), policyOf(), 'ENTRY_INVALID'],
  ['one that was given up', text(fileOf({ row: { status: 'aborted' } })), policyOf(), 'ENTRY_INVALID'],
  ['a receipt for a migration', altered({ migration: proofOf(receipts) }), policyOf(), 'ENTRY_INVALID'],
  [
    'a receipt that says what a migration says',
    text(fileOf({ key: ['op', 'HarborMSP', 'legacy'] })),
    policyOf(),
    'ENTRY_INVALID',
  ],
  ['a migration of another one', text(fileOf({ row: { mspId: 'CityParkMSP' } })), policyOf(), 'ENTRY_INVALID'],
  ['a migration under another name', text(fileOf({ row: { migrationId: 'other' } })), policyOf(), 'ENTRY_INVALID'],
  [
    'a whole migration of another one',
    text(fileOf({ of: new LegacyTree(owed, 'legacy', 'CityParkMSP') })),
    policyOf(),
    'ENTRY_INVALID',
  ],
  [
    'a whole migration under another name',
    text(fileOf({ of: new LegacyTree(owed, 'other') })),
    policyOf(),
    'ENTRY_INVALID',
  ],
  ['a migration without a size', text(fileOf({ row: { size: '5' } })), policyOf(), 'ENTRY_INVALID'],
  ['a migration without a root', text(fileOf({ row: { root: 7 } })), policyOf(), 'ENTRY_INVALID'],
  ['a migration whose root is none', text(fileOf({ row: { root: '*' } })), policyOf(), 'ENTRY_INVALID'],
  ['a balance of another organisation', text(fileOf({ leaf: { mspId: 'CityParkMSP' } })), policyOf(), 'ENTRY_INVALID'],
  ['a balance of another migration', text(fileOf({ leaf: { migrationId: 'other' } })), policyOf(), 'ENTRY_INVALID'],
  ['a balance of another programme', text(fileOf({ leaf: { programId: 'citypark' } })), policyOf(), 'ENTRY_INVALID'],
  ['a balance without a place', text(fileOf({ leaf: { index: '2' } })), policyOf(), 'ENTRY_INVALID'],
  ['points that are a number', text(fileOf({ leaf: { amount: 40 } })), policyOf(), 'ENTRY_INVALID'],
  ...['-1', '01', '1.5', '1000000000000000000'].flatMap((each): Judgement[] => [
    [`${each} points`, text(fileOf({ leaf: { amount: each } })), policyOf(), 'ENTRY_INVALID'],
    [`a sum of ${each}`, withFirst({ sum: each }), policyOf(), 'FILE_INVALID'],
  ]),
  ['a sum that is a number', withFirst({ sum: 7 }), policyOf(), 'FILE_INVALID'],
  ['a hash that is none', withFirst({ hash: first.hash.slice(4) }), policyOf(), 'FILE_INVALID'],
  ['a hash that is a number', withFirst({ hash: 7 }), policyOf(), 'FILE_INVALID'],
  ['a proof for another log', text(whole), policyOf({ origin: 'commonpoint/other' }), 'LOG_OTHER'],
  ['another format', altered({ format: 'commonpoint/legacy-balance@v2' }), policyOf(), 'FILE_INVALID'],
  ['no JSON', '{ "format": "commonpoint/legacy-balance@v1"', policyOf(), 'FILE_INVALID'],
  ['no object', '7', policyOf(), 'FILE_INVALID'],
  ['nothing', 'null', policyOf(), 'FILE_INVALID'],
  ['a leaf that is no object', altered({ leaf: 'null' }), policyOf(), 'FILE_INVALID'],
  ...['leaf', 'path', 'migration'].map((part): Judgement => [
    `no ${part}`,
    altered({ [part]: undefined }),
    policyOf(),
    'FILE_INVALID',
  ]),
];

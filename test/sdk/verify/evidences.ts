/** Evidence of details that holds, and that does not; with what is to be said of each. */
import { detailLeafText } from '@commonpoint/catalogue';
import { detailLeafHash } from '../../../gateway-api/src/store/detail-store.js';
import { treeOf } from '../../support/signed-log.js';
import { type Judgement, policyOf, proofOf, receipts } from './proofs.js';

const leafOf = (index: number, more: object = {}): string =>
  detailLeafText({
    mspId: 'HarborMSP',
    operationId: `o-${index}`,
    schema: 'basket/1',
    detail: { price: String(index) },
    salt: String(index).padStart(32, '0'),
    ...more,
  });

interface Parts {
  /** Of the three leaves, the one that is shown. */
  readonly leaf?: string;
  readonly key?: string[];
  readonly row?: object;
}

function evidenceOf({ leaf = leafOf(1), key = ['anchor', 'HarborMSP', 'details-1'], row = {} }: Parts = {}) {
  const tree = treeOf(0);
  const leaves = [leafOf(0), leaf, leafOf(2)];
  tree.append(leaves.map(detailLeafHash));
  const root = tree.root().toString('base64');
  const anchored = { mspId: 'HarborMSP', log: 'details-1', sequence: 1, size: 3, root, anchoredAt: 'then', ...row };
  const anchor = { key, value: JSON.stringify(anchored) };
  return {
    format: 'commonpoint/evidence@v1',
    leaf,
    index: 1,
    path: tree.inclusionProof(1, 3).map((hash) => hash.toString('base64')),
    anchor: proofOf([...receipts, anchor], { index: receipts.length }),
  };
}

const whole = evidenceOf();
const [hash] = whole.path as [string];
const text = JSON.stringify;
const altered = (more: object) => text({ ...whole, ...more });

export const evidences: readonly Judgement[] = [
  ['a detail', text(whole), policyOf(), undefined],
  ['another detail', altered({ leaf: leafOf(1, { detail: { price: '2' } }) }), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['another place', altered({ index: 0 }), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['another path', altered({ path: [hash, hash] }), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['another root', text(evidenceOf({ row: { root: hash } })), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['another size', text(evidenceOf({ row: { size: 9 } })), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['a receipt for an anchor', altered({ anchor: proofOf(receipts) }), policyOf(), 'ENTRY_INVALID'],
  [
    'a receipt that says what an anchor says',
    text(evidenceOf({ key: ['op', 'HarborMSP', 'details-1'] })),
    policyOf(),
    'ENTRY_INVALID',
  ],
  ['an anchor without a size', text(evidenceOf({ row: { size: '3' } })), policyOf(), 'ENTRY_INVALID'],
  ['an anchor without a root', text(evidenceOf({ row: { root: 7 } })), policyOf(), 'ENTRY_INVALID'],
  ['an anchor whose root is none', text(evidenceOf({ row: { root: '*' } })), policyOf(), 'ENTRY_INVALID'],
  ['an anchor of another one', text(evidenceOf({ row: { mspId: 'CityParkMSP' } })), policyOf(), 'ENTRY_INVALID'],
  ['an anchor of another log', text(evidenceOf({ row: { log: 'details-2' } })), policyOf(), 'ENTRY_INVALID'],
  [
    'a detail of another one',
    text(evidenceOf({ leaf: leafOf(1, { mspId: 'CityParkMSP' }) })),
    policyOf(),
    'ENTRY_INVALID',
  ],
  ['a detail of nothing', text(evidenceOf({ leaf: leafOf(1, { operationId: 7 }) })), policyOf(), 'ENTRY_INVALID'],
  ['a detail of no kind', text(evidenceOf({ leaf: leafOf(1, { schema: 7 }) })), policyOf(), 'ENTRY_INVALID'],
  ['a detail that is none', text(evidenceOf({ leaf: leafOf(1, { detail: 7 }) })), policyOf(), 'ENTRY_INVALID'],
  ['a detail that is nothing', text(evidenceOf({ leaf: leafOf(1, { detail: null }) })), policyOf(), 'ENTRY_INVALID'],
  ['evidence for another log', text(whole), policyOf({ origin: 'commonpoint/other' }), 'LOG_OTHER'],
  ['evidence that too few signed', text(whole), policyOf({}, ['A', 'B', 'C']), 'SIGNATURES_TOO_FEW'],
  ['another format', altered({ format: 'commonpoint/evidence@v2' }), policyOf(), 'FILE_INVALID'],
  ['no JSON', '{', policyOf(), 'FILE_INVALID'],
  ['no object', '7', policyOf(), 'FILE_INVALID'],
  ['nothing', 'null', policyOf(), 'FILE_INVALID'],
  ...['leaf', 'index', 'path', 'anchor'].map((part): Judgement => [
    `no ${part}`,
    altered({ [part]: undefined }),
    policyOf(),
    'FILE_INVALID',
  ]),
  ['a hash that is none', altered({ path: [hash.slice(4)] }), policyOf(), 'FILE_INVALID'],
  ['a hash that is a number', altered({ path: [7] }), policyOf(), 'FILE_INVALID'],
];

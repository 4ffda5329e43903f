/** Proofs that a log continues an earlier one, which hold and which do not; with what is to be said of each. */
import { type Judgement, logOf, policyOf, proofOf, receipts } from './proofs.js';

const tree = logOf(receipts);
const rootOf = (size: number): string => tree.root(size).toString('base64');
/** The signed checkpoint of a proof is its own second and third part. */
const noteOf = (proof: string): string => proof.split('\n\n').slice(1).join('\n\n');

function fileOf(from: number, size = receipts.length, more: object = {}) {
  const signed = proofOf(receipts, { size });
  const [origin] = noteOf(signed).split('\n');
  return {
    format: 'commonpoint/consistency@v1',
    before: { origin, size: from, root: rootOf(from) },
    path: tree.consistencyProof(from, size).map((hash) => hash.toString('base64')),
    after: noteOf(signed),
    ...more,
  };
}

const text = JSON.stringify;
const whole = fileOf(6);
const { before } = whole;
const [first, ...rest] = whole.path as [string, ...string[]];
const altered = (more: object) => text({ ...whole, ...more });
/** Another log, of which one leaf is another one, as if nothing were. */
const forked = logOf([...receipts.slice(0, 4), receipts[0]!, ...receipts.slice(5)]);

export const consistencies: readonly Judgement[] = [
  ...[1, 2, 3, 4, 6, 7, 8, 10, 11].map((from): Judgement => [
    `from ${from}`,
    text(fileOf(from)),
    policyOf(),
    undefined,
  ]),
  ['from 3 to 8', text(fileOf(3, 8)), policyOf(), undefined],
  ['another earlier root', altered({ before: { ...before, root: rootOf(5) } }), policyOf(), 'LOG_FORKED'],
  ['another earlier size', altered({ before: { ...before, size: 5 } }), policyOf(), 'LOG_FORKED'],
  ['an earlier size that is later', altered({ before: { ...before, size: 12 } }), policyOf(), 'LOG_FORKED'],
  ['an earlier size of nothing', altered({ before: { ...before, size: 0 } }), policyOf(), 'LOG_FORKED'],
  [
    'a log that was forked',
    altered({ before: { ...before, root: forked.root(6).toString('base64') } }),
    policyOf(),
    'LOG_FORKED',
  ],
  [
    'a log that was forked, with its own proof',
    altered({
      before: { ...before, root: forked.root(6).toString('base64') },
      path: forked.consistencyProof(6, 11).map((hash) => hash.toString('base64')),
    }),
    policyOf(),
    'LOG_FORKED',
  ],
  ['a path that lacks a step', altered({ path: rest }), policyOf(), 'LOG_FORKED'],
  ['a path of nothing', altered({ path: [] }), policyOf(), 'LOG_FORKED'],
  ['a path with a step more', altered({ path: [...whole.path, first] }), policyOf(), 'LOG_FORKED'],
  ['another step', altered({ path: [first, rest[1] ?? first, ...rest.slice(1)] }), policyOf(), 'LOG_FORKED'],
  ['another first step', altered({ path: [rest[0] ?? '', ...rest] }), policyOf(), 'LOG_FORKED'],
  ['the same size with a step', text({ ...fileOf(11), path: [first] }), policyOf(), 'LOG_FORKED'],
  [
    'the same size with another root',
    text({ ...fileOf(11), before: { ...before, size: 11 } }),
    policyOf(),
    'LOG_FORKED',
  ],
  ['a proof for another log', text(whole), policyOf({ origin: 'commonpoint/other' }), 'LOG_OTHER'],
  ['another log before', altered({ before: { ...before, origin: 'commonpoint/other' } }), policyOf(), 'LOG_OTHER'],
  [
    'another log after',
    altered({ after: whole.after.replace('commonpoint/', 'commonpoint/0') }),
    policyOf(),
    'LOG_OTHER',
  ],
  ['too few signatures', text(whole), policyOf({}, ['A', 'B', 'C']), 'SIGNATURES_TOO_FEW'],
  [
    'a size that was not signed',
    altered({ after: whole.after.replace('\n11\n', '\n10\n') }),
    policyOf(),
    'SIGNATURE_WRONG',
  ],
  ['another format', altered({ format: 'commonpoint/consistency@v2' }), policyOf(), 'FILE_INVALID'],
  ['no JSON', '{ "format": "commonpoint/consistency@v1"', policyOf(), 'FILE_INVALID'],
  ['nothing before', altered({ before: null }), policyOf(), 'FILE_INVALID'],
  ...['before', 'path', 'after'].map((part): Judgement => [
    `no ${part}`,
    altered({ [part]: undefined }),
    policyOf(),
    'FILE_INVALID',
  ]),
  ['a size that is none', altered({ before: { ...before, size: '6' } }), policyOf(), 'FILE_INVALID'],
  ['half a leaf', altered({ before: { ...before, size: 6.5 } }), policyOf(), 'FILE_INVALID'],
  ['a root that is none', altered({ before: { ...before, root: 7 } }), policyOf(), 'FILE_INVALID'],
  ['a root that is too short', altered({ before: { ...before, root: first.slice(4) } }), policyOf(), 'FILE_INVALID'],
  ['a hash that is none', altered({ path: [first.slice(4)] }), policyOf(), 'FILE_INVALID'],
  ['a hash that is a number', altered({ path: [7] }), policyOf(), 'FILE_INVALID'],
  ['a checkpoint that is none', altered({ after: 'x' }), policyOf(), 'FILE_INVALID'],
];
/** What is known of the log from elsewhere, and whether it is the same. */
export const kept = [
  [{ size: 6, root: rootOf(6) }, undefined],
  [{ size: 6, root: rootOf(5) }, 'LOG_FORKED'],
  [{ size: 5, root: rootOf(6) }, 'LOG_FORKED'],
] as const;
export const keptFile = text(whole);

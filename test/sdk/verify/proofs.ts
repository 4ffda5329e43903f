/** Proofs that hold and proofs that do not, made by what gateways make them of; with what is to be said of each. */
import { hash } from 'node:crypto';
import { checkpointBody, leafInput, signatureLine } from '@commonpoint/catalogue';
import type { UnverifiedCode } from '@commonpoint/verify';
import { cosignature, type LogKey } from '../../../gateway-api/src/log-key.js';
import type { StoredTree } from '../../../gateway-api/src/store/stored-tree.js';
import { keyOf, ORIGIN, treeOf } from '../../support/signed-log.js';

export const members = ['AuditorMSP', 'CityParkMSP', 'GreenMartMSP', 'HarborMSP'];
const since = '2026-11-23T09:30:00.000Z';
const receiptOf = (index: number, more: object = {}) => {
  const key = ['op', 'HarborMSP', `o-${index}`];
  const row = { id: key[2], mspId: key[1], kind: 'issue', amount: '7', programId: 'harbor', accountId: 'a', ...more };
  return { key, value: JSON.stringify(row) };
};
const importedLines = (rows: unknown): Entry => ({
  key: ['imported', 'HarborMSP', `im-${'0'.repeat(40)}`, '0'],
  value: JSON.stringify({ programId: 'harbor', expiry: '2027-01-31', lane: 0, rows, txId: 'a', txTime: since }),
});
export type Entry = ReturnType<typeof receiptOf>;
const inputOf = ({ key, value }: Entry) => leafInput(key, Buffer.from(value));

export function logOf(entries: readonly Entry[]): StoredTree {
  const tree = treeOf(0);
  tree.append(entries.map((entry) => hash('sha256', inputOf(entry), 'buffer')));
  return tree;
}

interface Signing {
  readonly name: string;
  readonly key?: LogKey;
  /** What it signs, if that is not the checkpoint. */
  readonly root?: string;
  /** When, as it says; in seconds. */
  readonly time?: number;
}

const SIGNED_AT = 1_795_000_000;

interface Parts {
  readonly index?: number;
  readonly size?: number;
  readonly origin?: string;
  readonly signing?: readonly Signing[];
  readonly entry?: Entry;
}

/** The file for one entry of a log. */
export function proofOf(entries: readonly Entry[], { index = 0, size = entries.length, ...parts }: Parts = {}): string {
  const { origin = ORIGIN, signing = members.map((name): Signing => ({ name })), entry = entries[index]! } = parts;
  const tree = logOf(entries);
  const head = { origin, size, root: tree.root(size).toString('base64') };
  const lines = signing.map(({ name, key = keyOf(name), root = head.root, time = SIGNED_AT }) => {
    const signature = key.sign({ ...head, root }, time);
    return signatureLine(name, cosignature(name, { publicKey: key.publicKey, time, signature }));
  });
  const path = tree.inclusionProof(index, size).map((each) => `${each.toString('base64')}\n`);
  const extra = Buffer.from(inputOf(entry).subarray(1)).toString('base64');
  return `c2sp.org/tlog-proof@v1\nextra ${extra}\nindex ${index}\n${path.join('')}\n${checkpointBody(head)}\n${lines.join('')}`;
}

export const policyOf = (more: object = {}, names: readonly string[] = members) => ({
  origin: ORIGIN,
  keys: names.map((mspId) => ({ mspId, keys: [{ publicKey: keyOf(mspId).publicKey, since }] })),
  ...more,
});

export const receipts = Array.from({ length: 11 }, (_, index) => receiptOf(index));
const whole = proofOf(receipts, { index: 5 });
const [, extraLine = '', , firstHash = '', secondHash = ''] = whole.split('\n');
const altered = (from: string | RegExp, to: string | ((...found: string[]) => string)): string => {
  const text = whole.replace(from, to as string);
  if (text === whole) throw new Error(`nothing was altered: ${String(from)}`);
  return text;
};
const signedBy = (...names: string[]) => proofOf(receipts, { index: 5, signing: names.map((name) => ({ name })) });
const of = (entry: Entry) => proofOf([...receipts.slice(0, 3), entry], { index: 3 });
const revoked = (mspId: string) => ({
  mspId,
  keys: [
    { publicKey: keyOf(mspId).publicKey, since, revokedAt: since },
    { publicKey: keyOf(mspId, 1).publicKey, since },
  ],
});
const allBut = (count: number, replaced: (mspId: string) => object) =>
  members.map((mspId, at) => (at < count ? replaced(mspId) : policyOf({}, [mspId]).keys[0]));

export type Judgement = [name: string, proof: string, policy: object | string, code: UnverifiedCode | undefined];

export const judgements: readonly Judgement[] = [
  ['what all signed', whole, policyOf(), undefined],
  ['what all signed, and all have to', whole, policyOf({ quorum: 4 }), undefined],
  ['what more than half signed', signedBy('AuditorMSP', 'HarborMSP', 'CityParkMSP'), policyOf(), undefined],
  ['what one signed, and one has to', signedBy('HarborMSP'), policyOf({ quorum: 1 }), undefined],
  ['the only entry of a log', proofOf(receipts.slice(0, 1)), policyOf(), undefined],
  [
    'what a stranger signed beside',
    proofOf(receipts, { signing: [...members, 'StrangerMSP'].map((name) => ({ name })) }),
    policyOf(),
    undefined,
  ],
  [
    'a name whose key is another one',
    proofOf(receipts, { signing: [...members.map((name) => ({ name })), { name: 'HarborMSP', key: keyOf('x') }] }),
    policyOf(),
    undefined,
  ],
  [
    'a key after one that was revoked',
    proofOf(receipts, { signing: members.map((name) => ({ name, key: keyOf(name, 1) })) }),
    policyOf({ keys: members.map(revoked) }),
    undefined,
  ],
  ['enough beside a revoked key', whole, policyOf({ keys: allBut(1, revoked) }), undefined],
  ['half', signedBy('AuditorMSP', 'HarborMSP'), policyOf(), 'SIGNATURES_TOO_FEW'],
  [
    'one less than have to',
    signedBy('AuditorMSP', 'HarborMSP', 'CityParkMSP'),
    policyOf({ quorum: 4 }),
    'SIGNATURES_TOO_FEW',
  ],
  ['one that signed three times', signedBy('HarborMSP', 'HarborMSP', 'HarborMSP'), policyOf(), 'SIGNATURES_TOO_FEW'],
  ['strangers', signedBy('A', 'B', 'C', 'D'), policyOf(), 'SIGNATURES_TOO_FEW'],
  [
    'strangers that take members’ names',
    proofOf(receipts, { signing: members.map((name) => ({ name, key: keyOf(`${name}x`) })) }),
    policyOf(),
    'SIGNATURES_TOO_FEW',
  ],
  ['revoked keys', whole, policyOf({ keys: allBut(2, revoked) }), 'KEY_REVOKED'],
  [
    'a signature over another root',
    proofOf(receipts, {
      signing: [{ name: 'HarborMSP', root: 'A'.repeat(43) + '=' }, ...members.slice(0, 3).map((name) => ({ name }))],
    }),
    policyOf(),
    'SIGNATURE_WRONG',
  ],
  [
    'a signature of a revoked key over another root',
    proofOf(receipts, {
      signing: [{ name: 'AuditorMSP', root: 'A'.repeat(43) + '=' }, ...members.slice(1).map((name) => ({ name }))],
    }),
    policyOf({ keys: allBut(1, revoked) }),
    'SIGNATURE_WRONG',
  ],
  ['a signature that is cut short', altered(/(— HarborMSP \S{12})\S+/, '$1'), policyOf(), 'SIGNATURE_WRONG'],
  [
    'a signature with something behind it',
    altered(
      /— HarborMSP (\S+)\n$/,
      (_all: string, text: string) =>
        `— HarborMSP ${Buffer.concat([Buffer.from(text, 'base64'), Buffer.of(0)]).toString('base64')}\n`,
    ),
    policyOf(),
    'SIGNATURE_WRONG',
  ],
  ['another size', altered('\n11\n', '\n10\n'), policyOf(), 'SIGNATURE_WRONG'],
  ['another log', proofOf(receipts, { origin: `commonpoint/${'0'.repeat(64)}` }), policyOf(), 'LOG_OTHER'],
  ['a log that is trusted elsewhere', whole, policyOf({ origin: `commonpoint/${'0'.repeat(64)}` }), 'LOG_OTHER'],
  ['another place', altered('index 5', 'index 4'), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['a place behind the last one', altered('index 5', 'index 11'), policyOf(), 'LEAF_NOT_IN_LOG'],
  [
    'another receipt',
    proofOf(receipts, { index: 5, entry: receiptOf(5, { amount: '8' }) }),
    policyOf(),
    'LEAF_NOT_IN_LOG',
  ],
  [
    'a path whose hashes are swapped',
    altered(`${firstHash}\n${secondHash}`, `${secondHash}\n${firstHash}`),
    policyOf(),
    'LEAF_NOT_IN_LOG',
  ],
  ['a path without its first hash', altered(`${firstHash}\n`, ''), policyOf(), 'LEAF_NOT_IN_LOG'],
  [
    'a path with one hash more',
    altered(`${firstHash}\n`, `${firstHash}\n${firstHash}\n`),
    policyOf(),
    'LEAF_NOT_IN_LOG',
  ],
  ['an anchor', of({ ...receiptOf(3), key: ['anchor', 'HarborMSP', 'o-3'] }), policyOf(), 'ENTRY_INVALID'],
  [
    'a receipt under another one’s name',
    of({ ...receiptOf(3), key: ['op', 'CityParkMSP', 'o-3'] }),
    policyOf(),
    'ENTRY_INVALID',
  ],
  ['a receipt under another id', of({ ...receiptOf(3), key: ['op', 'HarborMSP', 'o-4'] }), policyOf(), 'ENTRY_INVALID'],
  ['a row that is no JSON', of({ ...receiptOf(3), value: 'x' }), policyOf(), 'ENTRY_INVALID'],
  ['a row that is no object', of({ ...receiptOf(3), value: '7' }), policyOf(), 'ENTRY_INVALID'],
  ['a row that is nothing', of({ ...receiptOf(3), value: 'null' }), policyOf(), 'ENTRY_INVALID'],
  ['an imported line', of(importedLines(['7 HarborMSP:a 5 0'])), policyOf(), undefined],
  [
    'imported lines together',
    of(importedLines(['7 HarborMSP:a 5 0', '8 HarborMSP:a 5 0'])),
    policyOf(),
    'ENTRY_INVALID',
  ],
  ['imported lines that are none', of(importedLines([])), policyOf(), 'ENTRY_INVALID'],
  ['an imported line that is no text', of(importedLines([7])), policyOf(), 'ENTRY_INVALID'],
  ['an imported line that says too little', of(importedLines(['7 HarborMSP:a 5'])), policyOf(), 'ENTRY_INVALID'],
  ['imported lines that are no list', of(importedLines('7 HarborMSP:a 5 0')), policyOf(), 'ENTRY_INVALID'],
  ['a row of another kind', of({ key: ['lot', 'a', 'b'], value: '{}' }), policyOf(), 'ENTRY_INVALID'],
  ['a node that is shown as an entry', nodeAsEntry(), policyOf(), 'LEAF_NOT_IN_LOG'],
  ['no proof', '', policyOf(), 'FILE_INVALID'],
  ['another format', altered('proof@v1', 'proof@v2'), policyOf(), 'FILE_INVALID'],
  ['no entry', altered(`${extraLine}\n`, ''), policyOf(), 'FILE_INVALID'],
  ['an entry that is no base64', altered(/extra .*/, 'extra *'), policyOf(), 'FILE_INVALID'],
  ['an entry in another spelling', altered(/extra (.*)/, 'extra $1 '), policyOf(), 'FILE_INVALID'],
  ['no place', altered('index 5\n', ''), policyOf(), 'FILE_INVALID'],
  ['a place with zeros before it', altered('index 5', 'index 05'), policyOf(), 'FILE_INVALID'],
  ['a place beyond all numbers', altered('index 5', 'index 90071992547409930'), policyOf(), 'FILE_INVALID'],
  ['a hash that is too short', altered(firstHash, 'AAAA'), policyOf(), 'FILE_INVALID'],
  ['a path that is far too long', altered(`${firstHash}\n`, `${firstHash}\n`.repeat(70)), policyOf(), 'FILE_INVALID'],
  ['a checkpoint with a line more', altered('\n11\n', '\n11\n\n'), policyOf(), 'FILE_INVALID'],
  ['a checkpoint with an extension', altered(/=\n\n—/, '=\nmore\n\n—'), policyOf(), 'FILE_INVALID'],
  ['a checkpoint without a log', altered(ORIGIN, ''), policyOf(), 'FILE_INVALID'],
  ['no signatures', proofOf(receipts, { signing: [] }), policyOf(), 'FILE_INVALID'],
  ['what is no signature', altered('— HarborMSP', '- HarborMSP'), policyOf(), 'FILE_INVALID'],
  ['a signature that is no base64', altered(/(— HarborMSP) \S+/, '$1 *'), policyOf(), 'FILE_INVALID'],
  ['another word than extra', altered('extra ', 'extrb '), policyOf(), 'FILE_INVALID'],
  ['another word than index', altered('index ', 'indey '), policyOf(), 'FILE_INVALID'],
  ['a file whose last byte is another one', `${whole.slice(0, -1)}x`, policyOf(), 'FILE_INVALID'],
  ['a file that is cut short', whole.slice(0, -1), policyOf(), 'FILE_INVALID'],
  ['a file with something behind it', `${whole}\n\nmore\n`, policyOf(), 'FILE_INVALID'],
  ['a huge file', altered(/extra .*/, `extra ${'A'.repeat(1_000_000)}`), policyOf(), 'FILE_INVALID'],
  ['trust that is no JSON', whole, '{', 'POLICY_INVALID'],
  ['trust that is a list', whole, '7', 'POLICY_INVALID'],
  ['trust in nothing', whole, 'null', 'POLICY_INVALID'],
  ['trust in no log', whole, policyOf({ origin: '' }), 'POLICY_INVALID'],
  ['trust in a log that is none', whole, policyOf({ origin: 7 }), 'POLICY_INVALID'],
  ['trust in nobody', whole, policyOf({ keys: [] }), 'POLICY_INVALID'],
  ['trust in nobody at all', whole, { origin: ORIGIN }, 'POLICY_INVALID'],
  ['trust in one twice', whole, policyOf({}, ['HarborMSP', 'HarborMSP']), 'POLICY_INVALID'],
  ['trust in one without a name', whole, policyOf({ keys: [{ mspId: '', keys: [] }] }), 'POLICY_INVALID'],
  ['trust in one whose name is none', whole, policyOf({ keys: [{ mspId: 7, keys: [] }] }), 'POLICY_INVALID'],
  [
    'trust in a key that is none',
    whole,
    policyOf({ keys: [{ mspId: 'HarborMSP', keys: [{ publicKey: 'AAAA' }] }] }),
    'POLICY_INVALID',
  ],
  [
    'trust in a key that is a number',
    whole,
    policyOf({ keys: [{ mspId: 'HarborMSP', keys: [{ publicKey: 7 }] }] }),
    'POLICY_INVALID',
  ],
  ['a quorum of none', whole, policyOf({ quorum: 0 }), 'POLICY_INVALID'],
  ['a quorum of more than there are', whole, policyOf({ quorum: 5 }), 'POLICY_INVALID'],
  ['a quorum of a half', whole, policyOf({ quorum: 2.5 }), 'POLICY_INVALID'],
];

/** Without the prefixes of RFC 9162, the two hashes that make a node would be a leaf with a shorter path. */
function nodeAsEntry(): string {
  const tree = logOf(receipts.slice(0, 4));
  const node = Buffer.concat(tree.leaves(0, 2));
  const [, above] = tree.inclusionProof(0, 4);
  return proofOf(receipts.slice(0, 4))
    .replace(/extra .*/, `extra ${node.toString('base64')}`)
    .replace(/index 0\n[^]*?\n\n/, `index 0\n${above!.toString('base64')}\n\n`);
}

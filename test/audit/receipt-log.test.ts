/** The log as the audit recomputes it, and what it says of those who sign another one. */
import { leafInput } from '@commonpoint/catalogue';
import { hash } from 'node:crypto';
import { FoundSoFar } from '../../audit/src/findings.js';
import { emptyFrontier, grown, leafHash, rootOf } from '../../audit/src/merkle-frontier.js';
import { ReceiptLog } from '../../audit/src/receipt-log.js';
import { inMemory } from '../../audit/src/store.js';
import { logLeaves, logRoots } from '../support/log-vectors.js';
import { checkpointOf, keyOf, ORIGIN, treeOf } from '../support/signed-log.js';

const H = 'HarborMSP';
const key = keyOf(H);
const row = (index: number) => ({
  key: `\u0000op\u0000${H}\u0000o-${index}\u0000`,
  value: Buffer.from(`{"n":${index}}`),
});
/** The same tree as gateways make. */
const tree = treeOf(0);
tree.append(
  Array.from({ length: 50 }, (_, index) => {
    return hash('sha256', leafInput(['op', H, `o-${index}`], row(index).value), 'buffer');
  }),
);

it('has the roots of the vectors', () => {
  let frontier = emptyFrontier;
  expect(Buffer.from(rootOf(frontier), 'base64').toString('hex')).toBe(logRoots[0]);
  for (const [index, leaf] of logLeaves.entries()) {
    frontier = grown(frontier, [leafHash(Buffer.from(leaf, 'hex'))]);
    expect(Buffer.from(rootOf(frontier), 'base64').toString('hex')).toBe(logRoots[index + 1]);
  }
});

/** What is said of the last row, after a key and blocks of 7, 0 and 43 receipts. */
function told(...rows: [kind: 'log-key' | 'checkpoint', value: object | undefined][]): string[] {
  const found = new FoundSoFar();
  const log = new ReceiptLog(found, inMemory());
  let next = 0;
  for (const [block, count] of [0, 7, 0, 43].entries()) {
    const writes = Array.from({ length: count }, () => row(next++));
    // A deletion and rows of other kinds are no entries.
    log.apply(
      't',
      [...writes, { key: row(0).key }, { key: `\u0000lot\u0000a\u0000b\u0000`, value: writes[0]?.value }],
      [],
    );
    log.endBlock(block, ORIGIN.slice('commonpoint/'.length));
  }
  expect(log.head).toEqual({ size: 50, root: tree.root().toString('base64') });
  let last: string[] = [];
  for (const [kind, value] of rows) {
    log.apply('t', [], [{ key: [kind, H], ...(value !== undefined && { value }) }]);
    last = found.take().map(({ text }) => text);
  }
  return last;
}

const since = '2026-11-23T09:30:00.000Z';
const keys = (...publicKeys: string[]) => ({
  keys: publicKeys.map((publicKey, n) => ({
    publicKey,
    since,
    ...(n < publicKeys.length - 1 && { revokedAt: since }),
  })),
});
const registered = ['log-key', keys(key.publicKey)] as ['log-key', object];
const signed = (at: Parameters<typeof checkpointOf>[2] = {}, of = tree, by = key) => checkpointOf(by, of, at);

it.each([
  ['a checkpoint of what blocks left', [registered, ['checkpoint', signed({ size: 7 })], ['checkpoint', signed()]]],
  ['a key after a key', [registered, ['log-key', keys(key.publicKey, keyOf(H, 1).publicKey)]]],
] as [string, Parameters<typeof told>][])('nothing is said of %s', (_what, rows) => {
  expect(told(...rows)).toEqual([]);
});

it.each([
  ['another root', /by the blocks the root is/, [registered, ['checkpoint', signed({}, treeOf(50))]]],
  ['a size that there never was', /no block left so many/, [registered, ['checkpoint', signed({ size: 8 })]]],
  ['more leaves than there are', /no block left so many/, [registered, ['checkpoint', signed({}, treeOf(51))]]],
  [
    'a log that shrinks',
    /after it had signed 50/,
    [registered, ['checkpoint', signed()], ['checkpoint', signed({ size: 7 })]],
  ],
  ['another log', /of another log/, [registered, ['checkpoint', signed({ origin: `commonpoint/${'0'.repeat(64)}` })]]],
  [
    'a signature of somebody else',
    /its signature is wrong/,
    [registered, ['checkpoint', { ...signed(), signature: signed({ time: 1 }).signature }]],
  ],
  ['a key that nobody registered', /a key that is not its own/, [['checkpoint', signed()]]],
  [
    'a key that was revoked',
    /a key that it had revoked/,
    [registered, ['log-key', keys(key.publicKey, keyOf(H, 1).publicKey)], ['checkpoint', signed()]],
  ],
  ['a key that is gone', /takes back a key/, [registered, ['log-key', keys(keyOf(H, 1).publicKey)]]],
  [
    'a revocation that is taken back',
    /takes back a key/,
    [
      ['log-key', keys(key.publicKey, keyOf(H, 1).publicKey)],
      ['log-key', keys(key.publicKey)],
    ],
  ],
  [
    'two keys at once',
    /several keys/,
    [
      [
        'log-key',
        {
          keys: [
            { publicKey: key.publicKey, since },
            { publicKey: keyOf(H, 1).publicKey, since },
          ],
        },
      ],
    ],
  ],
  ['a checkpoint that is deleted', /was deleted/, [registered, ['checkpoint', undefined]]],
] as [string, RegExp, Parameters<typeof told>][])('found: %s', (_what, what, rows) => {
  expect(told(...rows).join('\n')).toMatch(what);
});

it('remembers no more roots than somebody may still sign', () => {
  const tables = new Map<string, Map<string, unknown>>();
  const store = {
    ...inMemory(),
    kept<T>(table: string) {
      const known = tables.get(table) ?? new Map<string, unknown>();
      tables.set(table, known);
      return known as Map<string, T>;
    },
  };
  const found = new FoundSoFar();
  const log = new ReceiptLog(found, store);
  const sizes = () => [...tables.get('receipt-log-roots')!.keys()].map(Number);
  let next = 0;
  const block = (number: number) => {
    log.apply('t', [row(next++)], []);
    log.endBlock(number, ORIGIN.slice('commonpoint/'.length));
  };
  const say = (mspId: string, size: number) => {
    const { proof: _proof, ...said } = checkpointOf(keyOf(mspId), tree, { size });
    log.apply('t', [], [{ key: ['checkpoint', mspId], value: said }]);
  };
  for (const mspId of [H, 'CityParkMSP'])
    log.apply('t', [], [{ key: ['log-key', mspId], value: keys(keyOf(mspId).publicKey) }]);
  for (let number = 0; number < 20; number += 1) block(number);
  expect(sizes()).toHaveLength(20);
  say(H, 15);
  block(20);
  expect(sizes()).toHaveLength(21);
  say('CityParkMSP', 10);
  block(21);
  expect(sizes()).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22]);
  say('CityParkMSP', 15);
  say(H, 22);
  block(22);
  expect(sizes()).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23]);
  expect(found.take()).toEqual([]);
  say('CityParkMSP', 14);
  expect(
    found
      .take()
      .map(({ text }) => text)
      .join(),
  ).toMatch(/after it had signed 15/);
});

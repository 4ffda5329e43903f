/** The stored tree against the definition of RFC 9162 and the vectors that Certificate Transparency's logs are tested with. */
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { isContinued } from '../../../chaincode/src/domain/evidence/merkle.js';
import { Database } from '../../../gateway-api/src/store/database.js';
import { nodeHash, StoredTree, treeTable, TreeIncomplete } from '../../../gateway-api/src/store/stored-tree.js';
import { hasLeaf } from '../../../sdk/verify/src/inclusion.js';
import * as faults from '../../support/disk-faults.cjs';
import { logLeaves, logRoots } from '../../support/log-vectors.js';

afterEach(() => faults.set(undefined));

const leafHash = (leaf: Uint8Array) => hash('sha256', Buffer.concat([Buffer.of(0), leaf]), 'buffer');
const leafOf = (index: number) => leafHash(Buffer.from(`leaf ${index}`));

function newTree(): { database: Database; tree: StoredTree } {
  const database = new Database(':memory:', [{ version: 1, sql: treeTable('tree') }]);
  return { database, tree: new StoredTree(database, 'tree') };
}

/** As the RFC defines it. */
function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length <= 1) return leaves[0] ?? hash('sha256', '', 'buffer');
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

it('has the roots of the vectors', () => {
  const { tree } = newTree();
  expect(tree.root().toString('hex')).toBe(logRoots[0]);
  for (const [index, leaf] of logLeaves.entries()) {
    tree.append([leafHash(Buffer.from(leaf, 'hex'))]);
    expect(tree.root().toString('hex')).toBe(logRoots[index + 1]);
  }
});

it('proves every leaf and every earlier size, at every size', async () => {
  const { tree } = newTree();
  const leaves = Array.from({ length: 40 }, (_, index) => leafOf(index));
  tree.append(leaves);
  for (let size = 1; size <= 40; size++) {
    const root = tree.root(size);
    expect(root).toEqual(rootOf(leaves.slice(0, size)));
    for (let index = 0; index < size; index++) {
      const proof = tree.inclusionProof(index, size);
      expect(await hasLeaf({ index, size, root }, leaves[index]!, proof)).toBe(true);
    }
    for (let before = 1; before <= size; before++) {
      const text = (bytes: Buffer) => bytes.toString('base64');
      const proof = tree.consistencyProof(before, size).map(text);
      const earlier = { size: before, root: text(tree.root(before)) };
      expect(isContinued(earlier, { size, root: text(root) }, proof)).toBe(true);
    }
  }
});

it('is the same tree however it was appended to, opened anew or rolled back between', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 700 }), fc.constantFrom('goes on', 'reopened', 'rolled back')), {
        minLength: 1,
        maxLength: 6,
      }),
      (steps) => {
        const { database, tree: first } = newTree();
        let tree = first;
        const leaves: Buffer[] = [];
        for (const [count, then] of steps) {
          const more = Array.from({ length: count }, (_, index) => leafOf(leaves.length + index));
          const append = () => tree.append(more);
          if (then === 'rolled back') {
            const broken = () =>
              database.transaction('rebuildable', () => {
                append();
                throw new Error('broken off');
              });
            expect(broken).toThrow('broken off');
          } else {
            append();
            leaves.push(...more);
          }
          if (then === 'reopened') tree = new StoredTree(database, 'tree');
          expect(tree.size).toBe(leaves.length);
        }
        expect(tree.root()).toEqual(rootOf(leaves));
        const at = Math.floor(leaves.length / 2);
        expect(tree.root(at)).toEqual(rootOf(leaves.slice(0, at)));
        database.close();
      },
    ),
    { numRuns: 20 },
  );
});

it.each([
  ['leaves', 0],
  ['roots of 256 leaves', 256],
])('of %s that the file does not have no hash is made', (_what, from) => {
  const { database, tree } = newTree();
  for (let n = 0; n < 3; n += 1) tree.append(Array.from({ length: 170 }, (_, at) => leafOf(170 * n + at)));
  tree.append([leafOf(510), leafOf(511)]);
  expect(() => tree.root(513)).toThrow(TreeIncomplete);
  expect(() => tree.root(576)).toThrow(TreeIncomplete);
  expect(() => tree.inclusionProof(0, 520)).toThrow(TreeIncomplete);
  expect(() => tree.consistencyProof(512, 514)).toThrow(TreeIncomplete);
  expect(() => tree.leaves(500, 513)).toThrow(TreeIncomplete);
  // As when a row is gone that others stand behind.
  database.sqlite.exec(from === 0 ? 'DELETE FROM tree WHERE id = 170' : `DELETE FROM tree WHERE id = ${2 ** 48}`);
  tree.reload();
  expect(() => (from === 0 ? tree.root(200) : tree.root())).toThrow(TreeIncomplete);
  database.close();
});

it('what a full disk did not keep is in the tree of nobody who looks next', async () => {
  await faults.ready;
  const folder = mkdtempSync(join(tmpdir(), 'commonpoint-tree-'));
  const database = new Database(join(folder, 'tree.db'), [{ version: 1, sql: treeTable('tree') }]);
  const tree = new StoredTree(database, 'tree');
  const append = (count: number): void =>
    database.transaction('rebuildable', () =>
      tree.append(Array.from({ length: count }, (_, at) => leafOf(tree.size + at))),
    );
  append(2);
  const root = tree.root();
  faults.set({ kind: 'full', below: folder });
  expect(() => append(2)).toThrow('full');
  expect([tree.size, tree.root()]).toEqual([2, root]);
  faults.set(undefined);
  append(2);
  expect([tree.size, tree.root()]).toEqual([4, rootOf([0, 1, 2, 3].map(leafOf))]);
  database.close();
  rmSync(folder, { recursive: true });
});

/** The stored tree against the definition of RFC 9162 and the vectors that Certificate Transparency's logs are tested with. */
import { hash } from 'node:crypto';
import fc from 'fast-check';
import { isContinued } from '../../../chaincode/src/domain/evidence/merkle.js';
import { Database } from '../../../gateway-api/src/store/database.js';
import { nodeHash, StoredTree, treeTable } from '../../../gateway-api/src/store/stored-tree.js';
import { hasLeaf } from '../../../sdk/verify/src/inclusion.js';
import { logLeaves, logRoots } from '../../support/log-vectors.js';

const leafHash = (leaf: Uint8Array) => hash('sha256', Buffer.concat([Buffer.of(0), leaf]), 'buffer');
const leafOf = (index: number) => leafHash(Buffer.from(`leaf ${index}`));

function newTree(): { database: Database; tree: StoredTree } {
  const database = new Database(':memory:', [{ version: 1, sql: treeTable('tree') }]);
  return { database, tree: new StoredTree(database.sqlite, 'tree') };
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
            tree.reload();
          } else {
            append();
            leaves.push(...more);
          }
          if (then === 'reopened') tree = new StoredTree(database.sqlite, 'tree');
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

/** Whether a leaf is in a tree. */
import { inclusionSides, NODE_PREFIX } from '../../../catalogue/src/evidence/merkle-path.js';
import { areEqual, concat, sha256 } from './bytes.js';

export interface Place {
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
}

/** Folds the path from a leaf's hash, and compares what comes out with the root. */
export async function hasLeaf(
  { index, size, root }: Place,
  leafHash: Uint8Array,
  path: readonly Uint8Array[],
): Promise<boolean> {
  const sides = inclusionSides(index, size, path.length);
  if (sides === undefined) return false;
  let hash = leafHash;
  for (const [step, side] of sides.entries()) {
    const sibling = path[step]!;
    const pair = side === 'left' ? [sibling, hash] : [hash, sibling];
    hash = await sha256(concat(Uint8Array.of(NODE_PREFIX), ...pair));
  }
  return areEqual(hash, root);
}

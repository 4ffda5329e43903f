/** Whether one Merkle tree continues another. The hashes are in base64, as rows have them. */
import { createHash } from 'node:crypto';
import { consistencySteps, NODE_PREFIX } from '@commonpoint/catalogue';

export interface Tree {
  readonly size: number;
  readonly root: string;
}

/** RFC 9162, 2.1.4.2. Of trees of one size the roots have to be the same, and there is nothing to prove. */
export function isContinued(before: Tree, after: Tree, proof: readonly string[]): boolean {
  if (before.size === after.size) return before.root === after.root && proof.length === 0;
  const steps = consistencySteps(before.size, after.size, proof.length);
  if (steps === undefined) return false;
  const hashes = proof.map((hash) => Buffer.from(hash, 'base64'));
  const begin = steps.beginsWithRoot ? Buffer.from(before.root, 'base64') : hashes.shift()!;
  let [first, second]: [Buffer, Buffer] = [begin, begin];
  for (const [step, side] of steps.sides.entries()) {
    const hash = hashes[step]!;
    if (side === 'left') {
      first = nodeHash(hash, first);
      second = nodeHash(hash, second);
    } else {
      second = nodeHash(second, hash);
    }
  }
  return first.toString('base64') === before.root && second.toString('base64') === after.root;
}

function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(Buffer.of(NODE_PREFIX)).update(left).update(right).digest();
}

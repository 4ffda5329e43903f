/**
 * Which balances of a migration its merchant is to show legacy evidence for: drawn by the hash of the first block after the one
 * that approved it, which nobody knew when the root was fixed. Whoever has the blocks draws the same.
 */
import { createHash } from 'node:crypto';

export const DRAWN = 20;
const BYTES = 6;

/** The places of so many balances, or of all where there are no more. */
export function drawnBalances(blockHash: string, name: string, size: number, count = DRAWN): number[] {
  const drawn = new Set<number>();
  for (let turn = 0; drawn.size < Math.min(count, size); turn += 1) {
    const digest = createHash('sha256').update(`${blockHash}\n${name}\n${turn}`).digest();
    drawn.add(digest.readUIntBE(0, BYTES) % size);
  }
  return [...drawn];
}

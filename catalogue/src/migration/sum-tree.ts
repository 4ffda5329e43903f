/**
 * The tree of a migration: a Merkle tree of RFC 9162 of which every node commits to the sum of what is below it, so that the root
 * commits to each balance and to their total. Sums are whole, never negative, and have 18 digits at the most.
 *
 * Nothing is hashed here: ledger and gateway do that with Node's hashes. Built for browsers too (`sdk/verify`); it imports
 * nothing but its spelling.
 */
import { canonicalJson } from '../core/canonical-json.js';
import { NODE_PREFIX } from '../evidence/merkle-path.js';

/** What of a legacy balance becomes of it: only the first two are owed, and claimed. */
export const leafStatuses = ['active', 'frozen', 'expired', 'negative', 'empty'] as const;
export type LeafStatus = (typeof leafStatuses)[number];

/** One balance of a snapshot, under the name that its account has here. */
export interface MigrationLeaf {
  readonly mspId: string;
  readonly migrationId: string;
  readonly index: number;
  readonly programId: string;
  readonly accountId: string;
  /** Of a negative balance: by how much it was below zero. */
  readonly amount: string;
  readonly status: LeafStatus;
  readonly expiresOn: string;
  readonly maturesOn?: string | undefined;
  readonly earnedOn?: string | undefined;
  /** 128 random bits in hex: nobody finds a balance by trying. */
  readonly salt: string;
}

export interface SumNode {
  readonly hash: Uint8Array;
  readonly sum: bigint;
}

/** The sums of a tree stay below this. */
export const SUM_LIMIT = 10n ** 18n;
const SUM_BYTES = 8;

/** The leaf's input, behind its prefix. */
export const migrationLeafText = (leaf: MigrationLeaf): string => canonicalJson(leaf);

/** What a leaf counts for: what is owed of it. */
export const leafSum = ({ status, amount }: Pick<MigrationLeaf, 'status' | 'amount'>): bigint =>
  status === 'active' || status === 'frozen' ? BigInt(amount) : 0n;

/** What is hashed of a node, with its prefix: each child's hash and, in 8 bytes, its sum. */
export function sumNodeInput(left: SumNode, right: SumNode): Uint8Array<ArrayBuffer> {
  const hashBytes = left.hash.length;
  const bytes = new Uint8Array(1 + 2 * (hashBytes + SUM_BYTES));
  const view = new DataView(bytes.buffer);
  bytes[0] = NODE_PREFIX;
  let at = 1;
  for (const { hash, sum } of [left, right]) {
    bytes.set(hash, at);
    view.setBigUint64(at + hashBytes, sum);
    at += hashBytes + SUM_BYTES;
  }
  return bytes;
}

/** How many leaves stand to the left of a tree's root: the largest power of two that is less than there are. */
export function leftOf(size: number): number {
  let left = 1;
  while (left * 2 < size) left *= 2;
  return left;
}

/**
 * The root that some leaves of a tree come to with the nodes beside them: in the order in which the tree is walked from the left,
 * each as far up as it has none of these leaves below it. Undefined if nodes are missing or left over, or a sum is too large.
 */
export function foldSums(
  size: number,
  leaves: ReadonlyMap<number, SumNode>,
  beside: readonly SumNode[],
  join: (left: SumNode, right: SumNode) => Uint8Array,
): SumNode | undefined {
  const indices = [...leaves.keys()].sort((a, b) => a - b);
  let [nextLeaf, nextNode] = [0, 0];
  const fold = (first: number, count: number): SumNode | undefined => {
    const index = indices[nextLeaf];
    if (index === undefined || index >= first + count) return beside[nextNode++];
    if (count === 1) {
      nextLeaf += 1;
      return leaves.get(index);
    }
    const left = leftOf(count);
    const below = fold(first, left);
    const above = below && fold(first + left, count - left);
    if (below === undefined || above === undefined) return undefined;
    const sum = below.sum + above.sum;
    return sum < SUM_LIMIT ? { hash: join(below, above), sum } : undefined;
  };
  const root = fold(0, size);
  return nextLeaf === indices.length && nextNode === beside.length ? root : undefined;
}

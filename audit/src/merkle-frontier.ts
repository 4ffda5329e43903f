/** The root of a Merkle tree (RFC 9162) that only grows, from the roots of its whole subtrees and nothing else. */
import { hash } from 'node:crypto';

/** The whole subtrees from the left, each larger than the next, as base64. */
export interface Frontier {
  readonly size: number;
  readonly roots: readonly string[];
}

export const isSameFrontier = (one: Frontier, other: Frontier | undefined): boolean =>
  one.size === other?.size && one.roots.every((root, at) => root === other.roots[at]);

export const emptyFrontier: Frontier = { size: 0, roots: [] };

/** A hash's octets, each as the letter of Latin-1 that has its number: memory of their own takes three times as long as the hash. */
export type HashText = string;

const sha256 = (what: Uint8Array | string): HashText => hash('sha256', what, 'binary');

export const leafHash = (...parts: readonly Uint8Array[]): HashText => sha256(Buffer.concat([LEAF_PREFIX, ...parts]));

/** The same of a text. */
export const textLeafHash = (leaf: string): HashText => sha256(`\u0000${leaf}`);

const LEAF_PREFIX = Buffer.of(0);
/** Octets of one. */
const HASH = 32;
const ofNode = Buffer.alloc(1 + 2 * HASH, 1);

/** Of two hashes. */
function node(left: HashText, right: HashText): HashText {
  ofNode.write(left, 1, HASH, 'latin1');
  ofNode.write(right, 1 + HASH, HASH, 'latin1');
  return sha256(ofNode);
}

const fromText = (root: string): HashText => Buffer.from(root, 'base64').toString('latin1');
const toText = (root: HashText): string => Buffer.from(root, 'latin1').toString('base64');

export function grown({ size, roots }: Frontier, hashes: readonly HashText[]): Frontier {
  const stack = roots.map(fromText);
  let count = size;
  for (const leaf of hashes) {
    let merged = leaf;
    // As adding one carries over in binary: each digit that was set is a subtree of the new leaf's size.
    for (let carried = count; carried % 2 === 1; carried = Math.floor(carried / 2)) merged = node(stack.pop()!, merged);
    stack.push(merged);
    count += 1;
  }
  return { size: count, roots: stack.map(toText) };
}

/** Base64. */
export function rootOf({ roots }: Frontier): string {
  const [last, ...others] = roots.map(fromText).reverse();
  if (last === undefined) return toText(sha256(''));
  return toText(others.reduce((right, left) => node(left, right), last));
}

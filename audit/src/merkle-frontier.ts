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

const leafPrefix = Buffer.of(0);
const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => hash('sha256', Buffer.concat(parts), 'buffer');

export const leafHash = (...parts: readonly Uint8Array[]): Uint8Array => sha256(leafPrefix, ...parts);

/** The same of a text. */
export const textLeafHash = (leaf: string): Uint8Array => hash('sha256', `\u0000${leaf}`, 'buffer');

/** Octets of one. */
export const HASH = 32;
const ofNode = Buffer.alloc(1 + 2 * HASH, 1);

/** Of two hashes. */
function node(left: Uint8Array, right: Uint8Array): Uint8Array {
  ofNode.set(left, 1);
  ofNode.set(right, 1 + HASH);
  return hash('sha256', ofNode, 'buffer');
}

const fromText = (root: string): Uint8Array => Buffer.from(root, 'base64');
const toText = (root: Uint8Array): string => Buffer.from(root).toString('base64');

export function grown({ size, roots }: Frontier, hashes: readonly Uint8Array[]): Frontier {
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
  if (last === undefined) return toText(sha256());
  return toText(others.reduce((right, left) => node(left, right), last));
}

/**
 * Secrets of members, each derived from one root, each of which can be destroyed without the others: a tree (Goldreich,
 * Goldwasser and Micali) in which a node's 16 children are hashes of it, so that nothing leads from children back to it. To destroy
 * a leaf, the nodes on its way are replaced by what hangs beside the way; what is left gives every other leaf and not this one.
 */
import { hash } from 'node:crypto';

/** Hex digits of a place in the tree: so few that a secret costs little, so many that hardly two members share one. */
export const PLACE_DIGITS = 12;
/** Hex digits of a secret: 128 bits. */
const SECRET_DIGITS = 32;
const CHILDREN = 16;

/** A node of which something is gone. It is written often and read whole, so that what is left of it is few long texts. */
export interface Branch {
  /** The children's secrets one behind the other, dashes where one is gone or has lost something itself. */
  readonly kept: string;
  /** Children that have lost something, by their digit. */
  readonly within: Readonly<Record<string, Branch>>;
}
/** A secret that all below follows from, what is left of one, or nothing any more. */
export type TreeNode = string | Branch | null;

const NONE = '-'.repeat(SECRET_DIGITS);

/** The secret at a place; undefined once it was destroyed. */
export function secretAt(root: TreeNode, place: string): string | undefined {
  let node = root;
  let depth = 0;
  for (; typeof node !== 'string'; depth += 1) {
    if (node === null) return undefined;
    node = childIn(node, place[depth]!);
  }
  let secret = node;
  for (; depth < PLACE_DIGITS; depth += 1) secret = childOf(secret, place[depth]!);
  return secret;
}

/** The same tree without the secret at a place. */
export function without(root: TreeNode, place: string, depth = 0): TreeNode {
  if (root === null || depth === PLACE_DIGITS) return null;
  const digit = place[depth]!;
  const { kept, within } = typeof root === 'string' ? branchOf(root) : root;
  const { [digit]: _before, ...others } = within;
  const child = without(childIn({ kept, within }, digit), place, depth + 1);
  const at = SECRET_DIGITS * Number.parseInt(digit, CHILDREN);
  const left = {
    kept: `${kept.slice(0, at)}${NONE}${kept.slice(at + SECRET_DIGITS)}`,
    // What has lost a part is no secret any more.
    within: child === null ? others : { ...others, [digit]: child as Branch },
  };
  return left.kept === NONE.repeat(CHILDREN) && Object.keys(left.within).length === 0 ? null : left;
}

/** Whether a file holds a tree. */
export function isTree(found: unknown): found is TreeNode {
  if (found === null) return true;
  if (typeof found === 'string') return /^[0-9a-f]{32}$/.test(found);
  const { kept, within } = found as Partial<Branch>;
  if (typeof kept !== 'string' || kept.length !== SECRET_DIGITS * CHILDREN || typeof within !== 'object') return false;
  return Object.entries(within).every(
    ([digit, child]) => /^[0-9a-f]$/.test(digit) && typeof child === 'object' && isTree(child),
  );
}

function childIn({ kept, within }: Branch, digit: string): TreeNode {
  const at = SECRET_DIGITS * Number.parseInt(digit, CHILDREN);
  return kept[at] === '-' ? (within[digit] ?? null) : kept.slice(at, at + SECRET_DIGITS);
}

function branchOf(secret: string): Branch {
  const children = Array.from({ length: CHILDREN }, (_, digit) => childOf(secret, digit.toString(CHILDREN)));
  return { kept: children.join(''), within: {} };
}

/** All have the same length, so none is another one's beginning. */
const childOf = (secret: string, digit: string): string => hash('sha256', secret + digit).slice(0, SECRET_DIGITS);

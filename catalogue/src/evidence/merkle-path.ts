/**
 * On which side of each step a proof's hashes stand, in a Merkle tree of RFC 9162. Nothing is hashed here: the ledger folds
 * a path with Node's hashes, browsers with theirs, which answer later, and both by the same steps.
 *
 * This file, `log-entry.ts` and `checkpoint-text.ts` are also built as modules for browsers (`sdk/verify`), so they use
 * nothing that only Node has and import nothing. Sizes may be beyond 32 bits: no bit operators.
 */

/** What is hashed of a leaf and of a node begins with one of these, so that neither can be taken for the other. */
export const LEAF_PREFIX = 0x00;
export const NODE_PREFIX = 0x01;

/** Where the proof's hash stands: `left` of what was computed so far, or `right` of it. */
export type PathSide = 'left' | 'right';

const isOdd = (number: number): boolean => number % 2 === 1;
const half = (number: number): number => Math.floor(number / 2);

/** Whether it counts leaves. */
export const isSize = (size: number): boolean => Number.isSafeInteger(size) && size >= 0;

/** The sides that a path of so many hashes goes by, from a leaf or a node to the root; undefined if no path is so long. */
function walk(from: number, last: number, length: number): PathSide[] | undefined {
  const sides: PathSide[] = [];
  let [node, end] = [from, last];
  for (let step = 0; step < length; step += 1) {
    if (end === 0) return undefined;
    if (isOdd(node) || node === end) {
      sides.push('left');
      while (!isOdd(node) && node !== 0) [node, end] = [half(node), half(end)];
    } else {
      sides.push('right');
    }
    [node, end] = [half(node), half(end)];
  }
  return end === 0 ? sides : undefined;
}

/** RFC 9162, 2.1.3.2: the steps from the leaf at `index` to the root of a tree of `size` leaves. */
export function inclusionSides(index: number, size: number, length: number): readonly PathSide[] | undefined {
  if (!isSize(index) || !isSize(size) || index >= size) return undefined;
  return walk(index, size - 1, length);
}

export interface ConsistencySteps {
  /** Where both computations begin: with the earlier root itself, which is a node of the later tree, or the first hash of the proof. */
  readonly beginsWithRoot: boolean;
  /** Of the hashes after that: those to the `left` are of both trees, those to the `right` of the later one alone. */
  readonly sides: readonly PathSide[];
}

/** RFC 9162, 2.1.4.2: the steps that show a tree of `after` leaves to begin with the one of `before`; `0 < before < after`. */
export function consistencySteps(before: number, after: number, length: number): ConsistencySteps | undefined {
  if (!isSize(before) || !isSize(after) || before === 0 || before >= after || length === 0) return undefined;
  let [node, end] = [before - 1, after - 1];
  while (isOdd(node)) [node, end] = [half(node), half(end)];
  // Shifted to zero: the earlier tree is whole, and its root a node of the later one.
  const beginsWithRoot = node === 0;
  const sides = walk(node, end, beginsWithRoot ? length : length - 1);
  return sides && { beginsWithRoot, sides };
}

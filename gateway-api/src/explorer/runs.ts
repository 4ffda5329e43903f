/**
 * Where names occur: pairs of a name's hash and a block, sorted, in runs of some ten thousand. A run is cut into pieces, of
 * which a look-up reads the one or two that can have the name; what is read does not grow with the run.
 */

export interface Pair {
  readonly hash: number;
  readonly block: number;
}

/** What of a run is held in memory. */
export interface RunOutline {
  readonly id: number;
  readonly firstBlock: number;
  readonly lastBlock: number;
  /** The first hash of each piece. */
  readonly fences: Uint32Array;
}

export interface Run {
  readonly fences: Uint32Array;
  /** Hash and block by turns. */
  readonly pieces: readonly Uint32Array[];
}

/** A piece fills a page of SQLite's. */
export const PAIRS_PER_PIECE = 480;
/** A hash and so many blocks fit into the digits that a number has. */
const BLOCKS_MAX = 2 ** 21;

export const fitsRun = (firstBlock: number, lastBlock: number): boolean => lastBlock - firstBlock < BLOCKS_MAX;

/** Of blocks in their order, each with its hashes; all of them {@link fitsRun}. */
export function makeRun(blocks: readonly { readonly number: number; readonly hashes: Uint32Array }[]): Run {
  const first = blocks[0]?.number ?? 0;
  const sorted = new Float64Array(blocks.reduce((sum, { hashes }) => sum + hashes.length, 0));
  let at = 0;
  for (const { number, hashes } of blocks) {
    for (const hash of hashes) sorted[at++] = hash * BLOCKS_MAX + (number - first);
  }
  sorted.sort();
  const pieces: Uint32Array[] = [];
  for (let start = 0; start < sorted.length; start += PAIRS_PER_PIECE) {
    const part = sorted.subarray(start, start + PAIRS_PER_PIECE);
    const piece = new Uint32Array(2 * part.length);
    part.forEach((packed, index) => {
      piece[2 * index] = Math.floor(packed / BLOCKS_MAX);
      piece[2 * index + 1] = first + (packed % BLOCKS_MAX);
    });
    pieces.push(piece);
  }
  return { fences: Uint32Array.from(pieces, (piece) => piece[0]!), pieces };
}

/** The blocks of a run that have the hash, newest first. */
export function* blocksInRun(
  fences: Uint32Array,
  hash: number,
  pieceAt: (index: number) => Uint32Array,
): Generator<number> {
  for (let index = firstAbove(fences, hash) - 1; index >= 0; index--) {
    const piece = pieceAt(index);
    for (let at = piece.length - 2; at >= 0 && piece[at]! >= hash; at -= 2)
      if (piece[at] === hash) yield piece[at + 1]!;
    if (fences[index]! < hash) return;
  }
}

/** Whether the sorted hashes have it. */
export function hasHash(hashes: Uint32Array, hash: number): boolean {
  return hashes[firstAbove(hashes, hash) - 1] === hash;
}

/** The place of the first that is greater. */
function firstAbove(sorted: Uint32Array, hash: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! > hash) high = middle;
    else low = middle + 1;
  }
  return low;
}

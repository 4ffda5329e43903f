/**
 * A migration's tree over leaves that are kept elsewhere: of each 512 of them one node is kept, and all else is computed when it is
 * asked for. So of a million balances two thousand nodes are in memory, and the leaves stay on disk.
 */
import { hash } from 'node:crypto';
import { leftOf, SUM_LIMIT, type SumNode, sumNodeInput } from '@commonpoint/catalogue';

/** Leaves below a node that is kept; a power of two, so that each is a subtree. */
export const TILE_LEAVES = 512;

export const joinSums = (left: SumNode, right: SumNode): Buffer => hash('sha256', sumNodeInput(left, right), 'buffer');

function join(left: SumNode, right: SumNode): SumNode {
  const sum = left.sum + right.sum;
  if (sum >= SUM_LIMIT) throw new RangeError('the sum has more than 18 digits');
  return { hash: joinSums(left, right), sum };
}

/** The root over nodes in a row. */
export function rootOf(nodes: readonly SumNode[]): SumNode {
  if (nodes.length === 1) return nodes[0]!;
  const left = leftOf(nodes.length);
  return join(rootOf(nodes.slice(0, left)), rootOf(nodes.slice(left)));
}

export class SumProofs {
  constructor(
    private readonly tiles: readonly SumNode[],
    private readonly size: number,
    /** The nodes of the leaves from one to before another. */
    private readonly leaves: (from: number, to: number) => readonly SumNode[],
  ) {}

  /** The nodes beside some leaves, as `foldSums` takes them. */
  beside(indices: readonly number[]): SumNode[] {
    const sorted = [...indices].sort((a, b) => a - b);
    const found: SumNode[] = [];
    this.#walk(0, this.size, sorted, found);
    return found;
  }

  /** The nodes on the way from one leaf to the root, with the sides that RFC 9162 has them on. */
  path(index: number): SumNode[] {
    const path: SumNode[] = [];
    let [from, count] = [0, this.size];
    while (count > 1) {
      const left = leftOf(count);
      const isLeft = index < from + left;
      path.push(isLeft ? this.#node(from + left, count - left) : this.#node(from, left));
      if (!isLeft) from += left;
      count = isLeft ? left : count - left;
    }
    return path.reverse();
  }

  /** The two nodes below the root. */
  halves(): SumNode[] {
    if (this.size === 1) return [];
    const left = leftOf(this.size);
    return [this.#node(0, left), this.#node(left, this.size - left)];
  }

  #walk(first: number, count: number, indices: readonly number[], found: SumNode[]): void {
    if (indices.length === 0) {
      found.push(this.#node(first, count));
      return;
    }
    if (count === 1) return;
    const left = leftOf(count);
    const isBelow = (index: number): boolean => index < first + left;
    this.#walk(first, left, indices.filter(isBelow), found);
    this.#walk(
      first + left,
      count - left,
      indices.filter((index) => !isBelow(index)),
      found,
    );
  }

  #node(first: number, count: number): SumNode {
    const isTiled = first % TILE_LEAVES === 0 && (count >= TILE_LEAVES || first + count === this.size);
    if (!isTiled) return rootOf(this.leaves(first, first + count));
    return rootOf(this.tiles.slice(first / TILE_LEAVES, Math.ceil((first + count) / TILE_LEAVES)));
  }
}

/** Makes the nodes that are kept while leaves come one after the other. */
export class Tiles {
  readonly nodes: SumNode[] = [];
  #open: SumNode[] = [];

  add(node: SumNode): void {
    this.#open.push(node);
    if (this.#open.length === TILE_LEAVES) this.#close();
  }

  /** All of them, with the last one, which may be smaller. */
  end(): readonly SumNode[] {
    if (this.#open.length > 0) this.#close();
    return this.nodes;
  }

  #close(): void {
    this.nodes.push(rootOf(this.#open));
    this.#open = [];
  }
}

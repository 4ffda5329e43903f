/** Where blocks begin in a file that only grows, kept for those that were asked for. */
import { BlockFileError } from './block-file.js';

/** Two megabytes at the most. */
const KEPT_MAX = 50_000;

export class BlockOffsets {
  readonly #kept = new Map<number, number>();

  constructor(private readonly find: (number: number) => number | undefined) {}

  /** @throws BlockFileError when there is no such block */
  of(number: number): number {
    const kept = this.#kept.get(number);
    if (kept !== undefined) return kept;
    const offset = this.find(number);
    if (offset === undefined) throw new BlockFileError(`block ${number} is not in the index any more`);
    if (this.#kept.size >= KEPT_MAX) this.#kept.clear();
    this.#kept.set(number, offset);
    return offset;
  }

  /** Blocks may come to lie elsewhere. */
  forget(): void {
    this.#kept.clear();
  }
}

/**
 * What is wrong with a programme or a rate stays wrong in every block from then on, in other numbers as business goes on.
 * Who watches wants to hear of it once.
 */
import type { Kept, Store } from './store.js';

/** A number by itself, not one in a name. */
const NUMBER = /(?<![\w-])\d+(?![\w-])/g;

export class StandingFindings {
  /** By what is said without its numbers; the last block that said so. */
  readonly #standing: Kept<number>;

  constructor(store: Store) {
    this.#standing = store.kept('standing', 'small');
  }

  /** Whether the block before did not say so. What is not about all that there is by then stands for itself. */
  isNew(block: number, text: string): boolean {
    if (!text.startsWith(`block ${block}`)) return true;
    const said = text.replace(NUMBER, '#');
    const before = this.#standing.get(said);
    this.#standing.set(said, block);
    return before === undefined || before < block - 1;
  }
}

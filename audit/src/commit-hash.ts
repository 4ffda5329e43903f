/**
 * The commit hash that a peer must have after a block: over the validation codes, all that the valid transactions
 * changed, and the commit hash before. Recomputed from what was read, and compared with what other organisations' peers
 * say, it proves that they judged every transaction as this peer did, and wrote the same.
 */
import { common } from './fabric-messages.js';
import type { Block } from './block.js';
import { metadataOf } from './block-contents.js';
import { sha256 } from './bytes.js';
import type { CommitFacts } from './beforehand.js';
import { commitInput, type NumberedWrites } from './commit-input.js';
import { Fields } from './fields.js';
import type { Kept, Store } from './store.js';

export class CommitHashes {
  /** Values of keys with a policy. */
  readonly #valued: Kept<Uint8Array>;

  constructor(store: Store) {
    this.#valued = store.kept('valued-keys', 'small');
  }

  /** What it keeps, for whoever goes on from it. */
  get valued(): [string, Uint8Array][] {
    return [...this.#valued];
  }

  /** What somebody worked out beforehand. */
  take({ valued, after }: CommitFacts): Uint8Array {
    for (const [name, value] of valued) {
      if (value === undefined) this.#valued.delete(name);
      else this.#valued.set(name, value);
    }
    return after;
  }

  /** The commit hash after a block. @throws Error when the policy of a key changed whose value is not known */
  after(block: number, codes: Uint8Array, transactions: readonly NumberedWrites[], before: Uint8Array): Uint8Array {
    return sha256(...commitInput(block, codes, transactions, before, this.#valued));
  }
}

/** The commit hash that a block carries: the word of the peer that gave it. */
export function commitHashOf(block: Block): Uint8Array {
  return new Fields(metadataOf(block, common.BlockMetadataIndex.COMMIT_HASH)).bytes(1);
}

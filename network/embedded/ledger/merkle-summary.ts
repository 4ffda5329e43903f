/**
 * Long range queries are recorded as the top of a tree of hashes instead of every key.
 *
 * Fabric: reads are gathered in groups of `maxDegree` + 1; a group's serialised QueryReads is hashed into a leaf; a
 * level that outgrows `maxDegree` is hashed into one node of the next. Ranges of up to `maxDegree` rows keep their raw
 * reads. Reference: `core/ledger/kvledger/txmgmt/rwsetutil/query_results_helper.go`. Left out: nothing.
 */
import { sameBytes, sha256 } from '../wire/bytes.js';
import { encodeQueryReads, type KeyRead, type MerkleSummary } from '../wire/read-write-set.js';

/** Fabric's degree when it records (validation uses the recorded one). */
export const RECORDED_DEGREE_MAX = 50;

/** Takes the rows of one range query, in order. */
export class RangeReads {
  #pending: KeyRead[] = [];
  readonly #levels = new Map<number, Uint8Array[]>();
  #maxLevel = 1;

  constructor(private readonly maxDegree: number) {
    if (maxDegree < 2) throw new Error(`degree ${maxDegree} of a range's hash tree is below 2`);
  }

  add(read: KeyRead): void {
    this.#pending.push(read);
    if (this.#pending.length > this.maxDegree) this.#hashPending();
  }

  /** Raw reads while they are few, else the summary. Ends the recording. */
  finish(): { readonly reads: readonly KeyRead[]; readonly merkle?: MerkleSummary } {
    if (this.#levels.size === 0) return { reads: this.#pending };
    if (this.#pending.length > 0) this.#hashPending();
    this.#completeLevels();
    return {
      reads: [],
      merkle: {
        maxDegree: this.maxDegree,
        maxLevel: this.#maxLevel,
        maxLevelHashes: this.#levels.get(this.#maxLevel) ?? [],
      },
    };
  }

  #hashPending(): void {
    const leaf = sha256(encodeQueryReads(this.#pending));
    this.#pending = [];
    let level = 1;
    let hashes = this.#append(level, leaf);
    while (hashes.length > this.maxDegree) {
      this.#levels.delete(level);
      level += 1;
      this.#maxLevel = Math.max(this.#maxLevel, level);
      hashes = this.#append(level, sha256(...hashes));
    }
  }

  /** Lifts what is left on lower levels up to the highest, which may then need one level more. */
  #completeLevels(): void {
    for (let level = 1; level < this.#maxLevel; level += 1) {
      const hashes = this.#levels.get(level) ?? [];
      const [only] = hashes;
      if (!only) continue;
      this.#levels.delete(level);
      this.#append(level + 1, hashes.length === 1 ? only : sha256(...hashes));
    }
    const top = this.#levels.get(this.#maxLevel) ?? [];
    if (top.length > this.maxDegree) {
      this.#levels.delete(this.#maxLevel);
      this.#maxLevel += 1;
      this.#levels.set(this.#maxLevel, [sha256(...top)]);
    }
  }

  #append(level: number, hash: Uint8Array): Uint8Array[] {
    const hashes = this.#levels.get(level) ?? [];
    hashes.push(hash);
    this.#levels.set(level, hashes);
    return hashes;
  }
}

export function sameMerkleSummary(a: MerkleSummary, b: MerkleSummary): boolean {
  return (
    a.maxDegree === b.maxDegree &&
    a.maxLevel === b.maxLevel &&
    a.maxLevelHashes.length === b.maxLevelHashes.length &&
    a.maxLevelHashes.every((hash, index) => sameBytes(hash, b.maxLevelHashes[index] ?? new Uint8Array()))
  );
}

/**
 * Keeps the files that belong to a LevelDB on the disk, compacted or not, for as long as somebody looks at them. What is to be gone from the disk
 * meanwhile goes as soon as nobody does.
 */
import type { ClassicLevel } from 'classic-level';

export class HeldFiles {
  #holds = 0;
  #isCompacted = false;

  constructor(private readonly level: ClassicLevel<string, Uint8Array>) {}

  /** Until what is returned is called. */
  hold(): () => Promise<void> {
    const iterator = this.level.keys();
    this.#holds += 1;
    return async () => {
      this.#holds -= 1;
      await iterator.close();
      if (this.#holds > 0 || !this.#isCompacted) return;
      this.#isCompacted = false;
      // LevelDB removes what it replaced with the next compaction, which may be far.
      await this.level.compactRange('', '');
    };
  }

  /** Rewrites the files that hold these keys, so that what was deleted is gone from the disk too. */
  async compact(start: string, end: string): Promise<void> {
    this.#isCompacted = this.#holds > 0;
    await this.level.compactRange(start, end);
  }
}

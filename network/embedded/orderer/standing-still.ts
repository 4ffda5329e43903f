/**
 * Orderers that stand still: they say that they are active, take everything, and neither get a block nor sign one.
 *
 * SmartBFT's do so now and then by themselves, until they are started again; here it is only done to them, so that what is
 * to notice it can be tried.
 */
import type { BlockSource } from '../block-source.js';

export class StandingStill {
  /** By orderer and channel: the height that it stands at. */
  readonly #heights = new Map<string, ReadonlyMap<string, number>>();

  begin(slug: string, heights: ReadonlyMap<string, number>): void {
    this.#heights.set(slug, heights);
  }

  end(slug: string): void {
    this.#heights.delete(slug);
  }

  has(slug: string): boolean {
    return this.#heights.has(slug);
  }

  /** The chain as this orderer has it. */
  blocks(slug: string, channelId: string, blocks: BlockSource): BlockSource {
    const height = this.#heights.get(slug)?.get(channelId);
    if (height === undefined) return blocks;
    return {
      height,
      read: (blockNumber) => blocks.read(blockNumber),
      awaitBlock: (blockNumber, signal) =>
        blockNumber < height || signal.aborted
          ? Promise.resolve()
          : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
    };
  }
}

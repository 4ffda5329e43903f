/**
 * The ordering service's copy of a channel's chain.
 *
 * Fabric: each orderer keeps the chain in a block store of its own (`orderer/common/multichannel/blocksupport`,
 * `common/ledger/blockledger/fileledger`). Left out: one store per orderer; the four orderers of the embedded network
 * share one, since one sequencer serves them all.
 */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type BlockSource, HeightNotifier } from '../block-source.js';
import { BlockFile, BlockFileError } from '../ledger/block-file.js';
import { parseBlock, type ParsedBlock } from '../wire/block.js';

/** Followers that keep up all get the same bytes object, so that what is read from it is read once. */
const RECENT_BLOCKS_MAX = 32;

export class BlockChain implements BlockSource {
  readonly #recent = new Map<number, Uint8Array>();
  readonly #notifier = new HeightNotifier(() => this.height);
  #last: ParsedBlock | undefined;

  private constructor(
    private readonly file: BlockFile,
    private blocks: number,
  ) {}

  /** Opens the file, cutting off a block that was not written whole. Of those before the last ones it reads none. */
  static async open(path: string): Promise<BlockChain> {
    await mkdir(dirname(path), { recursive: true });
    const file = await BlockFile.open(path);
    const chain = new BlockChain(file, 0);
    try {
      if (!(await chain.#begin('end'))) await chain.#begin('all');
    } catch (error) {
      await file.close();
      throw error;
    }
    return chain;
  }

  get height(): number {
    return this.blocks;
  }

  /** False when what is noted of the file cannot be of these blocks. */
  async #begin(extent: 'end' | 'all'): Promise<boolean> {
    const { count, end, isDamaged } = await this.file.survey(extent);
    if (isDamaged) throw new BlockFileError(`a block behind block ${count - 1} is damaged and more blocks follow it`);
    if (end < this.file.size) await this.file.truncate(end);
    this.blocks = count;
    this.#last = count === 0 ? undefined : parseBlock(await this.file.block(count - 1));
    return count === 0 || this.#last?.header.number === count - 1;
  }

  /** The newest block; undefined while the chain is empty. */
  get newest(): ParsedBlock | undefined {
    return this.#last;
  }

  /** Resolves when the block is on the disk; only then do followers see it. */
  async append(bytes: Uint8Array): Promise<void> {
    const block = parseBlock(bytes);
    if (block.header.number !== this.height) {
      throw new Error(`block ${block.header.number} does not follow block ${this.height - 1}`);
    }
    await this.file.append(bytes);
    this.blocks += 1;
    this.#last = block;
    this.#recent.set(block.header.number, bytes);
    this.#recent.delete(block.header.number - RECENT_BLOCKS_MAX);
    this.#notifier.notify();
  }

  async read(blockNumber: number): Promise<Uint8Array> {
    const recent = this.#recent.get(blockNumber);
    if (recent) return recent;
    if (blockNumber < 0 || blockNumber >= this.height) throw new Error(`there is no block ${blockNumber}`);
    return this.file.block(blockNumber);
  }

  awaitBlock(blockNumber: number, signal: AbortSignal): Promise<void> {
    return this.#notifier.awaitBlock(blockNumber, signal);
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

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
import { BlockFile, type BlockLocation } from '../ledger/block-file.js';
import { parseBlock, type ParsedBlock } from '../wire/block.js';

/** Followers that keep up all get the same bytes object, so that what is read from it is read once. */
const RECENT_BLOCKS_MAX = 32;

export class BlockChain implements BlockSource {
  readonly #locations: BlockLocation[] = [];
  readonly #recent = new Map<number, Uint8Array>();
  readonly #notifier = new HeightNotifier(() => this.height);
  #last: ParsedBlock | undefined;

  private constructor(private readonly file: BlockFile) {}

  /** Opens the file, cutting off a block that was not written whole. */
  static async open(path: string): Promise<BlockChain> {
    await mkdir(dirname(path), { recursive: true });
    const chain = new BlockChain(await BlockFile.open(path));
    let bytes: Uint8Array | undefined;
    for await (const stored of chain.file.recover(0)) {
      chain.#locations.push(stored.location);
      bytes = stored.bytes;
    }
    if (bytes) chain.#last = parseBlock(bytes);
    return chain;
  }

  get height(): number {
    return this.#locations.length;
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
    const location = await this.file.append(bytes);
    this.#locations.push(location);
    this.#last = block;
    this.#recent.set(block.header.number, bytes);
    this.#recent.delete(block.header.number - RECENT_BLOCKS_MAX);
    this.#notifier.notify();
  }

  async read(blockNumber: number): Promise<Uint8Array> {
    const recent = this.#recent.get(blockNumber);
    if (recent) return recent;
    const location = this.#locations[blockNumber];
    if (!location) throw new Error(`there is no block ${blockNumber}`);
    return this.file.read(location);
  }

  awaitBlock(blockNumber: number, signal: AbortSignal): Promise<void> {
    return this.#notifier.awaitBlock(blockNumber, signal);
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

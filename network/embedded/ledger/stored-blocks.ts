/** The blocks of a ledger as they are asked for again: from its file, the last ones from memory. */
import { type ParsedBlock, parseBlock } from '../wire/block.js';
import { committedBlock } from './committed-block.js';
import type { LedgerFiles } from './ledger-files.js';
import type { CommittedBlock } from './types.js';

const RECENT_BLOCKS_MAX = 16;

export class StoredBlocks {
  readonly #recent = new Map<number, CommittedBlock>();

  constructor(
    private readonly files: () => LedgerFiles,
    private readonly height: () => number,
  ) {}

  async find(number: number): Promise<CommittedBlock | undefined> {
    const recent = this.#recent.get(number);
    if (recent || number >= this.height()) return recent;
    const location = await this.files().database.blockLocation(number);
    return location && committedBlock(parseBlock(await this.files().file.read(location)));
  }

  async findByHash(hash: Uint8Array): Promise<CommittedBlock | undefined> {
    const number = await this.files().database.blockNumber(hash);
    return number === undefined ? undefined : this.find(number);
  }

  async envelopeOf(txId: string): Promise<{ envelope: Uint8Array; validationCode: number } | undefined> {
    const transaction = this.files().database.transaction(txId);
    const block = transaction && (await this.parsed(transaction.block));
    const envelope = block?.data[transaction?.index ?? 0];
    return transaction && envelope && { envelope, validationCode: transaction.validationCode };
  }

  async parsed(number: number): Promise<ParsedBlock> {
    return (await this.stored(number)).parsed;
  }

  async stored(number: number): Promise<CommittedBlock> {
    const block = await this.find(number);
    if (!block) throw new Error(`block ${number} is not in the ledger`);
    this.remember(block);
    return block;
  }

  /** Deliver streams and history ask for the same blocks again and again. */
  remember(block: CommittedBlock): void {
    this.#recent.delete(block.number);
    this.#recent.set(block.number, block);
    const oldest = this.#recent.keys().next();
    if (this.#recent.size > RECENT_BLOCKS_MAX && !oldest.done) this.#recent.delete(oldest.value);
  }

  /** The files are others now. */
  forget(): void {
    this.#recent.clear();
  }
}

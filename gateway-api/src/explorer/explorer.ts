/** What can be asked of the ledger's blocks: any of them, any transaction, and what was ever written under a key. */
import { type ExplainedBlock, neededEndorsements, type ToldEndorsement } from '@commonpoint/audit/explained-block';
import { keyParts } from '@commonpoint/audit/ledger-rows';
import type { Channel, ChannelBlock } from '../channel/channel.js';
import { Failure } from '../channel/failures.js';
import type { BlockLine } from './block-digest.js';
import { BlockReader } from './block-reader.js';
import { type Conflict, findConflict, type PlacedTransaction } from './conflicts.js';
import { IndexFeed, type IndexFeedParts } from './index-feed.js';
import { hundredOf, lineIn } from './hundred-of.js';
import { hashOfName, nameOfTransaction } from './name-hash.js';
import { rulesBefore } from './rules.js';

export interface ExplorerParts extends IndexFeedParts {
  readonly channel: Pick<Channel, 'blocks' | 'encodedBlocks'>;
  readonly chaincode: string;
}

export interface FoundTransaction extends PlacedTransaction {
  readonly endorsements: readonly ToldEndorsement[];
  readonly conflict: Conflict | undefined;
}

/** A row as a transaction left it. */
export interface RowVersionFound extends PlacedTransaction {
  /** Undefined if it was deleted. */
  readonly value: Uint8Array | undefined;
}

export interface HistoryPage {
  readonly versions: readonly RowVersionFound[];
  /** Before which block to go on, if there is more. */
  readonly next: number | undefined;
}

/** So many blocks are looked into for one answer. */
const BLOCKS_READ_MAX = 20;
/** No further block is looked into for a page after so long: they may be large. */
const PAGE_MS = 100;

export class Explorer {
  readonly #feed: IndexFeed;
  /** Whose keys can be looked up. */
  readonly chaincode: string;
  readonly #lastBlock: () => number;
  readonly #reader: BlockReader;

  constructor(parts: ExplorerParts) {
    this.#feed = new IndexFeed(parts);
    this.chaincode = parts.chaincode;
    this.#lastBlock = parts.lastBlock;
    this.#reader = new BlockReader(parts.channel, parts.lastBlock, (block) => this.#configuredBefore(block));
  }

  start(): void {
    this.#feed.start();
  }

  /** A block that the gateway has applied. */
  follow(block: ChannelBlock): void {
    this.#feed.follow(block);
  }

  stop(): Promise<void> {
    return this.#feed.stop();
  }

  /** How far the index is: -1 is no block. */
  get indexed(): { readonly indexedBlock: number; readonly isCatchingUp: boolean } {
    return { indexedBlock: this.#file.next - 1, isCatchingUp: this.#feed.isCatchingUp };
  }

  /** Newest first. */
  blocks(before: number, most: number): Promise<BlockLine[]> {
    return this.#asked(() => this.#file.lines(before, most));
  }

  /** Blocks with a configuration, newest first. */
  configurations(before: number, most: number): Promise<BlockLine[]> {
    return this.#asked(() => this.#file.configurations(before, most));
  }

  /** A block as the peer has it, serialised. @throws Failure */
  bytes(number: number): Promise<Uint8Array> {
    return this.#reader.bytes(number);
  }

  /** @throws Failure */
  block(number: number): Promise<ExplainedBlock> {
    return this.#asked(async () => (await this.#reader.block(number)).block);
  }

  /** The configuration that a block's successor is judged by, and the block that has it. @throws Failure */
  async configurationAt(block: number) {
    if (block > this.#lastBlock()) throw new Failure('BLOCK_AHEAD');
    const at = this.#configuredBefore(block + 1);
    if (at === undefined) throw new Failure('BLOCK_AHEAD', 'The index has not come to a configuration yet.');
    return { block: at, configuration: await this.#reader.configurationAt(at) };
  }

  /** Where an id was used several times, the transaction that took effect. @throws Failure TRANSACTION_UNKNOWN */
  transaction(txId: string): Promise<FoundTransaction> {
    return this.#asked(() => this.#transaction(txId));
  }

  /** What was written under a key before a block, newest first. */
  history(key: readonly string[], before: number, most: number): Promise<HistoryPage> {
    return this.#asked(async () => {
      const own = await this.#history(key, before, most);
      const hundred = hundredOf(key);
      // It was written first, and once.
      if (hundred === undefined || own.next !== undefined) return own;
      const { versions } = await this.#history(hundred, before, 1);
      const lines = versions.flatMap((version) => {
        const value = version.value && lineIn(key, version.value);
        return value === undefined ? [] : [{ ...version, value }];
      });
      return { versions: [...own.versions, ...lines], next: undefined };
    });
  }

  async #transaction(txId: string): Promise<FoundTransaction> {
    let found: PlacedTransaction | undefined;
    let blocks = 0;
    for (const number of this.#file.blocksWith(this.#hash(nameOfTransaction(txId)), Number.MAX_SAFE_INTEGER)) {
      if (blocks++ === BLOCKS_READ_MAX) break;
      const { transactions } = await this.block(number);
      const here = transactions.filter((each) => each.txId === txId);
      const valid = here.find(({ validationCode }) => validationCode === 0);
      const transaction = valid ?? (found === undefined ? here[0] : undefined);
      if (transaction !== undefined) found = { block: number, transaction };
      if (valid !== undefined) break;
    }
    if (found === undefined) throw new Failure('TRANSACTION_UNKNOWN', this.#whyUnknown(txId));
    return this.#explained(found);
  }

  async #history(key: readonly string[], before: number, most: number): Promise<HistoryPage> {
    const versions: RowVersionFound[] = [];
    const until = performance.now() + PAGE_MS;
    let [blocks, next] = [0, before];
    for (const number of this.#file.blocksWith(this.#hash(key), before)) {
      const isEnough = blocks === BLOCKS_READ_MAX || versions.length >= most || performance.now() >= until;
      if (isEnough && blocks > 0) return { versions, next };
      blocks += 1;
      next = number;
      versions.push(...(await this.#versionsIn(number, this.chaincode, nameOf(key))));
    }
    return { versions, next: undefined };
  }

  /** A file that is damaged, or was made anew meanwhile, is asked once more as it is then. */
  async #asked<T>(ask: () => T | Promise<T>): Promise<T> {
    const { file } = this.#feed;
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Failure || (this.#feed.file === file && !this.#feed.isDamaged(error))) throw error;
      return ask();
    }
  }

  async #explained(found: PlacedTransaction): Promise<FoundTransaction> {
    const { block, configuration } = await this.#reader.block(found.block);
    const { contents } = found.transaction;
    const rules = rulesBefore(found.block, (...asked) => this.#file.ruleBefore(...asked));
    let blocks = 0;
    const conflict = await findConflict(found.transaction, block, async (namespace, key, before, notBefore) => {
      const hash = this.#hash(keyParts(key));
      for (const number of this.#file.blocksWith(hash, before)) {
        if (number < notBefore || blocks++ === BLOCKS_READ_MAX) return undefined;
        const [last] = await this.#versionsIn(number, namespace, nameOf(keyParts(key)));
        if (last !== undefined) return last;
      }
      return undefined;
    });
    const endorsements = contents && configuration ? neededEndorsements(contents, configuration, rules) : [];
    return { ...found, endorsements, conflict };
  }

  async #versionsIn(number: number, namespace: string, name: string): Promise<RowVersionFound[]> {
    const { transactions } = await this.block(number);
    return transactions.toReversed().flatMap((transaction): RowVersionFound[] => {
      if (transaction.validationCode !== 0) return [];
      const write = (transaction.contents?.sets ?? [])
        .filter((set) => set.namespace === namespace && set.collection === '')
        .flatMap(({ writes }) => writes)
        .findLast(({ key }) => nameOf(keyParts(key)) === name);
      return write === undefined ? [] : [{ block: number, transaction, value: write.value }];
    });
  }

  #whyUnknown(txId: string): string {
    const until = this.#feed.isCatchingUp ? ` The index has blocks up to ${this.indexed.indexedBlock} so far.` : '';
    return `No block has the transaction ${txId}.${until}`;
  }

  get #file() {
    return this.#feed.file;
  }

  #hash(name: readonly string[]): number {
    return hashOfName(name, this.#file.seed);
  }

  #configuredBefore(block: number): number | undefined {
    return this.#file.configurations(block, 1)[0]?.number;
  }
}

const nameOf = (key: readonly string[]): string => key.join('\u0000');

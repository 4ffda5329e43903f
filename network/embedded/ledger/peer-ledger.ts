/**
 * One peer's ledger of one channel: blocks in a file, everything else in a database that follows from them.
 *
 * Fabric: `core/ledger/kvledger/kv_ledger.go`. A commit judges the block, writes it durably, then updates the
 * database in one batch; after a crash the blocks that the database lacks are replayed by their recorded codes. A
 * block's private data are durable before the block is. Left out: snapshots, several channels in one store.
 */
import { mkdir } from 'node:fs/promises';
import { common, peer } from '@hyperledger/fabric-protos';
import { DamagedFiles } from '../../damaged-files.js';
import { LIFECYCLE_NAMESPACE } from '../lifecycle-keys.js';
import type { Log } from '../log.js';
import { isBlockSigned } from '../msp/block-signatures.js';
import { type ChannelConfig, readChannelConfig, readConfigEnvelope } from '../msp/channel-config.js';
import { type ParsedBlock, parseBlock, recordedCommitHash } from '../wire/block.js';
import { sameBytes, toHex } from '../wire/bytes.js';
import { parseEnvelope } from '../wire/envelope.js';
import { privateNamespace } from '../wire/hashed-read-write-set.js';
import { type BlockLocation, followingOffset, type StoredBlock } from './block-file.js';
import { locationOperation } from './block-operations.js';
import { replayUpdates, type ValidationContext } from './block-validation.js';
import { committedBlock } from './committed-block.js';
import { stateRange } from './database-keys.js';
import { historyOf } from './history.js';
import { closeFiles, type LedgerFiles, openFiles } from './ledger-files.js';
import { operationsOf, prepareBlock, type PreparedBlock } from './prepared-block.js';
import { PrivateDataKeeper, type PrivateDataOptions } from './private-data-keeper.js';
import type { CommittedWriteSet, PrivateDataRequest, PrivateWriteSet } from './private-data-types.js';
import type { PrivateBlock } from './private-store.js';
import { PrivateUpdates } from './private-updates.js';
import { SnapshotSimulator } from './simulator.js';
import type { Savepoint } from './state-database.js';
import { versionedValue } from './state-row.js';
import type {
  ChaincodeDefinition,
  ChaincodeDefinitions,
  CommittedBlock,
  CommittedTransaction,
  PeerLedger,
  TransactionSimulator,
  VersionedValue,
} from './types.js';

export interface PeerLedgerOptions {
  /** Folder of this ledger alone; created if missing. */
  readonly folder: string;
  /** The channel's first block: committed to an empty ledger, compared with the first block of another. */
  readonly genesisBlockBytes: Uint8Array;
  /** Finds chaincode definitions in committed state. `_lifecycle` itself is not asked for. */
  readonly definitions: ChaincodeDefinitions;
  /** Without it the peer is a member of no collection. */
  readonly privateData?: PrivateDataOptions;
  /** Refuse blocks whose orderers' signatures do not satisfy BlockValidation. Default true. */
  readonly verifyBlockSignatures?: boolean;
  /** How many blocks the orderers have, from whom this peer fetches what it has lost. */
  readonly orderedHeight?: number;
  readonly log?: Log;
}

/** A block that does not continue this ledger, or is not signed as it must be. Nothing was written. */
export class BlockRefusedError extends Error {
  override readonly name = 'BlockRefusedError';
}

const RECENT_BLOCKS_MAX = 16;

/** Opens a ledger, recovers what a crash left half done, and commits the first block if there is none. */
export async function createPeerLedger(options: PeerLedgerOptions): Promise<PeerLedger> {
  await mkdir(options.folder, { recursive: true });
  const ledger = new FilePeerLedger(options, await openFiles(options));
  try {
    await ledger.recover();
  } catch (error) {
    await ledger.close();
    throw error;
  }
  return ledger;
}

class FilePeerLedger implements PeerLedger {
  config: ChannelConfig;
  #files: LedgerFiles;
  #savepoint: Savepoint = emptySavepoint;
  #queue: Promise<unknown> = Promise.resolve();
  /** What went wrong when a block could not be stored. */
  #failure: unknown;
  #mustTruncate = false;
  readonly #listeners = new Set<(block: CommittedBlock) => void>();
  #keeper: PrivateDataKeeper | undefined;
  readonly #recent = new Map<number, CommittedBlock>();

  constructor(
    private readonly options: PeerLedgerOptions,
    files: LedgerFiles,
  ) {
    this.#files = files;
    this.config = readChannelConfig(options.genesisBlockBytes);
    this.#keepPrivate();
  }

  #keepPrivate(): void {
    const { privateData } = this.options;
    if (!privateData || !this.#files.privateStore) return;
    this.#keeper = new PrivateDataKeeper(this.#files.privateStore, privateData, (namespace) =>
      this.#definition(namespace),
    );
  }

  get channelId(): string {
    return this.config.channelId;
  }

  get height(): number {
    return this.#savepoint.height;
  }

  get currentBlockHash(): Uint8Array {
    return Buffer.from(this.#savepoint.blockHash, 'hex');
  }

  get previousBlockHash(): Uint8Array {
    return Buffer.from(this.#savepoint.previousBlockHash, 'hex');
  }

  get commitHash(): Uint8Array {
    return Buffer.from(this.#savepoint.commitHash, 'hex');
  }

  /** Brings the database up to the block file; see {@link createPeerLedger}. */
  async recover(): Promise<void> {
    const savepoint = await this.#files.database.savepoint();
    if (savepoint && savepoint.fileOffset <= this.#files.file.size) this.#savepoint = savepoint;
    else {
      this.#savepoint = emptySavepoint;
      // The database knows blocks that the file has lost. The file is the truth: start over from it.
      if (savepoint) this.#requireOrdered(savepoint);
      if (savepoint) await this.#files.database.clear();
    }
    for await (const stored of this.#files.file.recover(this.#savepoint.fileOffset)) await this.#replay(stored);
    if (this.height === 0) await this.commit(this.options.genesisBlockBytes);
    await this.#checkFirstBlock();
    await this.#loadConfig();
  }

  #requireOrdered({ height }: Savepoint): void {
    const { folder, orderedHeight = height } = this.options;
    if (orderedHeight >= height) return;
    throw new DamagedFiles(
      `${folder} had ${height} blocks, and no block file of peers or orderers has more than ${orderedHeight} of them: ` +
        'put back the whole data folder from a backup.',
    );
  }

  async newSimulator(): Promise<TransactionSimulator> {
    return new SnapshotSimulator(this.#files.database, this.#files.database.snapshot(), (namespace, key) =>
      historyOf(this.#files.database, (number) => this.#parsedBlock(number), namespace, key),
    );
  }

  commit(blockBytes: Uint8Array): Promise<CommittedBlock> {
    const result = this.#queue.then(() => this.#commitNext(blockBytes));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async getBlock(number: number): Promise<CommittedBlock | undefined> {
    const recent = this.#recent.get(number);
    if (recent || number >= this.height) return recent;
    const location = await this.#files.database.blockLocation(number);
    return location && committedBlock(parseBlock(await this.#files.file.read(location)));
  }

  async getBlockByHash(hash: Uint8Array): Promise<CommittedBlock | undefined> {
    const number = await this.#files.database.blockNumber(hash);
    return number === undefined ? undefined : this.getBlock(number);
  }

  async getTransaction(txId: string): Promise<CommittedTransaction | undefined> {
    return this.#files.database.transaction(txId);
  }

  async getTransactionEnvelope(txId: string): Promise<{ envelope: Uint8Array; validationCode: number } | undefined> {
    const transaction = this.#files.database.transaction(txId);
    const block = transaction && (await this.#parsedBlock(transaction.block));
    const envelope = block?.data[transaction?.index ?? 0];
    return transaction && envelope && { envelope, validationCode: transaction.validationCode };
  }

  async getState(namespace: string, key: string): Promise<VersionedValue | undefined> {
    const row = this.#files.database.row(namespace, key);
    return row && versionedValue(row);
  }

  async keepPrivateData(txId: string, sets: readonly PrivateWriteSet[]): Promise<void> {
    await this.#files.privateStore?.keepTransient(txId, sets, this.height);
  }

  async findPrivateData(request: PrivateDataRequest): Promise<Uint8Array | undefined> {
    return (await this.#files.privateStore?.find(request)) ?? (await this.#files.privateStore?.transient(request));
  }

  async privateDataOfBlock(blockNumber: number): Promise<ReadonlyMap<number, readonly PrivateWriteSet[]>> {
    const sets = (await this.#files.privateStore?.ofBlock(blockNumber)) ?? [];
    return Map.groupBy(sets, ({ version }) => version.tx);
  }

  reconcilePrivateData(): Promise<number> {
    const result = this.#queue.then(
      async () =>
        (await this.#keeper?.reconcile(
          this.config,
          (blockNumber) => this.#storedBlock(blockNumber),
          (set) => this.#acceptLate(set),
        )) ?? 0,
    );
    this.#queue = result.catch(() => undefined);
    return result;
  }

  onCommit(listener: (block: CommittedBlock) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    await this.#queue;
    await closeFiles(this.#files);
  }

  /** After a block could not be stored: as a start after a crash, in the same process. */
  async #openAgain(): Promise<void> {
    const known = this.height;
    // What an append left that failed is on no disk for certain, and would be taken for a block that is.
    if (this.#mustTruncate) await this.#files.file.truncate(this.#files.file.size);
    this.#mustTruncate = false;
    await closeFiles(this.#files).catch(() => undefined);
    this.#files = await openFiles(this.options);
    this.#keepPrivate();
    this.#recent.clear();
    await this.recover();
    this.#failure = undefined;
    // What was in the file already and is in the database now.
    for (let number = known; number < this.height; number++) this.#tell(await this.#storedBlock(number));
  }

  #tell(block: CommittedBlock): void {
    for (const listener of this.#listeners) listener(block);
  }

  async #commitNext(blockBytes: Uint8Array): Promise<CommittedBlock> {
    const block = parseBlock(blockBytes);
    if (this.#failure !== undefined) {
      await this.#openAgain();
      const there = block.header.number < this.height && (await this.getBlock(block.header.number));
      if (there && sameBytes(there.parsed.hash, block.hash)) return there;
    }
    await this.#checkContinues(block);
    const prepared = await this.#prepare(block);
    await this.#store(prepared);
    this.#remember(prepared.committed);
    this.#tell(prepared.committed);
    return prepared.committed;
  }

  /** After a failure here file and database may differ: opening the ledger again puts that right, with the next block. */
  async #store(prepared: PreparedBlock): Promise<void> {
    const { committed } = prepared;
    const privateBlock = await this.#keeper?.gather(committed, this.config);
    try {
      if (privateBlock) await this.#files.privateStore?.commit(privateBlock);
      await this.#apply(prepared, await this.#files.file.append(committed.bytes), privateBlock);
      await this.#keeper?.tidy(committed);
    } catch (error) {
      this.#failure = error;
      this.#mustTruncate = true;
      throw error;
    }
  }

  async #checkContinues(block: ParsedBlock): Promise<void> {
    const { number, previousHash } = block.header;
    if (number !== this.height)
      throw new BlockRefusedError(`block number should have been ${this.height}, is ${number}`);
    if (number === 0) return;
    if (!sameBytes(previousHash, this.currentBlockHash)) {
      throw new BlockRefusedError(`unexpected previous block hash in block ${number}`);
    }
    if (this.options.verifyBlockSignatures !== false && !(await isBlockSigned(block, this.config))) {
      throw new BlockRefusedError(`block ${number} is not signed as /Channel/Orderer/BlockValidation asks`);
    }
  }

  #prepare(block: ParsedBlock): Promise<PreparedBlock> {
    return prepareBlock(block, this.commitHash, this.#context);
  }

  get #context(): ValidationContext {
    const { config: channel } = this;
    const { database } = this.#files;
    return { channel, database, definition: (namespace) => this.#definition(namespace) };
  }

  /** `_lifecycle` defines others, and nobody defines it. */
  async #definition(namespace: string): Promise<ChaincodeDefinition | undefined> {
    return namespace === LIFECYCLE_NAMESPACE ? undefined : this.options.definitions(namespace, this);
  }

  async #acceptLate(set: CommittedWriteSet): Promise<void> {
    const updates = new PrivateUpdates(this.#files.database);
    updates.addLate(set);
    await this.#files.database.apply(updates.operations(), this.#savepoint);
  }

  /** Moves database and savepoint past a block that is safely in the file. */
  async #apply(
    { committed, operations, updates, expired }: PreparedBlock,
    location: BlockLocation,
    privateBlock: Pick<PrivateBlock, 'purged'> & { readonly stored: readonly CommittedWriteSet[] } = nothingPrivate,
  ): Promise<void> {
    const { parsed: block } = committed;
    const config = configEnvelopeOf(committed);
    const savepoint: Savepoint = {
      height: block.header.number + 1,
      fileOffset: followingOffset(location),
      lastConfigBlock: config ? block.header.number : this.#savepoint.lastConfigBlock,
      commitHash: toHex(recordedCommitHash(block)),
      blockHash: toHex(block.hash),
      previousBlockHash: toHex(block.header.previousHash),
      ...(this.#files.privateStore?.lastBlock !== undefined && { privateBlock: this.#files.privateStore.lastBlock }),
    };
    const own = new PrivateUpdates(this.#files.database);
    own.addBlock(privateBlock.stored, updates);
    own.purge(privateBlock.purged);
    own.expire(expired);
    const all = [...operations, ...own.operations(), locationOperation(committed, location)];
    await this.#files.database.apply(all, savepoint);
    this.#savepoint = savepoint;
    for (const { namespace, collection } of privateBlock.purged) {
      await this.#files.database.compact(stateRange(privateNamespace(namespace, collection), '', ''));
    }
    if (config) this.config = readConfigEnvelope(config);
  }

  async #replay({ bytes, location }: StoredBlock): Promise<void> {
    const block = parseBlock(bytes);
    const isNext = block.header.number === this.height;
    if (!isNext || (this.height > 0 && !sameBytes(block.header.previousHash, this.currentBlockHash))) {
      throw new Error(`block ${block.header.number} in the block file does not follow block ${this.height - 1}`);
    }
    const committed = committedBlock(block);
    const updates = await replayUpdates(block, this.#files.database);
    const privateBlock = await this.#keeper?.recall(committed, this.config);
    await this.#apply(await operationsOf(committed, updates, this.#context), location, privateBlock);
  }

  async #checkFirstBlock(): Promise<void> {
    const first = await this.#parsedBlock(0);
    if (!sameBytes(first.hash, parseBlock(this.options.genesisBlockBytes).hash)) {
      throw new Error(`the ledger in ${this.options.folder} belongs to another channel or another network`);
    }
  }

  async #loadConfig(): Promise<void> {
    this.config = readChannelConfig((await this.#parsedBlock(this.#savepoint.lastConfigBlock)).bytes);
  }

  async #parsedBlock(number: number): Promise<ParsedBlock> {
    return (await this.#storedBlock(number)).parsed;
  }

  async #storedBlock(number: number): Promise<CommittedBlock> {
    const block = await this.getBlock(number);
    if (!block) throw new Error(`block ${number} is not in the ledger`);
    this.#remember(block);
    return block;
  }

  /** Deliver streams and history ask for the same blocks again and again. */
  #remember(block: CommittedBlock): void {
    this.#recent.delete(block.number);
    this.#recent.set(block.number, block);
    const oldest = this.#recent.keys().next();
    if (this.#recent.size > RECENT_BLOCKS_MAX && !oldest.done) this.#recent.delete(oldest.value);
  }
}

const nothingPrivate = { stored: [], purged: [] };

const emptySavepoint: Savepoint = {
  height: 0,
  fileOffset: 0,
  lastConfigBlock: 0,
  commitHash: '',
  blockHash: '',
  previousBlockHash: '',
};

/** The valid configuration in a block, which is always alone in it. */
function configEnvelopeOf({ parsed, transactions }: CommittedBlock): Uint8Array | undefined {
  const [envelope] = parsed.data;
  if (!envelope || transactions[0]?.validationCode !== peer.TxValidationCode.VALID) return undefined;
  return parseEnvelope(envelope).header.type === common.HeaderType.CONFIG ? envelope : undefined;
}

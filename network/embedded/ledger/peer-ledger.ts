/**
 * One peer's ledger of one channel: blocks in a file, everything else in a database that follows from them.
 *
 * Fabric: `core/ledger/kvledger/kv_ledger.go`. A commit judges the block, writes it durably, then updates the
 * database in one batch; after a crash the blocks that the database lacks are replayed by their recorded codes. A
 * block's private data are durable before the block is. Left out: snapshots, several channels in one store.
 */
import { mkdir } from 'node:fs/promises';
import { LIFECYCLE_NAMESPACE } from '../lifecycle-keys.js';
import { type ChannelConfig, readChannelConfig, readConfigEnvelope } from '../msp/channel-config.js';
import { parseBlock } from '../wire/block.js';
import { sameBytes } from '../wire/bytes.js';
import { privateNamespace } from '../wire/hashed-read-write-set.js';
import type { BlockLocation, StoredBlock } from './block-file.js';
import { locationOperation } from './block-operations.js';
import { replayUpdates, type ValidationContext } from './block-validation.js';
import { committedBlock } from './committed-block.js';
import { stateRange } from './database-keys.js';
import { historyOf } from './history.js';
import { closeFiles, type LedgerFiles, openAgain, openFiles } from './ledger-files.js';
import { operationsOf, prepareBlock, type PreparedBlock } from './prepared-block.js';
import { PrivateDataKeeper } from './private-data-keeper.js';
import type { CommittedWriteSet, PrivateDataRequest, PrivateWriteSet } from './private-data-types.js';
import type { PrivateBlock } from './private-store.js';
import { privateOperations, PrivateUpdates } from './private-updates.js';
import { SnapshotSimulator } from './simulator.js';
import { emptySavepoint, savepointAfter } from './savepoints.js';
import { configEnvelopeOf } from './config-envelope-of.js';
import type { PeerLedgerOptions } from './peer-ledger-options.js';
import { requireFollows, requireNext, requireOrdered, requireSameFirst } from './require-next.js';
import type { Savepoint } from './state-database.js';
import { StoredBlocks } from './stored-blocks.js';
import { versionedValue } from './state-row.js';
import type {
  ChaincodeDefinition,
  CommittedBlock,
  CommittedTransaction,
  PeerLedger,
  TransactionSimulator,
  VersionedValue,
} from './types.js';

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
  readonly #blocks = new StoredBlocks(
    () => this.#files,
    () => this.height,
  );

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

  get lastConfigBlock(): number {
    return this.#savepoint.lastConfigBlock;
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
      if (savepoint) requireOrdered(savepoint, this.options);
      if (savepoint) await this.#files.database.clear();
    }
    if (this.height > 0) this.config = readChannelConfig((await this.#blocks.parsed(this.lastConfigBlock)).bytes);
    for await (const stored of this.#files.file.recover(this.#savepoint.fileOffset)) await this.#replay(stored);
    if (this.height === 0) await this.commit(this.options.genesisBlockBytes);
    requireSameFirst((await this.#blocks.parsed(0)).hash, this.options);
  }

  async newSimulator(): Promise<TransactionSimulator> {
    return new SnapshotSimulator(this.#files.database, this.#files.database.snapshot(), (namespace, key) =>
      historyOf(this.#files.database, (number) => this.#blocks.parsed(number), namespace, key),
    );
  }

  commit(blockBytes: Uint8Array): Promise<CommittedBlock> {
    return this.#inTurn(() => this.#commitNext(blockBytes));
  }

  getBlock(number: number): Promise<CommittedBlock | undefined> {
    return this.#blocks.find(number);
  }

  getBlockByHash(hash: Uint8Array): Promise<CommittedBlock | undefined> {
    return this.#blocks.findByHash(hash);
  }

  async getTransaction(txId: string): Promise<CommittedTransaction | undefined> {
    return this.#files.database.transaction(txId);
  }

  getTransactionEnvelope(txId: string): Promise<{ envelope: Uint8Array; validationCode: number } | undefined> {
    return this.#blocks.envelopeOf(txId);
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
    return this.#inTurn(
      async () =>
        (await this.#keeper?.reconcile(
          this.config,
          (blockNumber) => this.#blocks.stored(blockNumber),
          (set) => this.#acceptLate(set),
        )) ?? 0,
    );
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
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
    this.#files = await openAgain(this.options);
    this.#keepPrivate();
    this.#blocks.forget();
    await this.recover();
    this.#failure = undefined;
    // What was in the file already and is in the database now.
    for (let number = known; number < this.height; number++) this.#tell(await this.#blocks.stored(number));
  }

  #tell(block: CommittedBlock): void {
    for (const listener of this.#listeners) listener(block);
  }

  async #commitNext(blockBytes: Uint8Array): Promise<CommittedBlock> {
    const block = parseBlock(blockBytes);
    if (this.#failure !== undefined) {
      await this.#openAgain();
      const there = block.header.number < this.height && (await this.#blocks.find(block.header.number));
      if (there && sameBytes(there.parsed.hash, block.hash)) return there;
    }
    await requireNext(block, this, this.options.verifyBlockSignatures);
    const prepared = await prepareBlock(block, this.commitHash, this.#context);
    await this.#store(prepared);
    this.#blocks.remember(prepared.committed);
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
    const lastPrivate = this.#files.privateStore?.lastBlock;
    const savepoint = savepointAfter(
      block,
      location,
      config ? block.header.number : this.#savepoint.lastConfigBlock,
      lastPrivate,
    );
    const own = privateOperations(this.#files.database, privateBlock, updates, expired);
    await this.#files.database.apply([...operations, ...own, locationOperation(committed, location)], savepoint);
    this.#savepoint = savepoint;
    for (const { namespace, collection } of privateBlock.purged) {
      await this.#files.database.compact(stateRange(privateNamespace(namespace, collection), '', ''));
    }
    if (config) this.config = readConfigEnvelope(config);
  }

  async #replay({ bytes, location }: StoredBlock): Promise<void> {
    const block = parseBlock(bytes);
    requireFollows(block, this);
    const committed = committedBlock(block);
    const updates = await replayUpdates(block, this.#files.database);
    const privateBlock = await this.#keeper?.recall(committed);
    await this.#apply(await operationsOf(committed, updates, this.#context), location, privateBlock);
  }
}

const nothingPrivate = { stored: [], purged: [] };

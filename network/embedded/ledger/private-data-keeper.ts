/**
 * Finds the private part of blocks for a peer that is a member of the collections concerned.
 *
 * Fabric: at commit a member takes each write set from its transient store, else from another member's peer, and checks
 * it against the hash in the transaction; what nobody has is noted as missing, does not hold up the block, and is asked
 * for again later. Reference: `gossip/privdata/{coordinator,pvtdataprovider,reconcile}.go`,
 * `core/ledger/kvledger/hash_verification.go`. Different here: at commit others are asked once, not for a minute.
 */
import { peer } from '@hyperledger/fabric-protos';
import { LIFECYCLE_NAMESPACE } from '../lifecycle-keys.js';
import type { ChannelConfig } from '../msp/channel-config.js';
import type { ParsedBlock } from '../wire/block.js';
import { sameBytes, sha256 } from '../wire/bytes.js';
import { type CollectionReadWriteSet, hashOfKey } from '../wire/hashed-read-write-set.js';
import { decodeKeyValueSet, decodeReadWriteSet } from '../wire/read-write-set.js';
import { isEndorserTransaction, parseTransaction } from '../wire/transaction.js';
import { expiryBlock } from './block-to-live.js';
import { type Collection, findCollection, isMember } from './collections.js';
import { configEnvelopeOf } from './config-envelope-of.js';
import type { CommittedWriteSet, PrivateDataRequest } from './private-data-types.js';
import type { ExpiringWriteSet, MissingWriteSet, PrivateBlock, PrivateStore, PurgedKey } from './private-store.js';
import type { ChaincodeDefinition, CommittedBlock, CommittedTransaction } from './types.js';

export interface PrivateDataOptions {
  /** SerializedIdentity of the peer, which decides whose data it keeps. */
  readonly identity: Uint8Array;
  /** What other members' peers have of a write set; it is checked here. */
  pull(request: PrivateDataRequest): Promise<readonly Uint8Array[]>;
}

/** The definition of a chaincode, as of the last block. */
export type FindDefinition = (namespace: string) => Promise<ChaincodeDefinition | undefined>;

interface Touched {
  readonly transaction: CommittedTransaction;
  readonly namespace: string;
  readonly hashes: CollectionReadWriteSet;
}

/** Blocks for which an endorsed transaction may still be under way. */
const TRANSIENT_BLOCKS = 1000;
const TIDY_EVERY_BLOCKS = 100;
const RECONCILED_AT_ONCE = 100;

export class PrivateDataKeeper {
  /** False when it is known that nothing is missing. */
  #mayMiss = true;
  /** Whether a definition or the configuration changed since others' collections were looked through. */
  #mayHaveJoined = true;

  constructor(
    readonly store: PrivateStore,
    private readonly options: PrivateDataOptions,
    private readonly findDefinition: FindDefinition,
  ) {}

  /** The private part of a block that has been judged. */
  async gather(block: CommittedBlock, channel: ChannelConfig): Promise<PrivateBlock> {
    const stored: ExpiringWriteSet[] = [];
    const missing: (MissingWriteSet & { expiresAt: number })[] = [];
    const foreign: MissingWriteSet[] = [];
    const purged: PurgedKey[] = [];
    if (changesMembership(block)) this.#mayHaveJoined = true;
    for (const touched of touchedCollections(block.parsed, block.transactions)) {
      purged.push(...purgedKeys(touched));
      const collection = await this.#ownCollection(channel, touched);
      const request = requestFor(touched);
      if (!collection) {
        foreign.push(request);
        continue;
      }
      const expiresAt = expiryBlock(block.number, collection.blockToLive);
      const bytes = await this.#find(request);
      if (bytes) stored.push({ ...request, bytes, expiresAt });
      else missing.push({ ...request, expiresAt });
    }
    if (missing.length > 0) this.#mayMiss = true;
    return { number: block.number, stored, missing, foreign, purged };
  }

  /** The private part of a block as it was stored, for replay. */
  async recall(block: CommittedBlock): Promise<Pick<PrivateBlock, 'purged'> & { stored: CommittedWriteSet[] }> {
    const purged = touchedCollections(block.parsed, block.transactions).flatMap(purgedKeys);
    return { stored: await this.store.ofBlock(block.number), purged };
  }

  /** Forgets what a committed block has settled. */
  async tidy({ number, transactions }: CommittedBlock): Promise<void> {
    await this.store.forgetTransient(transactions.map(({ txId }) => txId));
    if (number % TIDY_EVERY_BLOCKS === 0) await this.store.forgetTransientBefore(number - TRANSIENT_BLOCKS);
  }

  /** Asks others for what is missing, stores it, and hands it over; resolves with how much is still missing. */
  async reconcile(
    channel: ChannelConfig,
    readBlock: (blockNumber: number) => Promise<CommittedBlock>,
    accept: (set: CommittedWriteSet) => Promise<void>,
  ): Promise<number> {
    if (this.#mayHaveJoined) await this.#claim(channel);
    if (!this.#mayMiss) return 0;
    const missing = await this.store.missing(RECONCILED_AT_ONCE);
    let left = missing.length;
    for (const request of missing) {
      const block = await readBlock(request.version.block);
      const touched = touchedCollections(block.parsed, block.transactions).find(
        (candidate) =>
          candidate.transaction.index === request.version.tx &&
          candidate.namespace === request.namespace &&
          candidate.hashes.collection === request.collection,
      );
      const collection = touched && (await this.#ownCollection(channel, touched));
      const bytes = collection && (await this.#findLate(request, touched.hashes));
      if (!collection || !bytes) continue;
      const expiresAt = expiryBlock(request.version.block, collection.blockToLive);
      await this.store.reconcile({ ...request, bytes, expiresAt });
      await accept({ ...request, bytes });
      left -= 1;
    }
    // A block that is committed meanwhile waits behind this.
    this.#mayMiss = left > 0 || missing.length === RECONCILED_AT_ONCE;
    return left;
  }

  /** A member that joins a collection later gets what was written before, as if it had been missing. */
  async #claim(channel: ChannelConfig): Promise<void> {
    await this.store.claimForeign(async ({ namespace, collection: name, version }) => {
      const collection = await this.#own(channel, namespace, name);
      return collection && expiryBlock(version.block, collection.blockToLive);
    });
    this.#mayHaveJoined = false;
    this.#mayMiss = true;
  }

  #ownCollection(channel: ChannelConfig, { namespace, hashes }: Touched): Promise<Collection | undefined> {
    return this.#own(channel, namespace, hashes.collection);
  }

  async #own(channel: ChannelConfig, namespace: string, name: string): Promise<Collection | undefined> {
    const collection = findCollection(channel, await this.findDefinition(namespace), name);
    const member = channel.msps.findMember(this.options.identity);
    return collection && isMember(collection, member) ? collection : undefined;
  }

  async #find(request: PrivateDataRequest): Promise<Uint8Array | undefined> {
    // A crash may have come after the write set was stored and before the block was.
    const known = (await this.store.find(request)) ?? (await this.store.transient(request));
    if (known && sameBytes(sha256(known), request.hash)) return known;
    const offered = await this.options.pull(request);
    return offered.find((bytes) => sameBytes(sha256(bytes), request.hash));
  }

  async #findLate(request: PrivateDataRequest, hashes: CollectionReadWriteSet): Promise<Uint8Array | undefined> {
    for (const bytes of await this.options.pull(request)) {
      if (sameBytes(sha256(bytes), request.hash) || (await this.#isTrimmed(bytes, request, hashes))) return bytes;
    }
    return undefined;
  }

  /** Whether these are the write set's true values, without keys that were purged since. */
  async #isTrimmed(
    bytes: Uint8Array,
    { namespace, collection, version }: PrivateDataRequest,
    hashes: CollectionReadWriteSet,
  ): Promise<boolean> {
    const offered = new Map(decodeKeyValueSet(bytes).writes.map((write) => [hashOfKey(write.key), write]));
    for (const { key, isDelete, value } of hashes.writes) {
      const write = offered.get(key);
      offered.delete(key);
      if (!write) {
        if (!(await this.store.isPurged({ namespace, collection, keyHash: key, version }))) return false;
      } else if (write.isDelete !== isDelete || (!isDelete && !sameBytes(sha256(write.value), value))) return false;
    }
    return offered.size === 0;
  }
}

/** Whether a block may make this peer a member of more collections: a definition, or a configuration. */
function changesMembership(block: CommittedBlock): boolean {
  if (configEnvelopeOf(block) !== undefined) return true;
  return block.parsed.data.some(
    (envelope, index) =>
      block.transactions[index]?.validationCode === peer.TxValidationCode.VALID &&
      isEndorserTransaction(envelope) &&
      parseTransaction(envelope).invokedChaincode === LIFECYCLE_NAMESPACE,
  );
}

/** Collections that valid transactions of a block have written to. */
function touchedCollections(block: ParsedBlock, transactions: readonly CommittedTransaction[]): Touched[] {
  return block.data.flatMap((envelope, index) => {
    const transaction = transactions[index];
    if (transaction?.validationCode !== peer.TxValidationCode.VALID || !isEndorserTransaction(envelope)) return [];
    return decodeReadWriteSet(parseTransaction(envelope).results).namespaces.flatMap(({ namespace, collections }) =>
      collections
        .filter(({ writeSetHash }) => writeSetHash.length > 0)
        .map((hashes) => ({ transaction, namespace, hashes })),
    );
  });
}

function requestFor({ transaction, namespace, hashes }: Touched): PrivateDataRequest {
  return {
    txId: transaction.txId,
    version: { block: transaction.block, tx: transaction.index },
    namespace,
    collection: hashes.collection,
    hash: hashes.writeSetHash,
  };
}

function purgedKeys(touched: Touched): PurgedKey[] {
  const { namespace, collection, version } = requestFor(touched);
  return touched.hashes.writes
    .filter(({ isPurge }) => isPurge)
    .map(({ key }) => ({ namespace, collection, keyHash: key, version }));
}

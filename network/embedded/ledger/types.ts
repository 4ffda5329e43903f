/**
 * The seams of the embedded peer's ledger: what the endorser, the shim handler, the committer and the deliver service
 * ask of it. The rows behind them are Fabric's: versions are (block, transaction), a missing key has no version.
 */
import type { common } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../msp/channel-config.js';
import type { ParsedBlock } from '../wire/block.js';
import type { PrivateDataRequest, PrivateDataSimulator, PrivateWriteSet } from './private-data-types.js';
import type { KeyValue, ResultsIterator, Version } from './row-types.js';

export interface VersionedValue {
  readonly value: Uint8Array;
  readonly version: Version;
  /** Key metadata entries, e.g. VALIDATION_PARAMETER. */
  readonly metadata?: ReadonlyMap<string, Uint8Array>;
}

/** One entry of a key's history. */
export interface KeyModification {
  readonly txId: string;
  readonly value: Uint8Array;
  /** Client's timestamp of the transaction. */
  readonly timestamp: { readonly seconds: number; readonly nanos: number };
  readonly isDelete: boolean;
}

/** A paged query's rows and where the next page begins. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly bookmark: string;
}

/**
 * One transaction's view of the state at one height: reads are recorded, writes are kept until the read-write set is
 * taken, and a read never sees the transaction's own writes (as in Fabric).
 */
export interface TransactionSimulator {
  /** What concerns private data collections; undefined where there are none. */
  readonly privateData?: PrivateDataSimulator;
  getState(namespace: string, key: string): Promise<Uint8Array | undefined>;
  getStateMultiple(namespace: string, keys: readonly string[]): Promise<(Uint8Array | undefined)[]>;
  /** Keys from `startKey` (inclusive; empty is the first) to `endKey` (exclusive; empty is past the last). */
  getStateRange(namespace: string, startKey: string, endKey: string): Promise<ResultsIterator<KeyValue>>;
  /** As {@link getStateRange}, one page; forbids writing in the same transaction, as Fabric does. */
  getStateRangePage(
    namespace: string,
    startKey: string,
    endKey: string,
    pageSize: number,
    bookmark: string,
  ): Promise<Page<KeyValue>>;
  getHistory(namespace: string, key: string): Promise<ResultsIterator<KeyModification>>;
  getStateMetadata(namespace: string, key: string): Promise<ReadonlyMap<string, Uint8Array> | undefined>;
  putState(namespace: string, key: string, value: Uint8Array): void;
  deleteState(namespace: string, key: string): void;
  putStateMetadata(namespace: string, key: string, metakey: string, value: Uint8Array): void;
  /** Serialised rwset.TxReadWriteSet. The simulator is spent afterwards. */
  takeReadWriteSet(): Uint8Array;
  /** Releases the snapshot when no read-write set is wanted. Calling it twice is allowed. */
  release(): Promise<void>;
}

export interface CommittedTransaction {
  readonly txId: string;
  readonly validationCode: number;
  readonly block: number;
  readonly index: number;
}

export interface CommittedBlock {
  readonly number: number;
  /** The block as it stands in the peer's store, metadata (flags, commit hash) included. */
  readonly bytes: Uint8Array;
  /** The block as this network reads it: header, own hash, envelopes, metadata. */
  readonly parsed: ParsedBlock;
  /** The block as a protobuf message; decoded when first asked for. */
  readonly block: common.Block;
  readonly transactions: readonly CommittedTransaction[];
}

/** What validation needs of a committed chaincode definition. */
export interface ChaincodeDefinition {
  /** Serialised peer.ApplicationPolicy: the chaincode's endorsement policy. */
  readonly policyBytes: Uint8Array;
  /** Serialised peer.CollectionConfigPackage; none if the chaincode has no collections of its own. */
  readonly collections?: Uint8Array;
}

/** Committed state, as of the last block. */
export interface StateReader {
  getState(namespace: string, key: string): Promise<VersionedValue | undefined>;
}

/** Finds the definition of a namespace in committed state; undefined if there is none. */
export type ChaincodeDefinitions = (namespace: string, state: StateReader) => Promise<ChaincodeDefinition | undefined>;

/** One peer's ledger of one channel. */
export interface PeerLedger extends StateReader {
  readonly channelId: string;
  /** The channel's configuration as of the last block. */
  readonly config: ChannelConfig;
  /** Number of the block that it stands in. */
  readonly lastConfigBlock: number;
  /** Commit hash of the last block; empty before block 1. */
  readonly commitHash: Uint8Array;
  /** Number of blocks, i.e. the number of the next one. */
  readonly height: number;
  readonly currentBlockHash: Uint8Array;
  readonly previousBlockHash: Uint8Array;
  newSimulator(): Promise<TransactionSimulator>;
  /** Validates the block, stores it durably, applies its valid writes; blocks come strictly in order. */
  commit(blockBytes: Uint8Array): Promise<CommittedBlock>;
  getBlock(number: number): Promise<CommittedBlock | undefined>;
  getBlockByHash(hash: Uint8Array): Promise<CommittedBlock | undefined>;
  getTransaction(txId: string): Promise<CommittedTransaction | undefined>;
  /** The envelope's bytes and its validation code, as qscc's GetTransactionByID wants them. */
  getTransactionEnvelope(txId: string): Promise<{ envelope: Uint8Array; validationCode: number } | undefined>;
  /** Keeps write sets of an endorsed transaction until it is committed, or for so long that it never will be. */
  keepPrivateData(txId: string, sets: readonly PrivateWriteSet[]): Promise<void>;
  /** A write set for another member's peer, whose right to it has been checked. */
  findPrivateData(request: PrivateDataRequest): Promise<Uint8Array | undefined>;
  /** Write sets of a block that this peer has, by position of the transaction. */
  privateDataOfBlock(blockNumber: number): Promise<ReadonlyMap<number, readonly PrivateWriteSet[]>>;
  /** Asks others for what was missing when it was committed; resolves with how much is still missing. */
  reconcilePrivateData(): Promise<number>;
  /** Called after each commit, in order. Returns the function that ends the subscription. */
  onCommit(listener: (block: CommittedBlock) => void): () => void;
  close(): Promise<void>;
}

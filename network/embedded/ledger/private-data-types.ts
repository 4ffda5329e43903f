/** The seams of private data: what the simulator offers, what travels between peers, what the ledger keeps. */
import type { KeyValue, ResultsIterator, Version } from './row-types.js';

/** What a transaction writes to one collection, in clear: for its members only. */
export interface PrivateWriteSet {
  readonly namespace: string;
  readonly collection: string;
  /** Serialised kvrwset.KVRWSet, whose SHA-256 stands in the transaction. */
  readonly bytes: Uint8Array;
}

/** A private write set of a committed transaction. */
export interface CommittedWriteSet extends PrivateWriteSet {
  readonly version: Version;
}

/** Which write set is wanted. */
export interface PrivateDataRequest {
  readonly txId: string;
  readonly version: Version;
  readonly namespace: string;
  readonly collection: string;
  /** The write set's hash, as it stands in the transaction. */
  readonly hash: Uint8Array;
}

/** The part of a simulation that concerns collections. Whether a collection exists is for the caller to check. */
export interface PrivateDataSimulator {
  /** Throws if this peer does not have the value that the hash in the state speaks of. */
  getPrivateData(namespace: string, collection: string, key: string): Promise<Uint8Array | undefined>;
  getPrivateDataMultiple(
    namespace: string,
    collection: string,
    keys: readonly string[],
  ): Promise<(Uint8Array | undefined)[]>;
  /** The value's hash, which every peer has. */
  getPrivateDataHash(namespace: string, collection: string, key: string): Promise<Uint8Array | undefined>;
  /** Not recorded in the read-write set, so it forbids writing in the same transaction, as in Fabric. */
  getPrivateDataRange(
    namespace: string,
    collection: string,
    startKey: string,
    endKey: string,
  ): Promise<ResultsIterator<KeyValue>>;
  getPrivateDataMetadata(
    namespace: string,
    collection: string,
    key: string,
  ): Promise<ReadonlyMap<string, Uint8Array> | undefined>;
  putPrivateData(namespace: string, collection: string, key: string, value: Uint8Array): void;
  deletePrivateData(namespace: string, collection: string, key: string): void;
  purgePrivateData(namespace: string, collection: string, key: string): void;
  putPrivateDataMetadata(namespace: string, collection: string, key: string, metakey: string, value: Uint8Array): void;
  /** Collections whose values, not only hashes, were read. */
  readonly privateReads: readonly { readonly namespace: string; readonly collection: string }[];
  /** What was written, in clear. */
  writeSets(): readonly PrivateWriteSet[];
}

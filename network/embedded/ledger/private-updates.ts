/**
 * What a block changes in the private state of one peer.
 *
 * Fabric: the values of valid transactions, with the versions that their hashes have in the public part. A transaction
 * that changes a key's metadata alone raises the hash's version, so the value's follows, if it is the right value. What
 * expires or is purged is deleted. Reference: `core/ledger/kvledger/txmgmt/validation/batch_preparer.go`
 * (validateAndPreparePvtBatch, incrementPvtdataVersionIfNeeded), `txmgr/lockbased_txmgr.go`
 * (RemoveStaleAndCommitPvtDataOfOldBlocks). Left out: nothing.
 */
import { EMPTY_BYTES, sameBytes, sha256, utf8Bytes } from '../wire/bytes.js';
import { collectionOfHashes, hashedNamespace, hashOfKey, privateNamespace } from '../wire/hashed-read-write-set.js';
import { decodeKeyValueSet } from '../wire/read-write-set.js';
import type { ExpiredHash } from './block-to-live.js';
import { stateKey } from './database-keys.js';
import type { CommittedWriteSet } from './private-data-types.js';
import type { PurgedKey } from './private-store.js';
import type { DatabaseOperation, StateDatabase } from './state-database.js';
import { encodeStateRow, sameVersion, type StateRow } from './state-row.js';
import type { Version } from './row-types.js';
import type { UpdateBatch } from './update-batch.js';

interface PrivateUpdate {
  /** Undefined: the key is deleted. */
  readonly value: Uint8Array | undefined;
  readonly version: Version;
}

interface KeyOfCollection {
  readonly namespace: string;
  readonly collection: string;
  readonly key: string;
}

export class PrivateUpdates {
  readonly #changes = new Map<string, KeyOfCollection & PrivateUpdate>();

  constructor(private readonly database: StateDatabase) {}

  /** The write sets of a new block, in the order of their transactions; `updates` are the block's. */
  addBlock(sets: readonly CommittedWriteSet[], updates: UpdateBatch): void {
    const touched: KeyOfCollection[] = [];
    for (const { namespace, collection, version, bytes } of sets) {
      const { writes, metadataWrites } = decodeKeyValueSet(bytes);
      for (const { key, isDelete, value } of writes) {
        this.#set({ namespace, collection, key }, { value: isDelete ? undefined : value, version });
      }
      touched.push(...metadataWrites.map(({ key }) => ({ namespace, collection, key })));
    }
    for (const key of touched) this.#followMetadata(key, updates);
  }

  /** A write set of an earlier block: only what is still current counts. */
  addLate({ namespace, collection, version, bytes }: CommittedWriteSet): void {
    for (const { key, isDelete, value } of decodeKeyValueSet(bytes).writes) {
      const hash = this.database.row(hashedNamespace(namespace, collection), hashOfKey(key));
      if (!hash) {
        if (isDelete) this.#set({ namespace, collection, key }, { value: undefined, version });
      } else if (sameVersion(hash.version, version)) {
        this.#set({ namespace, collection, key }, { value: isDelete ? undefined : value, version });
      } else if (!isDelete && sameBytes(hash.value, sha256(value))) {
        this.#set({ namespace, collection, key }, { value, version: hash.version });
      }
    }
  }

  purge(purged: readonly PurgedKey[]): void {
    for (const { namespace, collection, keyHash, version } of purged) {
      const key = this.#keyOf(namespace, collection, keyHash);
      if (key === undefined) continue;
      const current = this.#current({ namespace, collection, key });
      if (current?.value && !isLater(current.version, version)) {
        this.#set({ namespace, collection, key }, { value: undefined, version });
      }
    }
  }

  expire(expired: readonly ExpiredHash[]): void {
    for (const { hashedNamespace: hashes, keyHash, writtenIn } of expired) {
      const of = collectionOfHashes(hashes);
      const name = of && this.#keyOf(of.namespace, of.collection, keyHash);
      if (!of || name === undefined) continue;
      const key = { ...of, key: name };
      const isUpdated = this.#changes.has(identity(key));
      if (!isUpdated && this.#current(key)?.version.block === writtenIn) {
        this.#set(key, { value: undefined, version: { block: writtenIn, tx: 0 } });
      }
    }
  }

  operations(): DatabaseOperation[] {
    return [...this.#changes.values()].flatMap(({ namespace, collection, key, value, version }) => {
      const row = stateKey(privateNamespace(namespace, collection), key);
      const name = stateKey(namesNamespace(namespace, collection), hashOfKey(key));
      if (!value) return [del(row), del(name)];
      const metadata = EMPTY_BYTES;
      return [
        { type: 'put', key: row, value: encodeStateRow({ version, metadata, value }) },
        { type: 'put', key: name, value: encodeStateRow({ version, metadata, value: utf8Bytes(key) }) },
      ];
    });
  }

  #set(key: KeyOfCollection, update: PrivateUpdate): void {
    this.#changes.set(identity(key), { ...key, ...update });
  }

  #current(key: KeyOfCollection): PrivateUpdate | undefined {
    return this.#changes.get(identity(key)) ?? this.#stored(key);
  }

  #stored({ namespace, collection, key }: KeyOfCollection): StateRow | undefined {
    return this.database.row(privateNamespace(namespace, collection), key);
  }

  #followMetadata(key: KeyOfCollection, updates: UpdateBatch): void {
    const hash = updates.get(hashedNamespace(key.namespace, key.collection), hashOfKey(key.key));
    const current = this.#current(key);
    if (!hash?.value || !current?.value || sameVersion(current.version, hash.version)) return;
    if (sameBytes(hash.value, sha256(current.value))) {
      this.#set(key, { value: current.value, version: hash.version });
    }
  }

  /** The name of a private key by its hash, if this peer has a value of it. */
  #keyOf(namespace: string, collection: string, keyHash: string): string | undefined {
    for (const change of this.#changes.values()) {
      const isOfCollection = change.namespace === namespace && change.collection === collection;
      if (isOfCollection && hashOfKey(change.key) === keyHash) return change.key;
    }
    const row = this.database.row(namesNamespace(namespace, collection), keyHash);
    return row && Buffer.from(row.value).toString('utf8');
  }
}

/** All that a block changes in them: what it brings, what is purged with it, and what ends with it. */
export function privateOperations(
  database: StateDatabase,
  block: { readonly stored: readonly CommittedWriteSet[]; readonly purged: readonly PurgedKey[] },
  updates: UpdateBatch,
  expired: readonly ExpiredHash[],
): DatabaseOperation[] {
  const own = new PrivateUpdates(database);
  own.addBlock(block.stored, updates);
  own.purge(block.purged);
  own.expire(expired);
  return own.operations();
}

/** Where the names of private keys stand by their hashes. */
function namesNamespace(namespace: string, collection: string): string {
  return `${namespace}$$n${collection}`;
}

function identity({ namespace, collection, key }: KeyOfCollection): string {
  return JSON.stringify([namespace, collection, key]);
}

function isLater(a: Version, b: Version): boolean {
  return a.block === b.block ? a.tx > b.tx : a.block > b.block;
}

function del(key: string): DatabaseOperation {
  return { type: 'del', key };
}

/**
 * What the valid transactions of one block change, in their order; later transactions of the block are judged with it.
 *
 * Fabric: `core/ledger/kvledger/txmgmt/validation/tx_ops.go`, `statedb.UpdateBatch`. A write keeps the key's metadata,
 * a metadata write keeps the key's value and does nothing if there is no such key, a delete drops both. Hashes of private
 * data are updates like any other, in a namespace of their own (see hashed-read-write-set.ts). Left out: nothing.
 */
import { EMPTY_BYTES } from '../wire/bytes.js';
import { collectionOfHashes } from '../wire/hashed-read-write-set.js';
import { compareKeys } from '../wire/key-order.js';
import { encodeMetadataEntries, type NamespaceReadWriteSet, type ReadWriteSet } from '../wire/read-write-set.js';
import type { StateRow } from './state-row.js';
import type { Version } from './row-types.js';

export interface Update {
  readonly version: Version;
  /** Undefined: the key is deleted. */
  readonly value: Uint8Array | undefined;
  /** Serialised entries; empty if there are none. */
  readonly metadata: Uint8Array;
}

/** Finds a row as it was before the block. */
export type CommittedRows = (namespace: string, key: string) => StateRow | undefined;

/** A version of a key that is not the current one any more. */
export interface PastVersion {
  readonly namespace: string;
  readonly key: string;
  readonly version: Version;
}

export class UpdateBatch {
  /** What history has to remember: versions that were replaced, and deletes. */
  readonly pastVersions: PastVersion[] = [];
  readonly #byNamespace = new Map<string, Map<string, Update>>();

  constructor(private readonly committed: CommittedRows) {}

  get namespaces(): Iterable<string> {
    return this.#byNamespace.keys();
  }

  updates(namespace: string): ReadonlyMap<string, Update> {
    return this.#byNamespace.get(namespace) ?? new Map<string, Update>();
  }

  get(namespace: string, key: string): Update | undefined {
    return this.#byNamespace.get(namespace)?.get(key);
  }

  /** Updates of keys in a range (end exclusive, empty for no end), in key order. */
  range(namespace: string, startKey: string, endKey: string): [key: string, update: Update][] {
    const updates = this.#byNamespace.get(namespace);
    if (!updates) return [];
    return [...updates]
      .filter(([key]) => compareKeys(key, startKey) >= 0 && (endKey === '' || compareKeys(key, endKey) < 0))
      .sort(([a], [b]) => compareKeys(a, b));
  }

  apply(set: ReadWriteSet, version: Version): void {
    for (const namespace of set.namespaces) {
      this.#applyWrites(namespace.namespace, namespace, version);
      for (const hashes of namespace.collections) this.#applyWrites(hashes.hashedNamespace, hashes, version);
    }
  }

  #applyWrites(
    namespace: string,
    set: Pick<NamespaceReadWriteSet, 'writes' | 'metadataWrites'>,
    version: Version,
  ): void {
    const metadataOf = new Map(set.metadataWrites.map((write) => [write.key, encodeMetadataEntries(write.entries)]));
    for (const write of set.writes) {
      const metadata = metadataOf.get(write.key) ?? this.#current(namespace, write.key)?.metadata ?? EMPTY_BYTES;
      metadataOf.delete(write.key);
      this.#put(
        namespace,
        write.key,
        write.isDelete
          ? { version, value: undefined, metadata: EMPTY_BYTES }
          : { version, value: write.value, metadata },
      );
    }
    for (const [key, metadata] of metadataOf) {
      const value = this.#current(namespace, key)?.value;
      if (value) this.#put(namespace, key, { version, value, metadata });
    }
  }

  #current(namespace: string, key: string): Update | undefined {
    return this.get(namespace, key) ?? this.committed(namespace, key);
  }

  /** Undefined where there is no such key; the value of one that is there is not read for it. */
  #versionOf(namespace: string, key: string): Version | undefined {
    const update = this.get(namespace, key);
    if (update) return update.value && update.version;
    return this.committed(namespace, key)?.version;
  }

  #put(namespace: string, key: string, update: Update): void {
    // History is of public data only.
    const isPublic = collectionOfHashes(namespace) === undefined;
    const replaced = isPublic ? this.#versionOf(namespace, key) : undefined;
    if (replaced) this.pastVersions.push({ namespace, key, version: replaced });
    if (isPublic && !update.value) this.pastVersions.push({ namespace, key, version: update.version });
    let updates = this.#byNamespace.get(namespace);
    if (!updates) this.#byNamespace.set(namespace, (updates = new Map<string, Update>()));
    updates.set(key, update);
  }
}

/**
 * Gathers what a simulation does in private data collections: the private write sets, and their hashes for all to see.
 *
 * Fabric: hashed entries stand in the order of the keys themselves, not of their hashes; a write of metadata leaves the
 * key's name in the private set. Reference: `core/ledger/kvledger/txmgmt/rwsetutil/rwset_builder.go`. Left out: nothing.
 */
import { EMPTY_BYTES, sha256 } from '../wire/bytes.js';
import {
  type CollectionReadWriteSet,
  type HashedWrite,
  hashedNamespace,
  hashOfKey,
} from '../wire/hashed-read-write-set.js';
import { sortedKeys } from '../wire/key-order.js';
import type { KeyWrite, MetadataEntry } from '../wire/key-writes.js';
import { encodeKeyValueSet, type KeyRead } from '../wire/read-write-set.js';
import type { PrivateWriteSet } from './private-data-types.js';
import type { Version } from './row-types.js';

interface CollectionEntries {
  readonly reads: Map<string, KeyRead>;
  readonly writes: Map<string, KeyWrite & { readonly isPurge: boolean }>;
  readonly metadataWrites: Map<string, readonly MetadataEntry[]>;
}

export class PrivateSetBuilder {
  readonly #byNamespace = new Map<string, Map<string, CollectionEntries>>();

  get namespaces(): Iterable<string> {
    return this.#byNamespace.keys();
  }

  read(namespace: string, collection: string, key: string, version: Version | undefined): void {
    this.#entries(namespace, collection).reads.set(key, { key: hashOfKey(key), version });
  }

  /** An empty value deletes the key. */
  write(namespace: string, collection: string, key: string, value: Uint8Array, isPurge = false): void {
    this.#entries(namespace, collection).writes.set(key, { key, isDelete: value.length === 0, value, isPurge });
  }

  writeMetadata(namespace: string, collection: string, key: string, entries: readonly MetadataEntry[]): void {
    this.#entries(namespace, collection).metadataWrites.set(key, entries);
  }

  hashedSets(namespace: string): CollectionReadWriteSet[] {
    const collections = this.#byNamespace.get(namespace);
    if (!collections) return [];
    return inOrder(collections).map(([collection, entries]) => {
      const bytes = encodePrivateSet(entries);
      return {
        collection,
        hashedNamespace: hashedNamespace(namespace, collection),
        reads: inOrder(entries.reads).map(([, read]) => read),
        writes: inOrder(entries.writes).map(([, write]) => hashedWrite(write)),
        metadataWrites: inOrder(entries.metadataWrites).map(([key, written]) => ({
          key: hashOfKey(key),
          entries: written,
        })),
        writeSetHash: bytes ? sha256(bytes) : EMPTY_BYTES,
      };
    });
  }

  /** What the members get. */
  writeSets(): PrivateWriteSet[] {
    return inOrder(this.#byNamespace).flatMap(([namespace, collections]) =>
      inOrder(collections).flatMap(([collection, entries]) => {
        const bytes = encodePrivateSet(entries);
        return bytes ? [{ namespace, collection, bytes }] : [];
      }),
    );
  }

  #entries(namespace: string, collection: string): CollectionEntries {
    let collections = this.#byNamespace.get(namespace);
    if (!collections) this.#byNamespace.set(namespace, (collections = new Map<string, CollectionEntries>()));
    let entries = collections.get(collection);
    if (!entries) {
      entries = { reads: new Map(), writes: new Map(), metadataWrites: new Map() };
      collections.set(collection, entries);
    }
    return entries;
  }
}

/** Serialised KVRWSet; undefined if nothing was written. */
function encodePrivateSet({ writes, metadataWrites }: CollectionEntries): Uint8Array | undefined {
  if (writes.size + metadataWrites.size === 0) return undefined;
  return encodeKeyValueSet({
    reads: [],
    rangeQueries: [],
    writes: inOrder(writes).map(([, write]) => write),
    metadataWrites: sortedKeys(metadataWrites.keys()).map((key) => ({ key, entries: [] })),
  });
}

function hashedWrite({ key, isDelete, value, isPurge }: HashedWrite): HashedWrite {
  return { key: hashOfKey(key), isDelete, value: isDelete ? EMPTY_BYTES : sha256(value), isPurge };
}

function inOrder<T>(byKey: ReadonlyMap<string, T>): [key: string, entry: T][] {
  return sortedKeys(byKey.keys()).flatMap((key): [string, T][] => {
    const entry = byKey.get(key);
    return entry === undefined ? [] : [[key, entry]];
  });
}

/**
 * Read-write sets: what a transaction read (keys and versions), which ranges it read, and what it writes.
 *
 * Fabric: `rwset.TxReadWriteSet` holds one serialised `kvrwset.KVRWSet` per namespace; keys and namespaces stand in
 * UTF-8 byte order, each key once, a read of a missing key has no version. The bytes are endorsed, so encoding must be
 * deterministic. Reference: `core/ledger/kvledger/txmgmt/rwsetutil/{rwset_builder,rwset_proto_util}.go`.
 * Sets of private data collections: hashed-read-write-set.ts. Left out: nothing.
 */
import { EMPTY_BYTES } from './bytes.js';
import { type CollectionReadWriteSet, decodeCollection, encodeCollection } from './hashed-read-write-set.js';
import {
  decodeMetadataEntry,
  encodeEntries,
  type KeyWrite,
  type MetadataEntry,
  type MetadataWrite,
} from './key-writes.js';
import { decodeAs } from './malformed-error.js';
import { memoByBytes } from './memo.js';
import { FieldReader, FieldWriter } from './protobuf.js';
import { decodeRangeQuery, decodeRead, encodeRangeQuery, encodeRead, type KeyRead, type RangeQuery } from './reads.js';

export type { KeyWrite, MetadataEntry, MetadataWrite } from './key-writes.js';
export { encodeQueryReads, type KeyRead, type MerkleSummary, type RangeQuery } from './reads.js';

export interface NamespaceReadWriteSet {
  readonly namespace: string;
  readonly reads: readonly KeyRead[];
  readonly rangeQueries: readonly RangeQuery[];
  readonly writes: readonly KeyWrite[];
  readonly metadataWrites: readonly MetadataWrite[];
  /** Private data collections touched, as hashes. */
  readonly collections: readonly CollectionReadWriteSet[];
}

export interface ReadWriteSet {
  readonly namespaces: readonly NamespaceReadWriteSet[];
}

/** Reads a serialised TxReadWriteSet. Throws MalformedError. Memoised on the bytes object. */
export const decodeReadWriteSet: (bytes: Uint8Array) => ReadWriteSet = memoByBytes((bytes) =>
  decodeAs('read-write-set', () => {
    const namespaces: NamespaceReadWriteSet[] = [];
    const reader = new FieldReader(bytes);
    while (reader.next()) {
      if (reader.field === 2) namespaces.push(decodeNamespace(reader.view()));
      else reader.skip();
    }
    return { namespaces };
  }),
);

/** Serialises a TxReadWriteSet whose namespaces and keys are already in order. */
export function encodeReadWriteSet(set: ReadWriteSet): Uint8Array {
  const writer = new FieldWriter(4096);
  for (const namespace of set.namespaces) {
    writer.message(2, (outer) => {
      outer.string(1, namespace.namespace);
      // An empty set marshals to nothing, which proto3 leaves out.
      if (!isEmptySet(namespace)) outer.message(2, (inner) => encodeSet(inner, namespace));
      for (const set of namespace.collections) outer.message(3, (inner) => encodeCollection(inner, set));
    });
  }
  return writer.finish();
}

function isEmptySet(set: KeyValueSet): boolean {
  return set.reads.length + set.rangeQueries.length + set.writes.length + set.metadataWrites.length === 0;
}

function decodeNamespace(bytes: Uint8Array): NamespaceReadWriteSet {
  let namespace = '';
  let set = EMPTY_BYTES;
  const collections: Uint8Array[] = [];
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) namespace = reader.string();
    else if (reader.field === 2) set = reader.view();
    else if (reader.field === 3) collections.push(reader.view());
    else reader.skip();
  }
  return {
    namespace,
    collections: collections.map((collection) => decodeCollection(namespace, collection)),
    ...decodeKeyValueSet(set),
  };
}

/** The part of a namespace's set that is a `kvrwset.KVRWSet`, as private write sets are too. */
export type KeyValueSet = Omit<NamespaceReadWriteSet, 'namespace' | 'collections'>;

/** Reads a serialised KVRWSet. */
export function decodeKeyValueSet(bytes: Uint8Array): KeyValueSet {
  const reads: KeyRead[] = [];
  const rangeQueries: RangeQuery[] = [];
  const writes: KeyWrite[] = [];
  const metadataWrites: MetadataWrite[] = [];
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) reads.push(decodeRead(reader.view()));
    else if (reader.field === 2) rangeQueries.push(decodeRangeQuery(reader.view()));
    else if (reader.field === 3) writes.push(decodeWrite(reader.view()));
    else if (reader.field === 4) metadataWrites.push(decodeMetadataWrite(reader.view()));
    else reader.skip();
  }
  return { reads, rangeQueries, writes, metadataWrites };
}

/** Serialises a KVRWSet whose keys are already in order. */
export function encodeKeyValueSet(set: KeyValueSet): Uint8Array {
  const writer = new FieldWriter(1024);
  encodeSet(writer, set);
  return writer.finish();
}

function encodeSet(writer: FieldWriter, set: KeyValueSet): void {
  for (const read of set.reads) writer.message(1, (inner) => encodeRead(inner, read));
  for (const query of set.rangeQueries) writer.message(2, (inner) => encodeRangeQuery(inner, query));
  for (const write of set.writes) {
    writer.message(3, (inner) => inner.string(1, write.key).boolean(2, write.isDelete).bytes(3, write.value));
  }
  for (const write of set.metadataWrites) {
    writer.message(4, (inner) => {
      inner.string(1, write.key);
      encodeEntries(inner, write.entries);
    });
  }
}

function decodeWrite(bytes: Uint8Array): KeyWrite {
  let key = '';
  let isDelete = false;
  let value = EMPTY_BYTES;
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) key = reader.string();
    else if (reader.field === 2) isDelete = reader.boolean();
    else if (reader.field === 3) value = reader.view();
    else reader.skip();
  }
  // An empty value deletes, whatever the flag says (Fabric: IsKVWriteDelete).
  return { key, isDelete: isDelete || value.length === 0, value };
}

/** KVMetadataWrite, which is also how the state stores a key's metadata. */
export function decodeMetadataWrite(bytes: Uint8Array): MetadataWrite {
  let key = '';
  const entries: MetadataEntry[] = [];
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) key = reader.string();
    else if (reader.field === 2) entries.push(decodeMetadataEntry(reader.view()));
    else reader.skip();
  }
  return { key, entries };
}

/** Metadata entries as the state stores them. */
export function encodeMetadataEntries(entries: readonly MetadataEntry[]): Uint8Array {
  const writer = new FieldWriter(256);
  encodeEntries(writer, entries);
  return writer.finish();
}

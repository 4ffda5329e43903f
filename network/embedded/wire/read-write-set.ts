/**
 * Read-write sets: what a transaction read (keys and versions), which ranges it read, and what it writes.
 *
 * Fabric: `rwset.TxReadWriteSet` holds one serialised `kvrwset.KVRWSet` per namespace; keys and namespaces stand in
 * UTF-8 byte order, each key once, a read of a missing key has no version. The bytes are endorsed, so encoding must be
 * deterministic. Reference: `core/ledger/kvledger/txmgmt/rwsetutil/{rwset_builder,rwset_proto_util}.go`.
 * Left out: hashed sets of private data collections are counted, not read.
 */
import { EMPTY_BYTES } from './bytes.js';
import { decodeAs } from './malformed-error.js';
import { memoByBytes } from './memo.js';
import { FieldReader, FieldWriter } from './protobuf.js';
import { decodeRangeQuery, decodeRead, encodeRangeQuery, encodeRead, type KeyRead, type RangeQuery } from './reads.js';

export { encodeQueryReads, type KeyRead, type MerkleSummary, type RangeQuery } from './reads.js';

export interface KeyWrite {
  readonly key: string;
  readonly isDelete: boolean;
  readonly value: Uint8Array;
}

export interface MetadataEntry {
  readonly name: string;
  readonly value: Uint8Array;
}

export interface MetadataWrite {
  readonly key: string;
  /** No entries: the key's metadata is deleted. */
  readonly entries: readonly MetadataEntry[];
}

export interface NamespaceReadWriteSet {
  readonly namespace: string;
  readonly reads: readonly KeyRead[];
  readonly rangeQueries: readonly RangeQuery[];
  readonly writes: readonly KeyWrite[];
  readonly metadataWrites: readonly MetadataWrite[];
  /** Private data collections touched. */
  readonly collectionCount: number;
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
      if (isEmptySet(namespace)) return;
      outer.message(2, (inner) => encodeSet(inner, namespace));
    });
  }
  return writer.finish();
}

function isEmptySet(set: NamespaceReadWriteSet): boolean {
  return set.reads.length + set.rangeQueries.length + set.writes.length + set.metadataWrites.length === 0;
}

function decodeNamespace(bytes: Uint8Array): NamespaceReadWriteSet {
  let namespace = '';
  let set = EMPTY_BYTES;
  let collectionCount = 0;
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) namespace = reader.string();
    else if (reader.field === 2) set = reader.view();
    else if (reader.field === 3) {
      reader.view();
      collectionCount += 1;
    } else reader.skip();
  }
  return { namespace, collectionCount, ...decodeSet(set) };
}

function decodeSet(bytes: Uint8Array) {
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

function encodeSet(writer: FieldWriter, set: NamespaceReadWriteSet): void {
  for (const read of set.reads) writer.message(1, (inner) => encodeRead(inner, read));
  for (const query of set.rangeQueries) writer.message(2, (inner) => encodeRangeQuery(inner, query));
  for (const write of set.writes) {
    writer.message(3, (inner) => inner.string(1, write.key).boolean(2, write.isDelete).bytes(3, write.value));
  }
  for (const write of set.metadataWrites) {
    writer.message(4, (inner) => {
      inner.string(1, write.key);
      for (const entry of write.entries) {
        inner.message(2, (fields) => fields.string(1, entry.name).bytes(2, entry.value));
      }
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

function decodeMetadataEntry(bytes: Uint8Array): MetadataEntry {
  let name = '';
  let value = EMPTY_BYTES;
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) name = reader.string();
    else if (reader.field === 2) value = reader.view();
    else reader.skip();
  }
  return { name, value };
}

/** Metadata entries as the state stores them. */
export function encodeMetadataEntries(entries: readonly MetadataEntry[]): Uint8Array {
  const writer = new FieldWriter(256);
  for (const entry of entries) writer.message(2, (fields) => fields.string(1, entry.name).bytes(2, entry.value));
  return writer.finish();
}

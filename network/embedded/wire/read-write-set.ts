/**
 * Read-write sets: what a transaction read (keys and versions), which ranges it read, and what it writes.
 *
 * Fabric: `rwset.TxReadWriteSet` holds one serialised `kvrwset.KVRWSet` per namespace; keys and namespaces stand in
 * UTF-8 byte order, each key once, a read of a missing key has no version. The bytes are endorsed, so encoding must be
 * deterministic. Reference: `core/ledger/kvledger/txmgmt/rwsetutil/{rwset_builder,rwset_proto_util}.go`.
 * Left out: hashed sets of private data collections are counted, not read.
 */
import type { Version } from '../ledger/types.js';
import { EMPTY_BYTES } from './bytes.js';
import { decodeAs } from './malformed-error.js';
import { memoByBytes } from './memo.js';
import { FieldReader, FieldWriter } from './protobuf.js';

export interface KeyRead {
  readonly key: string;
  /** Undefined: the key was missing. */
  readonly version: Version | undefined;
}

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

/** Summary of a long range: the top level of a tree of hashes over its reads. */
export interface MerkleSummary {
  readonly maxDegree: number;
  readonly maxLevel: number;
  readonly maxLevelHashes: readonly Uint8Array[];
}

export interface RangeQuery {
  readonly startKey: string;
  /** The range's end if the iterator was exhausted, else the last key seen (which then belongs to the range). */
  readonly endKey: string;
  readonly isExhausted: boolean;
  readonly reads: readonly KeyRead[];
  readonly merkle?: MerkleSummary;
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

/** Serialised `kvrwset.QueryReads`, the leaf of a range's hash tree. */
export function encodeQueryReads(reads: readonly KeyRead[]): Uint8Array {
  const writer = new FieldWriter();
  for (const read of reads) writer.message(1, (inner) => encodeRead(inner, read));
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

function decodeRead(bytes: Uint8Array): KeyRead {
  let key = '';
  let version: Version | undefined;
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) key = reader.string();
    else if (reader.field === 2) version = decodeVersion(reader.view());
    else reader.skip();
  }
  return { key, version };
}

function decodeVersion(bytes: Uint8Array): Version {
  let block = 0;
  let tx = 0;
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) block = reader.varint();
    else if (reader.field === 2) tx = reader.varint();
    else reader.skip();
  }
  return { block, tx };
}

function encodeRead(writer: FieldWriter, { key, version }: KeyRead): void {
  writer.string(1, key);
  if (version) writer.message(2, (inner) => inner.varint(1, version.block).varint(2, version.tx));
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

function decodeRangeQuery(bytes: Uint8Array): RangeQuery {
  let startKey = '';
  let endKey = '';
  let isExhausted = false;
  let reads: readonly KeyRead[] = [];
  let merkle: MerkleSummary | undefined;
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) startKey = reader.string();
    else if (reader.field === 2) endKey = reader.string();
    else if (reader.field === 3) isExhausted = reader.boolean();
    else if (reader.field === 4) reads = decodeQueryReads(reader.view());
    else if (reader.field === 5) merkle = decodeMerkleSummary(reader.view());
    else reader.skip();
  }
  return { startKey, endKey, isExhausted, reads, ...(merkle && { merkle }) };
}

function encodeRangeQuery(writer: FieldWriter, query: RangeQuery): void {
  writer.string(1, query.startKey).string(2, query.endKey).boolean(3, query.isExhausted);
  const { merkle } = query;
  if (merkle) {
    writer.message(5, (inner) => {
      inner.varint(1, merkle.maxDegree).varint(2, merkle.maxLevel);
      for (const hash of merkle.maxLevelHashes) inner.element(3, hash);
    });
  } else if (query.reads.length > 0) {
    writer.message(4, (inner) => {
      for (const read of query.reads) inner.message(1, (fields) => encodeRead(fields, read));
    });
  }
}

function decodeQueryReads(bytes: Uint8Array): KeyRead[] {
  const reads: KeyRead[] = [];
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) reads.push(decodeRead(reader.view()));
    else reader.skip();
  }
  return reads;
}

function decodeMerkleSummary(bytes: Uint8Array): MerkleSummary {
  let maxDegree = 0;
  let maxLevel = 0;
  const maxLevelHashes: Uint8Array[] = [];
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) maxDegree = reader.varint();
    else if (reader.field === 2) maxLevel = reader.varint();
    else if (reader.field === 3) maxLevelHashes.push(reader.view());
    else reader.skip();
  }
  return { maxDegree, maxLevel, maxLevelHashes };
}

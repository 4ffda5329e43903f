/**
 * What a transaction did in a private data collection, as everyone may see it: hashes of keys and of values.
 *
 * Fabric: `rwset.CollectionHashedReadWriteSet` holds a serialised `kvrwset.HashedRWSet` and the hash of the private
 * write set that goes with it; SHA-256 throughout. Here a key's hash is written in hexadecimal, which sorts as the bytes
 * do, so that hashed keys are handled like any other keys. Reference:
 * `core/ledger/kvledger/txmgmt/rwsetutil/rwset_proto_util.go`, `privacyenabledstate/db.go` (namespaces). Left out:
 * nothing.
 */
import { EMPTY_BYTES, plainBytes, sha256, toHex, utf8Bytes } from './bytes.js';
import {
  decodeMetadataEntry,
  encodeEntries,
  type KeyWrite,
  type MetadataEntry,
  type MetadataWrite,
} from './key-writes.js';
import { FieldReader, FieldWriter } from './protobuf.js';
import { decodeVersion, encodeVersionField, type KeyRead } from './reads.js';

/** A write of a private key; key and value are hashes. */
export interface HashedWrite extends KeyWrite {
  /** The value is to be forgotten, history included. */
  readonly isPurge: boolean;
}

/** Keys are hashes in hexadecimal. */
export interface CollectionReadWriteSet {
  readonly collection: string;
  /** Where the hashes stand in the state. */
  readonly hashedNamespace: string;
  readonly reads: readonly KeyRead[];
  readonly writes: readonly HashedWrite[];
  readonly metadataWrites: readonly MetadataWrite[];
  /** SHA-256 of the private write set; empty if the collection was only read. */
  readonly writeSetHash: Uint8Array;
}

const HASHED = '$$h';
const PRIVATE = '$$p';

/** Where a collection's hashes stand in every peer's state. */
export function hashedNamespace(namespace: string, collection: string): string {
  return `${namespace}${HASHED}${collection}`;
}

/** Where a collection's values stand in the state of its members' peers. */
export function privateNamespace(namespace: string, collection: string): string {
  return `${namespace}${PRIVATE}${collection}`;
}

/** Chaincode and collection of a hashed namespace; undefined for any other namespace. */
export function collectionOfHashes(
  stateNamespace: string,
): { readonly namespace: string; readonly collection: string } | undefined {
  const at = stateNamespace.indexOf(HASHED);
  if (at < 0) return undefined;
  return { namespace: stateNamespace.slice(0, at), collection: stateNamespace.slice(at + HASHED.length) };
}

/** The hash by which a private key is known, in hexadecimal. */
export function hashOfKey(key: string): string {
  return toHex(sha256(utf8Bytes(key)));
}

export function decodeCollection(namespace: string, bytes: Uint8Array): CollectionReadWriteSet {
  let collection = '';
  let set = EMPTY_BYTES;
  let writeSetHash = EMPTY_BYTES;
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) collection = reader.string();
    else if (reader.field === 2) set = reader.view();
    else if (reader.field === 3) writeSetHash = reader.view();
    else reader.skip();
  }
  return { collection, hashedNamespace: hashedNamespace(namespace, collection), writeSetHash, ...decodeHashes(set) };
}

export function encodeCollection(writer: FieldWriter, set: CollectionReadWriteSet): void {
  writer.string(1, set.collection).bytes(2, encodeHashes(set)).bytes(3, set.writeSetHash);
}

function decodeHashes(bytes: Uint8Array) {
  const reads: KeyRead[] = [];
  const writes: HashedWrite[] = [];
  const metadataWrites: MetadataWrite[] = [];
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) reads.push(decodeHashedRead(reader.view()));
    else if (reader.field === 2) writes.push(decodeHashedWrite(reader.view()));
    else if (reader.field === 3) metadataWrites.push(decodeHashedMetadata(reader.view()));
    else reader.skip();
  }
  return { reads, writes, metadataWrites };
}

function encodeHashes({ reads, writes, metadataWrites }: CollectionReadWriteSet): Uint8Array {
  const writer = new FieldWriter(512);
  for (const { key, version } of reads) {
    writer.message(1, (inner) => {
      inner.bytes(1, hexBytes(key));
      encodeVersionField(inner, version);
    });
  }
  for (const { key, isDelete, value, isPurge } of writes) {
    writer.message(2, (inner) => {
      inner.bytes(1, hexBytes(key)).boolean(2, isDelete).bytes(3, value).boolean(4, isPurge);
    });
  }
  for (const { key, entries } of metadataWrites) {
    writer.message(3, (inner) => {
      inner.bytes(1, hexBytes(key));
      encodeEntries(inner, entries);
    });
  }
  return writer.finish();
}

function decodeHashedRead(bytes: Uint8Array): KeyRead {
  let key = '';
  let version: KeyRead['version'];
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) key = toHex(reader.view());
    else if (reader.field === 2) version = decodeVersion(reader.view());
    else reader.skip();
  }
  return { key, version };
}

function decodeHashedWrite(bytes: Uint8Array): HashedWrite {
  let key = '';
  let isDelete = false;
  let value = EMPTY_BYTES;
  let isPurge = false;
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) key = toHex(reader.view());
    else if (reader.field === 2) isDelete = reader.boolean();
    else if (reader.field === 3) value = reader.view();
    else if (reader.field === 4) isPurge = reader.boolean();
    else reader.skip();
  }
  // As with public writes: no value deletes, whatever the flag says.
  return { key, isDelete: isDelete || value.length === 0, value, isPurge };
}

function decodeHashedMetadata(bytes: Uint8Array): MetadataWrite {
  let key = '';
  const entries: MetadataEntry[] = [];
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) key = toHex(reader.view());
    else if (reader.field === 2) entries.push(decodeMetadataEntry(reader.view()));
    else reader.skip();
  }
  return { key, entries };
}

export function hexBytes(hex: string): Uint8Array {
  return plainBytes(Buffer.from(hex, 'hex'));
}

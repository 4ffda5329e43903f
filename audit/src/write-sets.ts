/** What a transaction wrote, out of Fabric's read-write sets. What it read is passed over. */
import { hexDigits } from './byte-texts.js';
import { ProtobufReader } from './protobuf-reader.js';

export interface KeyWrite {
  /** In hexadecimal where it is the hash of a private one. */
  readonly key: string;
  /** Undefined when the key was deleted. */
  readonly value: Uint8Array | undefined;
  /** Deleted, and what it was before as well. */
  readonly isPurge?: true;
}

/** The endorsement policy that a key has from then on. */
export interface PolicyWrite {
  readonly key: string;
  /** Undefined when it has none of its own any more. */
  readonly policy: Uint8Array | undefined;
}

/** What a transaction wrote in a chaincode's public state, or in a collection of it. */
export interface WriteSet {
  readonly namespace: string;
  /** Empty for public state. */
  readonly collection: string;
  readonly writes: readonly KeyWrite[];
  readonly policies: readonly PolicyWrite[];
}

/** `KVWriteHash.is_purge`. */
const PURGE = 4;
const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

/** Reads a serialised `rwset.TxReadWriteSet`. @throws Error when it is none */
export function readWriteSets(bytes: Uint8Array): WriteSet[] {
  const sets: WriteSet[] = [];
  const reader = new ProtobufReader(bytes);
  while (reader.next()) {
    if (reader.isBytes(2)) sets.push(...readNamespace(reader.view()));
    else reader.skip();
  }
  return sets;
}

/** A `rwset.NsReadWriteSet`: public state, and the hashes of collections. */
function readNamespace(bytes: Uint8Array): WriteSet[] {
  let namespace = '';
  let rows: Uint8Array = new Uint8Array();
  const hashed: Uint8Array[] = [];
  const reader = new ProtobufReader(bytes);
  while (reader.next()) {
    if (reader.isBytes(1)) namespace = reader.text();
    else if (reader.isBytes(2)) rows = reader.view();
    else if (reader.isBytes(3)) hashed.push(reader.view());
    else reader.skip();
  }
  return [readRows(namespace, rows), ...hashed.map((collection) => readCollection(namespace, collection))];
}

/** A `kvrwset.KVRWSet`. */
function readRows(namespace: string, bytes: Uint8Array): WriteSet {
  const writes: KeyWrite[] = [];
  const policies: PolicyWrite[] = [];
  const reader = new ProtobufReader(bytes);
  while (reader.next()) {
    if (reader.isBytes(3)) writes.push(readWrite(reader.view(), (key) => key.text()));
    else if (reader.isBytes(4)) policies.push(readPolicy(reader.view(), (key) => key.text()));
    else reader.skip();
  }
  return { namespace, collection: '', writes, policies };
}

/** A `rwset.CollectionHashedReadWriteSet`, with a `kvrwset.HashedRWSet` in it. */
function readCollection(namespace: string, bytes: Uint8Array): WriteSet {
  let collection = '';
  let rows: Uint8Array = new Uint8Array();
  const outer = new ProtobufReader(bytes);
  while (outer.next()) {
    if (outer.isBytes(1)) collection = outer.text();
    else if (outer.isBytes(2)) rows = outer.view();
    else outer.skip();
  }
  const writes: KeyWrite[] = [];
  const policies: PolicyWrite[] = [];
  const reader = new ProtobufReader(rows);
  while (reader.next()) {
    if (reader.isBytes(2)) writes.push(readWrite(reader.view(), (key) => hexDigits(key.view()), PURGE));
    else if (reader.isBytes(3)) policies.push(readPolicy(reader.view(), (key) => hexDigits(key.view())));
    else reader.skip();
  }
  return { namespace, collection, writes, policies };
}

/** `KVWrite` and `KVWriteHash` are alike but for the kind of key; purging, which only the latter has, deletes. */
function readWrite(bytes: Uint8Array, readKey: (reader: ProtobufReader) => string, purgeField?: number): KeyWrite {
  let key = '';
  let [isDelete, isPurge] = [false, false];
  let value: Uint8Array = new Uint8Array();
  const reader = new ProtobufReader(bytes);
  while (reader.next()) {
    if (reader.isBytes(1)) key = readKey(reader);
    else if (reader.isNumber(2)) isDelete = reader.flag();
    else if (purgeField !== undefined && reader.isNumber(purgeField)) isPurge = reader.flag();
    else if (reader.isBytes(3)) value = reader.view();
    else reader.skip();
  }
  return { key, value: isDelete || isPurge ? undefined : value, ...(isPurge && { isPurge }) };
}

/** `KVMetadataWrite` and `KVMetadataWriteHash`: of all metadata, the endorsement policy is of interest. */
function readPolicy(bytes: Uint8Array, readKey: (reader: ProtobufReader) => string): PolicyWrite {
  let key = '';
  let policy: Uint8Array | undefined;
  const reader = new ProtobufReader(bytes);
  while (reader.next()) {
    if (reader.isBytes(1)) key = readKey(reader);
    else if (reader.isBytes(2)) policy = policyIn(reader.view()) ?? policy;
    else reader.skip();
  }
  return { key, policy };
}

function policyIn(bytes: Uint8Array): Uint8Array | undefined {
  let name = '';
  let value: Uint8Array = new Uint8Array();
  const reader = new ProtobufReader(bytes);
  while (reader.next()) {
    if (reader.isBytes(1)) name = reader.text();
    else if (reader.isBytes(2)) value = reader.view();
    else reader.skip();
  }
  return name === VALIDATION_PARAMETER && value.length > 0 ? value : undefined;
}

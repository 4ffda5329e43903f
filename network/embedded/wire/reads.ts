/**
 * Reads inside a read-write set: single keys, and ranges.
 *
 * Fabric: `kvrwset.KVRead` is a key and the version seen, without one if the key was missing;
 * `kvrwset.RangeQueryInfo` is a range with the reads in it, or with a summary of their hashes when they are many.
 * Reference: `core/ledger/kvledger/txmgmt/rwsetutil/rwset_proto_util.go`. Left out: nothing.
 */
import type { Version } from '../ledger/row-types.js';
import { FieldReader, FieldWriter } from './protobuf.js';

export interface KeyRead {
  readonly key: string;
  /** Undefined: the key was missing. */
  readonly version: Version | undefined;
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

/** Serialised `kvrwset.QueryReads`, the leaf of a range's hash tree. */
export function encodeQueryReads(reads: readonly KeyRead[]): Uint8Array {
  const writer = new FieldWriter();
  for (const read of reads) writer.message(1, (inner) => encodeRead(inner, read));
  return writer.finish();
}

export function decodeRead(bytes: Uint8Array): KeyRead {
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

export function decodeVersion(bytes: Uint8Array): Version {
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

export function encodeRead(writer: FieldWriter, { key, version }: KeyRead): void {
  writer.string(1, key);
  encodeVersionField(writer, version);
}

/** A read's version, which is field 2 of reads of all kinds. */
export function encodeVersionField(writer: FieldWriter, version: Version | undefined): void {
  if (version) writer.message(2, (inner) => inner.varint(1, version.block).varint(2, version.tx));
}

export function decodeRangeQuery(bytes: Uint8Array): RangeQuery {
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

export function encodeRangeQuery(writer: FieldWriter, query: RangeQuery): void {
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

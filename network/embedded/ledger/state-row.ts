/**
 * A row of the state: value, version, metadata.
 *
 * Fabric: `core/ledger/kvledger/txmgmt/statedb/stateleveldb/stateleveldb_value_encoding.go`. The layout on disk is our
 * own; the metadata bytes are Fabric's KVMetadataWrite, since a row's metadata outlives writes of its value.
 */
import { EMPTY_BYTES } from '../wire/bytes.js';
import { encodeVarint } from '../wire/protobuf.js';
import { decodeMetadataWrite } from '../wire/read-write-set.js';
import type { Version } from './row-types.js';
import type { VersionedValue } from './types.js';

export interface StateRow {
  readonly version: Version;
  readonly value: Uint8Array;
  /** Serialised entries; empty if there are none. */
  readonly metadata: Uint8Array;
}

/** Name of the metadata entry that holds a key's endorsement policy. */
export const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

/** Varints of block, transaction and metadata length, then metadata, then value. */
export function encodeStateRow({ version, value, metadata }: StateRow): Uint8Array {
  return Buffer.concat([
    encodeVarint(version.block),
    encodeVarint(version.tx),
    encodeVarint(metadata.length),
    metadata,
    value,
  ]);
}

/** The parts are views of `bytes`. */
export function decodeStateRow(bytes: Uint8Array): StateRow {
  let position = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = bytes[position] ?? 0;
      position += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  const version = { block: varint(), tx: varint() };
  const metadataLength = varint();
  const valueStart = position + metadataLength;
  return {
    version,
    metadata: metadataLength === 0 ? EMPTY_BYTES : bytes.subarray(position, valueStart),
    value: bytes.subarray(valueStart),
  };
}

/** A row's metadata by name. */
export function metadataEntries(metadata: Uint8Array): ReadonlyMap<string, Uint8Array> {
  if (metadata.length === 0) return new Map();
  return new Map(decodeMetadataWrite(metadata).entries.map(({ name, value }) => [name, value]));
}

export function versionedValue(row: StateRow): VersionedValue {
  const { version, value, metadata } = row;
  return metadata.length === 0 ? { version, value } : { version, value, metadata: metadataEntries(metadata) };
}

export function sameVersion(a: Version | undefined, b: Version | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.block === b.block && a.tx === b.tx);
}

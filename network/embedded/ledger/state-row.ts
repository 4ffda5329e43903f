/**
 * A row of the state: value, version, metadata.
 *
 * Fabric: `core/ledger/kvledger/txmgmt/statedb/stateleveldb/stateleveldb_value_encoding.go`. The layout on disk is our
 * own; the metadata bytes are Fabric's KVMetadataWrite, since a row's metadata outlives writes of its value. A value that
 * stands in the row's block is read there (value-places.ts): LevelDB writes what it has a dozen times over as it grows.
 */
import { asBuffer, EMPTY_BYTES } from '../wire/bytes.js';
import type { BlockPart } from './block-file.js';
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

/** Where a value stands in the block of its version. */
export type ValuePlace = BlockPart;

/** @throws BlockFileError when it does not stand there any more */
export type ReadValue = (block: number, place: ValuePlace) => Uint8Array;

const CHECKSUM_BYTES = 4;

/**
 * Varints of block and transaction, one of twice the metadata's length, and one more where the value stands in the block, then metadata, then the
 * value, or varints of its offset and length and four bytes of checksum.
 */
export function encodeStateRow({ version, value, metadata }: StateRow, place?: ValuePlace): Uint8Array {
  return Buffer.concat([
    encodeVarint(version.block),
    encodeVarint(version.tx),
    encodeVarint(metadata.length * 2 + (place ? 1 : 0)),
    metadata,
    ...(place ? encodePlace(place) : [value]),
  ]);
}

function encodePlace({ offset, length, checksum }: ValuePlace): Uint8Array[] {
  const check = Buffer.allocUnsafe(CHECKSUM_BYTES);
  check.writeUInt32LE(checksum);
  return [encodeVarint(offset), encodeVarint(length), check];
}

/** The parts are views of `bytes`; a value that stands elsewhere is read when somebody asks for it. */
export function decodeStateRow(bytes: Uint8Array, readValue: ReadValue): StateRow {
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
  const kind = varint();
  const rest = position + Math.floor(kind / 2);
  const metadata = rest === position ? EMPTY_BYTES : bytes.subarray(position, rest);
  if (kind % 2 === 0) return { version, metadata, value: bytes.subarray(rest) };
  position = rest;
  const [offset, length] = [varint(), varint()];
  const checksum = asBuffer(bytes).readUInt32LE(position);
  return new RowInBlock(version, metadata, { offset, length, checksum }, readValue);
}

class RowInBlock implements StateRow {
  #value: Uint8Array | undefined;

  constructor(
    readonly version: Version,
    readonly metadata: Uint8Array,
    private readonly place: ValuePlace,
    private readonly readValue: ReadValue,
  ) {}

  get value(): Uint8Array {
    return (this.#value ??= this.readValue(this.version.block, this.place));
  }
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

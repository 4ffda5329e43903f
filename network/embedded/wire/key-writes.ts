/**
 * Writes inside a read-write set: values of keys, and metadata of keys.
 *
 * Fabric: `kvrwset.{KVWrite,KVMetadataWrite,KVMetadataEntry}`; sets of private data use the same entries with hashes in
 * the place of keys.
 */
import { EMPTY_BYTES } from './bytes.js';
import { FieldReader, type FieldWriter } from './protobuf.js';

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

export function decodeMetadataEntry(bytes: Uint8Array): MetadataEntry {
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

/** The entries as repeated field 2, where all messages that have them keep them. */
export function encodeEntries(writer: FieldWriter, entries: readonly MetadataEntry[]): void {
  for (const entry of entries) writer.message(2, (fields) => fields.string(1, entry.name).bytes(2, entry.value));
}

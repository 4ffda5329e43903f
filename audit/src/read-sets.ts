/** What a transaction read, out of Fabric's read-write sets: for whoever asks why one was refused. */
import { hexOf } from './bytes.js';
import { ProtobufReader } from './protobuf-reader.js';

/** Where a row was written last: a block, and a transaction's place in it. */
export interface RowVersion {
  readonly block: number;
  readonly transaction: number;
}

export interface KeyRead {
  /** In hexadecimal where it is the hash of a private one. */
  readonly key: string;
  /** Undefined if there was no such row. */
  readonly version: RowVersion | undefined;
}

/** What a transaction read of a chaincode's public state, or of a collection of it. */
export interface ReadSet {
  readonly namespace: string;
  /** Empty for public state. */
  readonly collection: string;
  readonly reads: readonly KeyRead[];
  /** Stretches of keys, the end not included. */
  readonly ranges: readonly { readonly from: string; readonly to: string }[];
}

/** Reads a serialised `rwset.TxReadWriteSet`. @throws Error when it is none */
export function readReadSets(bytes: Uint8Array): ReadSet[] {
  return fieldsOf(bytes, 2).flatMap((set) => {
    const namespace = textIn(set, 1);
    const rows = lastOf(set, 2);
    const open: ReadSet = {
      namespace,
      collection: '',
      reads: fieldsOf(rows, 1).map((read) => ({ key: textIn(read, 1), version: versionIn(read) })),
      ranges: fieldsOf(rows, 2).map((range) => ({ from: textIn(range, 1), to: textIn(range, 2) })),
    };
    const hashed = fieldsOf(set, 3).map((collection): ReadSet => {
      const reads = fieldsOf(lastOf(collection, 2), 1);
      return {
        namespace,
        collection: textIn(collection, 1),
        reads: reads.map((read) => ({ key: hexOf(lastOf(read, 1)), version: versionIn(read) })),
        ranges: [],
      };
    });
    return [open, ...hashed].filter(({ reads, ranges }) => reads.length + ranges.length > 0);
  });
}

/** `kvrwset.Version`, field 2 of a read. */
function versionIn(read: Uint8Array): RowVersion | undefined {
  const [version] = fieldsOf(read, 2);
  if (version === undefined) return undefined;
  const found = { block: 0, transaction: 0 };
  const reader = new ProtobufReader(version);
  while (reader.next()) {
    if (reader.isNumber(1)) found.block = reader.number();
    else if (reader.isNumber(2)) found.transaction = reader.number();
    else reader.skip();
  }
  return found;
}

/** The bytes of a field, as often as it stands there. */
function fieldsOf(bytes: Uint8Array, field: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  const reader = new ProtobufReader(bytes);
  while (reader.next()) {
    if (reader.isBytes(field)) found.push(reader.view());
    else reader.skip();
  }
  return found;
}

const lastOf = (bytes: Uint8Array, field: number): Uint8Array => fieldsOf(bytes, field).at(-1) ?? new Uint8Array();
const textIn = (bytes: Uint8Array, field: number): string => Buffer.from(lastOf(bytes, field)).toString('utf8');

/**
 * Bytes of the messages for batches: hundreds of rows in each, of which google-protobuf would make an object and a copy of its own each.
 *
 * `GetStateMultipleResult`: `repeated bytes values = 1`. `WriteBatchState`: `repeated WriteRecord rec = 1`; `WriteRecord`: `string key = 1`,
 * `bytes value = 2`, `Type type = 5`.
 */
import { peer } from '@hyperledger/fabric-protos';

/** Tags: the field's number and that it has a length, or is a number. */
const [VALUES, REC, KEY, VALUE, TYPE] = [0x0a, 0x0a, 0x0a, 0x12, 0x28];

/** The values of a `GetStateMultipleResult`, as views of it. */
export function readValues(answer: Uint8Array): readonly Uint8Array[] {
  const values: Uint8Array[] = [];
  for (let at = 0; at < answer.length;) {
    let length = 0;
    let scale = 1;
    let next = at + 1;
    for (; ; next += 1) {
      const byte = answer[next] ?? 0;
      length += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale *= 0x80;
    }
    const [start, end] = [next + 1, next + 1 + length];
    // What is not as expected is for google-protobuf to understand, or to refuse.
    if (answer[at] !== VALUES || !(end <= answer.length))
      return peer.GetStateMultipleResult.deserializeBinary(answer).getValuesList_asU8();
    values.push(answer.subarray(start, end));
    at = end;
  }
  return values;
}

/** A record of a row that is set, or deleted where there is no value. */
export interface PlainRecord {
  readonly key: string;
  readonly value: Uint8Array | undefined;
}

/** A `WriteBatchState` with these records, in their order; of those that are not plain, the message as it is serialized. */
export function writeBatchState(records: readonly (PlainRecord | Uint8Array)[]): Uint8Array {
  const sizes = records.map((record) => (record instanceof Uint8Array ? record.length : sizeOf(record)));
  const bytes = Buffer.allocUnsafeSlow(sizes.reduce((sum, size) => sum + 1 + varintSize(size) + size, 0));
  let at = 0;
  const tagged = (tag: number, number: number): void => {
    bytes[at++] = tag;
    let rest = number;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes[at++] = (rest % 0x80) + 0x80;
    bytes[at++] = rest;
  };
  const copied = (part: Uint8Array): void => {
    bytes.set(part, at);
    at += part.length;
  };
  records.forEach((record, index) => {
    tagged(REC, sizes[index]!);
    if (record instanceof Uint8Array) return copied(record);
    const { key, value } = record;
    tagged(KEY, Buffer.byteLength(key));
    at += bytes.write(key, at);
    if (value !== undefined && value.length > 0) {
      tagged(VALUE, value.length);
      copied(value);
    }
    tagged(TYPE, typeOf(record));
  });
  return bytes;
}

const typeOf = ({ value }: PlainRecord): number =>
  value === undefined ? peer.WriteRecord.Type.DEL_STATE : peer.WriteRecord.Type.PUT_STATE;

function sizeOf({ key, value }: PlainRecord): number {
  const keySize = Buffer.byteLength(key);
  const valueSize = value === undefined || value.length === 0 ? 0 : 1 + varintSize(value.length) + value.length;
  return 1 + varintSize(keySize) + keySize + valueSize + 2;
}

function varintSize(number: number): number {
  let size = 1;
  for (let rest = number; rest >= 0x80; rest = Math.floor(rest / 0x80)) size += 1;
  return size;
}

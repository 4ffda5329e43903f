/**
 * Messages of protobuf as peers read them, who are written in Go.
 *
 * Whoever makes a message may write it in other ways than the usual one, and signs what it wrote: with fields that nobody
 * knows, groups among them, with numbers in more octets than they need, with a message in several pieces, which are one to
 * Go. The generated classes of JavaScript read some of it otherwise, refuse some, and go round for ever on a length that
 * is beyond 31 bits. So what they read is walked through before, and written anew where it is not as they know it.
 */
import { encodeVarint } from './protobuf-bytes.js';
import { type Message, shapes } from './message-shapes.js';
import { ProtobufReader, WIRE_BYTES, WIRE_VARINT } from './protobuf-reader.js';

export { shapes };

/** Decodes a message. @throws Error when the bytes are none */
export function decoded<T>(type: { deserializeBinary(bytes: Uint8Array): T }, bytes: Uint8Array, shape: Message): T {
  return type.deserializeBinary(usual(bytes, shape));
}

/** A message as it is usually written. @throws Error when the bytes are none */
export function usual(bytes: Uint8Array, shape: Message): Uint8Array {
  return isUsual(bytes, shape) ? bytes : rewritten(bytes, shape);
}

function isUsual(bytes: Uint8Array, shape: Message): boolean {
  const reader = new ProtobufReader(bytes);
  let seen = 0;
  let isUsualSoFar = true;
  while (reader.next()) {
    const { field } = reader;
    const kind = shape[field];
    isUsualSoFar &&= kind !== undefined && reader.wireType === (kind === 'number' ? WIRE_VARINT : WIRE_BYTES);
    if (kind === undefined || typeof kind === 'string' || reader.wireType !== WIRE_BYTES) {
      reader.skip();
      continue;
    }
    if ('one' in kind) isUsualSoFar &&= (seen & (1 << field)) === 0;
    seen |= 1 << field;
    isUsualSoFar = isUsual(reader.view(), 'one' in kind ? kind.one : kind.many) && isUsualSoFar;
  }
  return isUsualSoFar && !reader.isOverlong;
}

/** Without what is unknown; of a message that stands there several times, which is one, its pieces put together. */
function rewritten(bytes: Uint8Array, shape: Message): Uint8Array {
  const reader = new ProtobufReader(bytes);
  const written: Uint8Array[] = [];
  const pieces = new Map<number, { readonly of: Message; readonly bytes: Uint8Array[] }>();
  while (reader.next()) {
    const { field } = reader;
    const kind = shape[field];
    const start = reader.position;
    if (kind === undefined || reader.wireType !== (kind === 'number' ? WIRE_VARINT : WIRE_BYTES)) {
      reader.skip();
    } else if (kind === 'number') {
      reader.skip();
      written.push(Buffer.of(field * 8 + WIRE_VARINT), bytes.subarray(start, reader.position));
    } else if (kind === 'bytes') {
      written.push(...element(field, reader.view()));
    } else if ('many' in kind) {
      written.push(...element(field, rewritten(reader.view(), kind.many)));
    } else {
      const each = pieces.get(field) ?? { of: kind.one, bytes: [] };
      pieces.set(field, each);
      each.bytes.push(reader.view());
    }
  }
  for (const [field, each] of pieces) {
    written.push(...element(field, rewritten(Buffer.concat(each.bytes), each.of)));
  }
  return Buffer.concat(written);
}

const element = (field: number, bytes: Uint8Array): Uint8Array[] => [
  Buffer.of(field * 8 + WIRE_BYTES),
  encodeVarint(bytes.length),
  bytes,
];

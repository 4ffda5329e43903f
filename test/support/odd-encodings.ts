/**
 * Other ways to write a message of protobuf that Go reads as the same one: what anybody may do to what it signs. Made from
 * the rules of the encoding, not from what reads it.
 */
import type { Random } from './malformed-bytes.js';

/** What a field holds: bytes to be left alone, a number, or a message, which may come in pieces where there is but one. */
type Field =
  'bytes' | 'number' | { readonly message: Fields; readonly isRepeated?: boolean; readonly isBytes?: boolean };
interface Fields {
  readonly [number: number]: Field;
}

const two: Fields = { 1: 'bytes', 2: 'bytes' };
const time: Fields = { 1: 'number', 2: 'number' };
const channelHeader: Fields = {
  1: 'number',
  2: 'number',
  3: { message: time },
  4: 'bytes',
  5: 'bytes',
  6: 'number',
  7: 'bytes',
};
const write: Fields = { 1: 'bytes', 2: 'number', 3: 'bytes' };
const rows: Fields = { 1: 'bytes', 3: { message: write, isRepeated: true } };
const hashed: Fields = { 2: { message: { ...write, 4: 'number' }, isRepeated: true } };
const collection: Fields = { 1: 'bytes', 2: { message: hashed, isBytes: true }, 3: 'bytes' };
const namespace: Fields = {
  1: 'bytes',
  2: { message: rows, isBytes: true },
  3: { message: collection, isRepeated: true },
};
const results: Fields = { 1: 'number', 2: { message: namespace, isRepeated: true } };
const chaincodeAction: Fields = {
  1: { message: results, isBytes: true },
  2: 'bytes',
  3: { message: { 1: 'number', 2: 'bytes', 3: 'bytes' } },
  4: { message: { 1: 'bytes', 2: 'bytes', 3: 'bytes' } },
};
const responsePayload: Fields = { 1: 'bytes', 2: { message: chaincodeAction, isBytes: true } };
const endorsedAction: Fields = {
  1: { message: responsePayload, isBytes: true },
  2: { message: two, isRepeated: true },
};
const actionPayload: Fields = { 1: 'bytes', 2: { message: endorsedAction } };
const action: Fields = { 1: 'bytes', 2: { message: actionPayload, isBytes: true } };
const transaction: Fields = { 1: { message: action, isRepeated: true } };
const header: Fields = { 1: { message: channelHeader, isBytes: true }, 2: { message: two, isBytes: true } };
const payload: Fields = { 1: { message: header }, 2: { message: transaction, isBytes: true } };
const envelope: Fields = { 1: { message: payload, isBytes: true }, 2: 'bytes' };

const asSigned: Fields = {
  1: {
    isBytes: true,
    message: {
      1: { message: { 1: 'bytes', 2: 'bytes' } },
      2: {
        isBytes: true,
        message: {
          1: {
            isRepeated: true,
            message: {
              1: 'bytes',
              2: {
                isBytes: true,
                message: { 1: 'bytes', 2: { message: { 1: 'bytes', 2: { message: two, isRepeated: true } } } },
              },
            },
          },
        },
      },
    },
  },
  2: 'bytes',
};

/** The same transaction in an envelope that is written otherwise, everywhere. */
export function writtenOtherwise(bytes: Uint8Array, random: Random): Buffer {
  return otherwise(Buffer.from(bytes), envelope, random);
}

/**
 * As the client can still write it once peers have endorsed: what was hashed and signed before stays as it is. No known
 * field is written as another type.
 */
export function inPieces(bytes: Uint8Array, random: Random): Buffer {
  return otherwise(Buffer.from(bytes), asSigned, random, false);
}

function otherwise(bytes: Buffer, fields: Fields, random: Random, inOtherTypes = true): Buffer {
  const parts: Buffer[] = [];
  const noise = (): void => {
    if (random(3) === 0) parts.push(unknown(random));
  };
  for (const { number, value } of fieldsOf(bytes)) {
    noise();
    const field = fields[number];
    if (typeof value === 'bigint') {
      // An earlier value counts for nothing, and neither does one of another type.
      if (field === 'number' && random(4) === 0)
        parts.push(tag(number, 0, random), varint(BigInt(random(1000)), random));
      if (inOtherTypes && field === 'number' && random(6) === 0) parts.push(element(number, Buffer.from('x'), random));
      parts.push(tag(number, 0, random), varint(value, random));
      continue;
    }
    if (field === undefined || typeof field === 'string') {
      if (field === 'bytes' && random(6) === 0) parts.push(element(number, Buffer.from('before'), random));
      if (inOtherTypes && field === 'bytes' && random(6) === 0) parts.push(tag(number, 0, random), varint(7n, random));
      parts.push(element(number, value, random));
      continue;
    }
    const isOnce = field.isRepeated !== true && field.isBytes !== true;
    const written = otherwise(value, field.message, random, inOtherTypes);
    if (!isOnce || random(2) === 0) parts.push(element(number, written, random));
    else {
      const inner = fieldsOf(written).map(({ raw }) => raw);
      const cut = random(inner.length + 1);
      parts.push(element(number, Buffer.concat(inner.slice(0, cut)), random));
      noise();
      parts.push(element(number, Buffer.concat(inner.slice(cut)), random));
    }
  }
  noise();
  return Buffer.concat(parts);
}

function unknown(random: Random): Buffer {
  const number = 20 + random(100_000);
  switch (random(5)) {
    case 0:
      return Buffer.concat([tag(number, 0, random), varint(BigInt(random(1 << 30)), random)]);
    case 1:
      return Buffer.concat([tag(number, 1, random), Buffer.alloc(8, random(256))]);
    case 2:
      return element(number, Buffer.alloc(random(40), random(256)), random);
    case 3:
      return Buffer.concat([tag(number, 5, random), Buffer.alloc(4, random(256))]);
    default: {
      const inside = random(2) === 0 ? Buffer.alloc(0) : unknown(random);
      return Buffer.concat([tag(number, 3, random), inside, tag(number, 4, random)]);
    }
  }
}

interface Written {
  readonly number: number;
  readonly value: bigint | Buffer;
  readonly raw: Buffer;
}

/** Of messages that have numbers and bytes and, from {@link unknown}, everything. */
function fieldsOf(bytes: Buffer): Written[] {
  const found: Written[] = [];
  let at = 0;
  const number = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const octet = bytes[at++]!;
      value |= BigInt(octet & 0x7f) << shift;
      if (octet < 0x80) return value;
    }
  };
  const value = (type: number): bigint | Buffer => {
    if (type === 0) return number();
    const length = type === 1 ? 8 : type === 5 ? 4 : Number(number());
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const start = at;
    const key = Number(number());
    let inner = key % 8 === 3 ? 0n : value(key % 8);
    if (key % 8 === 3) {
      for (let depth = 1; depth > 0;) {
        const type = Number(number()) % 8;
        if (type === 3) depth += 1;
        else if (type === 4) depth -= 1;
        else value(type);
      }
      inner = Buffer.alloc(0);
    }
    found.push({ number: Math.floor(key / 8), value: inner, raw: bytes.subarray(start, at) });
  }
  return found;
}

const tag = (number: number, type: number, random?: Random): Buffer => varint(BigInt(number * 8 + type), random);

/** Now and then in more octets than it needs. */
function varint(value: bigint, random?: Random): Buffer {
  const octets: number[] = [];
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) octets.push(Number(rest & 0x7fn) | 0x80);
  octets.push(Number(rest));
  const more = random !== undefined && random(8) === 0 ? random(5) : 0;
  for (let n = 0; n < more && octets.length < 10; n += 1) {
    octets[octets.length - 1]! |= 0x80;
    octets.push(0);
  }
  return Buffer.from(octets);
}

export function element(number: number, bytes: Uint8Array, random?: Random): Buffer {
  return Buffer.concat([tag(number, 2, random), varint(BigInt(bytes.length), random), bytes]);
}

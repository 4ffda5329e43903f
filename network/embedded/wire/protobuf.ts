/**
 * Protocol Buffers by hand, for the two messages that are large and frequent: read-write sets and blocks. Everything
 * else uses the generated classes. Fields are written in the order of their numbers and defaults are left out, which
 * is what Go's marshaller does, so equal contents give equal bytes.
 */
import { isUtf8 } from 'node:buffer';
import { asBuffer, plainBytes } from './bytes.js';

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const GROUP = 3;
const GROUP_END = 4;
const FIXED32 = 5;
/** How deep Go's protobuf goes into them. */
const NESTED_GROUPS_MAX = 10_000;

/** Walks over the fields of one message; `next()` moves on, then exactly one of the value readers is called. */
export class FieldReader {
  field = 0;
  #wireType = 0;
  #position = 0;
  readonly #buffer: Buffer;

  constructor(private readonly bytes: Uint8Array) {
    this.#buffer = asBuffer(bytes);
  }

  /** False at the end of the message. */
  next(): boolean {
    if (this.#position >= this.bytes.length) return false;
    const tag = this.#readVarint();
    this.field = Math.floor(tag / 8);
    this.#wireType = tag % 8;
    if (this.field === 0) throw new Error('field number 0');
    return true;
  }

  /** Whether it has come to this field, as bytes. */
  isBytes(field: number): boolean {
    return this.field === field && this.#wireType === LENGTH_DELIMITED;
  }

  /** Unsigned; beyond 2^53 the low bits are lost, which no comparison here can mistake for a real height. */
  varint(): number {
    this.#expect(VARINT);
    return this.#readVarint();
  }

  boolean(): boolean {
    return this.varint() !== 0;
  }

  /** A view, not a copy. */
  view(): Uint8Array {
    const [start, end] = this.#span();
    return this.bytes.subarray(start, end);
  }

  string(): string {
    const [start, end] = this.#span();
    const text = this.#buffer.toString('utf8', start, end);
    // Go refuses strings that are not UTF-8. Only a replacement character can hide such bytes.
    if (text.includes('\ufffd') && !isUtf8(this.#buffer.subarray(start, end))) throw new Error('string is not UTF-8');
    return text;
  }

  /** Steps over a field nobody asked for. */
  skip(): void {
    if (this.#wireType === VARINT) this.#readVarint();
    else if (this.#wireType === LENGTH_DELIMITED) this.#span();
    else if (this.#wireType === FIXED64) this.#advance(8);
    else if (this.#wireType === FIXED32) this.#advance(4);
    else if (this.#wireType === GROUP) this.#skipGroup();
    else throw new Error(`wire type ${this.#wireType}`);
  }

  /** Unknown fields may be groups, of which new messages have none. */
  #skipGroup(): void {
    const open = [this.field];
    while (open.length > 0) {
      if (!this.next()) throw new Error('group without an end');
      if (this.#wireType === GROUP) {
        if (open.push(this.field) > NESTED_GROUPS_MAX) throw new Error('groups are nested too deep');
      } else if (this.#wireType !== GROUP_END) this.skip();
      else if (open.pop() !== this.field) throw new Error('group ends as another field');
    }
  }

  #expect(wireType: number): void {
    if (this.#wireType !== wireType) throw new Error(`field ${this.field} has wire type ${this.#wireType}`);
  }

  #span(): [start: number, end: number] {
    this.#expect(LENGTH_DELIMITED);
    const length = this.#readVarint();
    const start = this.#position;
    this.#advance(length);
    return [start, this.#position];
  }

  #advance(count: number): void {
    if (this.#position + count > this.bytes.length) throw new Error('truncated');
    this.#position += count;
  }

  #readVarint(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count += 1) {
      const byte = this.bytes[this.#position];
      if (byte === undefined) throw new Error('truncated');
      this.#position += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
    throw new Error('varint too long');
  }
}

/** Builds one message, growing as needed. A nested message is written in place behind its length. */
export class FieldWriter {
  #buffer: Buffer;
  #length = 0;

  constructor(capacity = 1024) {
    this.#buffer = Buffer.allocUnsafeSlow(capacity);
  }

  /** Zero is the default and is left out. */
  varint(field: number, value: number): this {
    if (value !== 0) {
      this.#writeVarint(field * 8 + VARINT);
      this.#writeVarint(value);
    }
    return this;
  }

  boolean(field: number, value: boolean): this {
    return this.varint(field, value ? 1 : 0);
  }

  /** The empty string is the default and is left out. */
  string(field: number, text: string): this {
    return text === '' ? this : this.element(field, text);
  }

  /** Empty bytes are the default and are left out. */
  bytes(field: number, value: Uint8Array): this {
    return value.length === 0 ? this : this.element(field, value);
  }

  /** An element of a repeated field, which is written even when it is empty. */
  element(field: number, value: Uint8Array | string): this {
    this.#writeVarint(field * 8 + LENGTH_DELIMITED);
    if (typeof value === 'string') {
      const length = Buffer.byteLength(value, 'utf8');
      this.#writeVarint(length);
      this.#reserve(length);
      this.#buffer.write(value, this.#length, 'utf8');
      this.#length += length;
    } else {
      this.#writeVarint(value.length);
      this.#reserve(value.length);
      this.#buffer.set(value, this.#length);
      this.#length += value.length;
    }
    return this;
  }

  /** A nested message, written even when it is empty. */
  message(field: number, write: (writer: FieldWriter) => void): this {
    this.#writeVarint(field * 8 + LENGTH_DELIMITED);
    const start = this.#length;
    // Most nested messages are shorter than 128 bytes: leave one byte for the length and move the rest if need be.
    this.#reserve(1);
    this.#length += 1;
    write(this);
    const size = this.#length - start - 1;
    const sizeBytes = varintSize(size);
    if (sizeBytes > 1) {
      this.#reserve(sizeBytes - 1);
      this.#buffer.copyWithin(start + sizeBytes, start + 1, this.#length);
    }
    this.#length = start;
    this.#writeVarint(size);
    this.#length = start + sizeBytes + size;
    return this;
  }

  /** What was written so far; the writer must not be used afterwards. */
  finish(): Uint8Array {
    return plainBytes(this.#buffer.subarray(0, this.#length));
  }

  #writeVarint(value: number): void {
    this.#reserve(10);
    let rest = value;
    while (rest >= 0x80) {
      this.#buffer[this.#length] = (rest % 0x80) + 0x80;
      this.#length += 1;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#length] = rest;
    this.#length += 1;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#length + count));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}

/** Bytes that the varint of a value takes. */
function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size += 1;
  return size;
}

/** A bare varint, as in length prefixes. */
export function encodeVarint(value: number): Uint8Array {
  const bytes = new Uint8Array(varintSize(value));
  let rest = value;
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = (rest % 0x80) + (index < bytes.length - 1 ? 0x80 : 0);
    rest = Math.floor(rest / 0x80);
  }
  return bytes;
}

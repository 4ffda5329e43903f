/**
 * Reads protobuf without copying it. A block has thousands of rows; of the generated classes, which make an object of every
 * read and every write, half of an audit's time would be spent in reading them.
 */

import { decodeText } from './byte-texts.js';

export const WIRE_VARINT = 0;
const WIRE_FIXED64 = 1;
export const WIRE_BYTES = 2;
const WIRE_GROUP = 3;
const WIRE_GROUP_END = 4;
const WIRE_FIXED32 = 5;
/** What Go's protobuf allows. */
const GROUPS_IN_GROUPS_MAX = 10_000;
/** Of ten octets the last holds the 64th bit. */
const VARINT_OCTETS_MAX = 10;

export class ProtobufReader {
  /** Number of the field that {@link next} has come to. */
  field = 0;
  #wireType = 0;
  #position = 0;
  #isOverlong = false;

  constructor(private readonly bytes: Uint8Array) {}

  get wireType(): number {
    return this.#wireType;
  }

  get position(): number {
    return this.#position;
  }

  /** Whether any tag or length until now was written in more octets than it needs. */
  get isOverlong(): boolean {
    return this.#isOverlong;
  }

  /** Whether it has come to this field, as bytes. A known field of another type is an unknown one. */
  isBytes(field: number): boolean {
    return this.field === field && this.#wireType === WIRE_BYTES;
  }

  isNumber(field: number): boolean {
    return this.field === field && this.#wireType === WIRE_VARINT;
  }

  /** Goes to the next field; false at the end. @throws Error where the bytes are no message */
  next(): boolean {
    if (this.#position >= this.bytes.length) return false;
    const tag = this.#varint();
    this.field = Math.floor(tag / 8);
    this.#wireType = tag % 8;
    if (this.field === 0) throw new Error('a field has the number 0');
    return true;
  }

  /** The field's bytes, as a view. */
  view(): Uint8Array {
    if (this.#wireType !== WIRE_BYTES) throw new Error(`field ${this.field} is of wire type ${this.#wireType}, not 2`);
    const start = this.#advance(this.#varint());
    return this.bytes.subarray(start, this.#position);
  }

  text(): string {
    return decodeText(this.view());
  }

  number(): number {
    if (this.#wireType !== WIRE_VARINT) throw new Error(`field ${this.field} is of wire type ${this.#wireType}, not 0`);
    return this.#varint();
  }

  /** All of a number's bits, also where it is too large for a `number`. */
  whole(): number | bigint {
    const start = this.#position;
    const value = this.number();
    return value <= Number.MAX_SAFE_INTEGER ? value : wholeVarint(this.bytes.subarray(start, this.#position));
  }

  flag(): boolean {
    return this.number() !== 0;
  }

  skip(): void {
    switch (this.#wireType) {
      case WIRE_VARINT:
        this.#varint();
        return;
      case WIRE_FIXED64:
        this.#advance(8);
        return;
      case WIRE_BYTES:
        this.#advance(this.#varint());
        return;
      case WIRE_FIXED32:
        this.#advance(4);
        return;
      case WIRE_GROUP:
        return this.#skipGroup();
      default:
        throw new Error(`field ${this.field} is of the unknown wire type ${this.#wireType}`);
    }
  }

  /** Goes behind the end of a group, and of all that are in it; without recursion, as anybody may have written them. */
  #skipGroup(): void {
    const open = [this.field];
    while (open.length > 0) {
      if (!this.next()) throw new Error('a group does not end');
      if (this.#wireType === WIRE_GROUP_END) {
        if (open.pop() !== this.field) throw new Error(`a group ends as field ${this.field}`);
      } else if (this.#wireType !== WIRE_GROUP) {
        this.skip();
      } else if (open.push(this.field) > GROUPS_IN_GROUPS_MAX) {
        throw new Error('there are too many groups in groups');
      }
    }
  }

  /** @returns where it stood before */
  #advance(count: number): number {
    const start = this.#position;
    if (count > this.bytes.length - start) throw new Error(`field ${this.field} goes on behind the end`);
    this.#position = start + count;
    return start;
  }

  #varint(): number {
    let value = 0;
    let factor = 1;
    for (let octets = 0; octets < VARINT_OCTETS_MAX; octets += 1) {
      const octet = this.bytes[this.#advance(1)] ?? 0;
      value += (octet & 0x7f) * factor;
      if (octet < 0x80) {
        this.#isOverlong ||= octet === 0 && octets > 0;
        return value;
      }
      factor *= 0x80;
    }
    throw new Error('a number is longer than ten octets');
  }
}

/** What is beyond 64 bits is lost, as in Go. */
const wholeVarint = (octets: Uint8Array): bigint =>
  BigInt.asUintN(
    64,
    octets.reduceRight((value, octet) => value * 128n + BigInt(octet & 0x7f), 0n),
  );

/** Messages of protobuf one after another, written into one piece of memory: some thousand of them for each block. */

/** A field's number and its bytes, or a flag; what is empty or false is left out, as protobuf 3 does. */
export type ProtobufField = readonly [number: number, value: Uint8Array | boolean];

const WIRE_VARINT = 0;
const WIRE_BYTES = 2;
const FIRST_SIZE = 64 * 1024;

export class ProtobufBytes {
  #memory = new Uint8Array(FIRST_SIZE);
  #length = 0;

  get written(): Uint8Array {
    return this.#memory.subarray(0, this.#length);
  }

  /** Appends a message as a field of the whole. Field numbers are below 16. */
  message(number: number, fields: readonly ProtobufField[]): void {
    let size = 0;
    for (const [, value] of fields) size += sizeOf(value);
    this.#reserve(size + sizeOfVarint(size) + 1);
    this.#byte((number << 3) | WIRE_BYTES);
    this.#varint(size);
    for (const [field, value] of fields) {
      if (value === true) {
        this.#byte((field << 3) | WIRE_VARINT);
        this.#byte(1);
      } else if (value !== false && value.length > 0) {
        this.#byte((field << 3) | WIRE_BYTES);
        this.#varint(value.length);
        this.#memory.set(value, this.#length);
        this.#length += value.length;
      }
    }
  }

  #byte(value: number): void {
    this.#memory[this.#length] = value;
    this.#length += 1;
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#byte((rest % 0x80) | 0x80);
    this.#byte(rest);
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#memory.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#memory.length, this.#length + size));
    larger.set(this.written);
    this.#memory = larger;
  }
}

export function encodeVarint(value: number): Uint8Array {
  const octets: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) octets.push((rest % 0x80) | 0x80);
  return Uint8Array.of(...octets, rest);
}

function sizeOf(value: Uint8Array | boolean): number {
  if (typeof value === 'boolean') return value ? 2 : 0;
  return value.length === 0 ? 0 : 1 + sizeOfVarint(value.length) + value.length;
}

function sizeOfVarint(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size += 1;
  return size;
}

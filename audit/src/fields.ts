/** Messages of protobuf, field by field, as Go reads them. */
import { decodeText, joined } from './byte-texts.js';
import { ProtobufReader, WIRE_BYTES, WIRE_VARINT } from './protobuf-reader.js';

const NOTHING = new Uint8Array();

/**
 * A message whose fields are looked at as they are wanted. Of a field that stands there several times, the last one counts; one of
 * another type than is asked for is unknown.
 */
export class Fields {
  readonly #bytes = new Map<number, Uint8Array[]>();
  readonly #numbers = new Map<number, number | bigint>();

  /** @throws Error when the bytes are no message */
  constructor(bytes: Uint8Array) {
    const reader = new ProtobufReader(bytes);
    while (reader.next()) {
      const { field } = reader;
      if (reader.wireType === WIRE_BYTES) {
        const all = this.#bytes.get(field);
        if (all === undefined) this.#bytes.set(field, [reader.view()]);
        else all.push(reader.view());
      } else if (reader.wireType === WIRE_VARINT) this.#numbers.set(field, reader.whole());
      else reader.skip();
    }
  }

  /** Unsigned; beyond 2^53 the low bits are lost. */
  number(field: number): number {
    return Number(this.#numbers.get(field) ?? 0);
  }

  /** An `int32`, or an enumeration: its low 32 bits, whatever else was written. */
  int32(field: number): number {
    const value = this.#numbers.get(field) ?? 0;
    return typeof value === 'number' ? value | 0 : Number(BigInt.asIntN(32, value));
  }

  /** An `int64`; beyond 2^53 the low bits are lost. */
  int64(field: number): number {
    const value = this.#numbers.get(field) ?? 0;
    return typeof value === 'number' ? value : Number(BigInt.asIntN(64, value));
  }

  has(field: number): boolean {
    return this.#bytes.has(field);
  }

  all(field: number): readonly Uint8Array[] {
    return this.#bytes.get(field) ?? [];
  }

  bytes(field: number): Uint8Array {
    return this.all(field).at(-1) ?? NOTHING;
  }

  text(field: number): string {
    return decodeText(this.bytes(field));
  }

  /** Several pieces of a message are one. */
  message(field: number): Fields {
    const pieces = this.all(field);
    return new Fields(pieces.length === 1 ? pieces[0]! : joined(...pieces));
  }

  messages(field: number): Fields[] {
    return this.all(field).map((bytes) => new Fields(bytes));
  }

  /** The entries of a map from texts. */
  entries(field: number): (readonly [string, Uint8Array])[] {
    return this.messages(field).map((entry) => [entry.text(1), entry.bytes(2)]);
  }
}

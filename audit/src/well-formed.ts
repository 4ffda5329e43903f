/**
 * Whether bytes are a message of protobuf at all. The generated classes go round for ever on a length that is beyond 31
 * bits, which a lying peer can send; so what they read is walked through before.
 */
import { ProtobufReader } from './protobuf-reader.js';

/** Fields that are messages themselves, by number. */
export interface MessageShape {
  readonly [field: number]: MessageShape;
}

const group: Record<number, MessageShape> = { 3: { 2: {} }, 4: { 2: { 1: {} } } };
group[2] = { 2: group };

/** Of those that are read here; what stands in them as bytes is looked at when it is read itself. */
export const shapes = {
  flat: {},
  block: { 1: {}, 2: {}, 3: {} },
  payload: { 1: {} },
  transaction: { 1: {} },
  chaincodeActionPayload: { 2: { 2: {} } },
  chaincodeAction: { 3: {}, 4: {} },
  metadata: { 2: {} },
  configEnvelope: { 1: { 2: group }, 2: {} },
} as const satisfies Readonly<Record<string, MessageShape>>;

/** Decodes a message. @throws Error when the bytes are none */
export function decoded<T>(
  type: { deserializeBinary(bytes: Uint8Array): T },
  bytes: Uint8Array,
  shape: MessageShape,
): T {
  requireWellFormed(bytes, shape);
  return type.deserializeBinary(bytes);
}

function requireWellFormed(bytes: Uint8Array, shape: MessageShape): void {
  const reader = new ProtobufReader(bytes);
  while (reader.next()) {
    const nested = shape[reader.field];
    if (nested === undefined) reader.skip();
    else requireWellFormed(reader.view(), nested);
  }
}

/**
 * Messages of configurations, definitions and policies, which nodes and administrators make with Fabric's own programs: they
 * are walked through before they are decoded, because the generated classes go round for ever on a length that is beyond 31 bits.
 */
import { ProtobufReader } from './protobuf-reader.js';

/** Fields that are messages themselves, by number. */
export interface MessageShape {
  readonly [field: number]: MessageShape;
}

/** Rules are in rules. */
const rule: Record<number, MessageShape> = {};
rule[2] = { 2: rule };
const signaturePolicy = { 2: rule, 3: {} };
const applicationPolicy = { 1: signaturePolicy };

/** Of those that are read here; what stands in them as bytes is looked at when it is read itself. */
export const walkedShapes = {
  flat: {},
  orderers: { 1: {} },
  membership: { 6: { 2: {} }, 7: {}, 8: {}, 11: { 2: {}, 3: {}, 4: {}, 5: {} } },
  configUpdate: { 2: {} },
  signaturePolicy,
  applicationPolicy,
  collections: { 1: { 1: { 2: { 1: signaturePolicy }, 8: applicationPolicy } } },
} as const satisfies Readonly<Record<string, MessageShape>>;

/** Decodes a message. @throws Error when the bytes are none */
export function walked<T>(
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

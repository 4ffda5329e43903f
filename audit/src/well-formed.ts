/**
 * Whether bytes are a message of protobuf at all. The generated classes go round for ever on a length that is beyond 31
 * bits, which a lying peer can send; so what they read is walked through before.
 */
import { ProtobufReader } from './protobuf-reader.js';

/** Fields that are messages themselves, by number. */
export interface MessageShape {
  readonly [field: number]: MessageShape;
}

/** Groups are in groups; a value of one is bytes, a policy is a message. */
const group: Record<number, MessageShape> = { 3: { 2: {} }, 4: { 2: { 2: {} } } };
group[2] = { 2: group };

/** Rules are in rules. */
const rule: Record<number, MessageShape> = {};
rule[2] = { 2: rule };
const signaturePolicy = { 2: rule, 3: {} };
const applicationPolicy = { 1: signaturePolicy };

/** Of those that are read here; what stands in them as bytes is looked at when it is read itself. */
export const shapes = {
  flat: {},
  block: { 1: {}, 2: {}, 3: {} },
  payload: { 1: {} },
  transaction: { 1: {} },
  chaincodeActionPayload: { 2: { 2: {} } },
  chaincodeAction: { 3: {}, 4: {} },
  readWriteSets: { 2: { 3: {} } },
  hashedRows: { 1: { 2: {} }, 2: {}, 3: { 2: {} } },
  metadata: { 2: {} },
  configEnvelope: { 1: { 2: group }, 2: {} },
  orderers: { 1: {} },
  membership: { 6: { 2: {} }, 7: {}, 8: {}, 11: { 2: {}, 3: {}, 4: {}, 5: {} } },
  signaturePolicy,
  applicationPolicy,
  collections: { 1: { 1: { 2: { 1: signaturePolicy }, 8: applicationPolicy } } },
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

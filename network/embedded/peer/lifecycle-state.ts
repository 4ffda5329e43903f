/**
 * Definitions and approvals as rows of the state.
 *
 * Fabric: a structure is kept as a metadata row (its type and the names of its fields) and one row per field, so that a
 * change writes only the fields that changed. Reference: `core/chaincode/lifecycle/serializer.go`. Left out: the types
 * nobody uses any more.
 */
import { peer } from '@hyperledger/fabric-protos';
import { fieldKey, LIFECYCLE_NAMESPACE, metadataKey } from '../lifecycle-keys.js';
import { sameBytes } from '../wire/bytes.js';

const { StateData, StateMetadata } = peer.lifecycle;

/** Reads of `_lifecycle`: a simulator's, or of committed state. */
export type LifecycleReader = (key: string) => Promise<Uint8Array | undefined>;

export interface LifecycleWriter {
  read: LifecycleReader;
  put(key: string, value: Uint8Array): void;
}

/** Fields by name: whole numbers, texts, serialised messages. */
export type Fields = Readonly<Record<string, number | string | Uint8Array>>;

/** Writes what differs from what is there. */
export async function writeStructure(
  state: LifecycleWriter,
  namespace: string,
  name: string,
  type: string,
  fields: Fields,
): Promise<void> {
  const metadataBytes = await state.read(metadataKey(namespace, name));
  const metadata = StateMetadata.deserializeBinary(metadataBytes ?? new Uint8Array());
  for (const [field, value] of Object.entries(fields)) {
    const key = fieldKey(namespace, name, field);
    const known = metadata.getFieldsList().includes(field) ? await state.read(key) : undefined;
    const bytes = encodeField(value);
    if (!known || !sameBytes(known, bytes)) state.put(key, bytes);
  }
  if (metadata.getDatatype() === type && metadata.getFieldsList().length === Object.keys(fields).length) return;
  metadata.setDatatype(type);
  metadata.setFieldsList(Object.keys(fields));
  state.put(metadataKey(namespace, name), metadata.serializeBinary());
}

/** Whether the structure stands there with exactly these fields; else which fields differ. */
export async function compareStructure(
  read: LifecycleReader,
  namespace: string,
  name: string,
  fields: Fields,
): Promise<{ readonly isThere: boolean; readonly mismatches: readonly string[] }> {
  if (!(await read(metadataKey(namespace, name)))) return { isThere: false, mismatches: [] };
  const mismatches: string[] = [];
  for (const [field, value] of Object.entries(fields)) {
    const known = await read(fieldKey(namespace, name, field));
    if (!known || !sameBytes(known, encodeField(value))) mismatches.push(field);
  }
  return { isThere: mismatches.length === 0, mismatches };
}

export async function hasStructure(read: LifecycleReader, namespace: string, name: string): Promise<boolean> {
  return (await read(metadataKey(namespace, name))) !== undefined;
}

export async function readBytesField(
  read: LifecycleReader,
  namespace: string,
  name: string,
  field: string,
): Promise<Uint8Array> {
  return (await readField(read, namespace, name, field)).getBytes_asU8();
}

export async function readNumberField(
  read: LifecycleReader,
  namespace: string,
  name: string,
  field: string,
): Promise<number> {
  return (await readField(read, namespace, name, field)).getInt64();
}

export async function readStringField(
  read: LifecycleReader,
  namespace: string,
  name: string,
  field: string,
): Promise<string> {
  return (await readField(read, namespace, name, field)).getString();
}

/** Reads of committed state. */
export function committedReader(state: {
  getState(namespace: string, key: string): Promise<{ readonly value: Uint8Array } | undefined>;
}): LifecycleReader {
  return async (key) => (await state.getState(LIFECYCLE_NAMESPACE, key))?.value;
}

/** The same reader, below a prefix. */
export function prefixedReader(read: LifecycleReader, prefix: string): LifecycleReader {
  return (key) => read(`${prefix}${key}`);
}

async function readField(read: LifecycleReader, namespace: string, name: string, field: string) {
  return StateData.deserializeBinary((await read(fieldKey(namespace, name, field))) ?? new Uint8Array());
}

function encodeField(value: number | string | Uint8Array): Uint8Array {
  const data = new StateData();
  if (typeof value === 'number') data.setInt64(value);
  else if (typeof value === 'string') data.setString(value);
  else data.setBytes(value);
  return data.serializeBinary();
}

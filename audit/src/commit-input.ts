/**
 * What a commit hash is made of: the validation codes of a block, all that its valid transactions changed, and the commit hash
 * before. Pure, and for browsers too, which hash in a way of their own.
 */
import { bytesOfHex, encodeText } from './byte-texts.js';
import { encodeVarint, ProtobufBytes } from './protobuf-bytes.js';
import type { Kept } from './store.js';
import type { WriteSet } from './write-sets.js';

interface Update {
  /** Undefined when the key was deleted. */
  readonly value: Uint8Array | undefined;
  readonly version: Uint8Array;
}

export interface NumberedWrites {
  /** The transaction's place in the block. */
  readonly index: number;
  readonly transaction: { readonly sets: readonly WriteSet[] };
}

/** Values of keys with a policy, by namespace, collection and key. */
export interface ValuedKeys extends Kept<Uint8Array> {
  /** False where it never had a name that begins so, by {@link beginOf}: most kinds of rows have no policies. */
  mayHaveAny?(begin: string): boolean;
}

/** Of a key's name, the namespace and the kind of row. */
export function beginOf(name: string): string {
  const at = name.indexOf('\u0000');
  return name.slice(0, at < 0 ? undefined : name.indexOf('\u0000', at + 1) + 1 || undefined);
}

/**
 * @param valued values of keys with a policy, which are brought up to date: a policy that changes alone counts as a write of the value
 * @throws Error when the policy of a key changed whose value is not known
 */
export function commitInput(
  block: number,
  codes: Uint8Array,
  transactions: readonly NumberedWrites[],
  before: Uint8Array,
  valued: ValuedKeys,
): Uint8Array[] {
  const updates = new Map<string, Map<string, Update>>();
  for (const { index, transaction } of transactions) {
    const version = Uint8Array.of(...orderedNumber(block), ...orderedNumber(index));
    for (const set of transaction.sets) apply(updates, valued, set, version);
  }
  return [encodeVarint(codes.length), codes, encode(updates), before];
}

function apply(
  updates: Map<string, Map<string, Update>>,
  valued: ValuedKeys,
  set: WriteSet,
  version: Uint8Array,
): void {
  if (set.writes.length + set.policies.length === 0) return;
  const name = set.collection === '' ? set.namespace : `${set.namespace}$$h${set.collection}`;
  const ofSet = updates.get(name) ?? new Map<string, Update>();
  updates.set(name, ofSet);
  // The rows of one kind stand together.
  let [begin, isKind, mayBeKept] = ['', false, true];
  for (const { key, value } of set.writes) {
    ofSet.set(key, { value, version });
    if (!isKind || !key.startsWith(begin)) {
      begin = beginOf(key);
      isKind = begin.indexOf('\u0000') < begin.length - 1 && begin.endsWith('\u0000');
      mayBeKept = valued.mayHaveAny?.(beginOf(`${name}/${begin}`)) ?? true;
    }
    if (!mayBeKept) continue;
    const kept = `${name}/${key}`;
    if (value === undefined) valued.delete(kept);
    else if (valued.has(kept)) valued.set(kept, value);
  }
  for (const { key } of set.policies) {
    const kept = `${name}/${key}`;
    const value = ofSet.has(key) ? ofSet.get(key)?.value : valued.get(kept);
    if (value === undefined) {
      if (ofSet.has(key)) continue;
      throw new Error(`the policy of ${key} changed, whose value is not known`);
    }
    ofSet.set(key, { value, version });
    valued.set(kept, value);
  }
}

/** Each change with its key, new value and version; namespaces and collections stand at their first keys only. */
function encode(updates: ReadonlyMap<string, ReadonlyMap<string, Update>>): Uint8Array {
  const bytes = new ProtobufBytes();
  let lastNamespace = '';
  for (const name of inByteOrder(updates.keys())) {
    const ofName = updates.get(name) ?? new Map<string, Update>();
    const [namespace = '', collection = ''] = name.split('$$h');
    let collectionToTell = collection;
    for (const key of inByteOrder(ofName.keys())) {
      const { value, version } = ofName.get(key)!;
      bytes.message(1, [
        [1, namespace === lastNamespace ? NOTHING : encodeText(namespace)],
        [2, collectionToTell === '' ? NOTHING : encodeText(collectionToTell)],
        [3, collection === '' ? encodeText(key) : bytesOfHex(key)],
        [4, value === undefined],
        [5, value ?? NOTHING],
        [6, version],
      ]);
      lastNamespace = namespace;
      collectionToTell = '';
    }
  }
  return bytes.written;
}

const NOTHING = new Uint8Array();

/** A length byte and big-endian bytes without leading zeros. */
function orderedNumber(value: number): Uint8Array {
  const octets: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 0x100)) octets.unshift(rest % 0x100);
  return Uint8Array.of(octets.length, ...octets);
}

/** Fabric orders keys by their bytes in UTF-8; JavaScript's order differs where there are surrogate pairs. */
function inByteOrder(names: Iterable<string>): string[] {
  const list = [...names];
  const hasPairs = list.some((name) => /[\ud800-\udfff]/.test(name));
  return hasPairs ? list.sort(compareBytes) : list.sort();
}

function compareBytes(a: string, b: string): number {
  const [one, other] = [encodeText(a), encodeText(b)];
  const at = one.findIndex((byte, index) => byte !== other[index]);
  return at < 0 ? one.length - other.length : one[at]! - (other[at] ?? -1);
}

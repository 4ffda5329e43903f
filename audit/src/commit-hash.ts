/**
 * The commit hash that a peer must have after a block: over the validation codes, all that the valid transactions
 * changed, and the commit hash before. Recomputed from what was read, and compared with what other organisations' peers
 * say, it proves that they judged every transaction as this peer did, and wrote the same.
 */
import { common } from './fabric-messages.js';
import { type AuditedTransaction, metadataOf } from './block-contents.js';
import { sha256 } from './bytes.js';
import { type WriteSet } from './write-sets.js';
import { encodeVarint, ProtobufBytes } from './protobuf-bytes.js';
import type { Kept, Store } from './store.js';
import { decoded, shapes } from './well-formed.js';

interface Update {
  /** Undefined when the key was deleted. */
  readonly value: Uint8Array | undefined;
  readonly version: Uint8Array;
}

export interface NumberedTransaction {
  /** Its place in the block. */
  readonly index: number;
  readonly transaction: AuditedTransaction;
}

export class CommitHashes {
  /** Values of keys with a policy: one that changes alone counts as a write of the value. */
  readonly #valued: Kept<Uint8Array>;

  constructor(store: Store) {
    this.#valued = store.kept('valued-keys', 'small');
  }

  /** The commit hash after a block. @throws Error when the policy of a key changed whose value is not known */
  after(
    block: number,
    codes: Uint8Array,
    transactions: readonly NumberedTransaction[],
    before: Uint8Array,
  ): Uint8Array {
    const updates = new Map<string, Map<string, Update>>();
    for (const { index, transaction } of transactions) {
      const version = Buffer.concat([orderedNumber(block), orderedNumber(index)]);
      for (const set of transaction.sets) this.#apply(updates, set, version);
    }
    return sha256(encodeVarint(codes.length), codes, encode(updates), before);
  }

  #apply(updates: Map<string, Map<string, Update>>, set: WriteSet, version: Uint8Array): void {
    if (set.writes.length + set.policies.length === 0) return;
    const name = set.collection === '' ? set.namespace : `${set.namespace}$$h${set.collection}`;
    const ofSet = updates.get(name) ?? new Map<string, Update>();
    updates.set(name, ofSet);
    for (const { key, value } of set.writes) {
      ofSet.set(key, { value, version });
      const kept = `${name}/${key}`;
      if (value === undefined) this.#valued.delete(kept);
      else if (this.#valued.has(kept)) this.#valued.set(kept, value);
    }
    for (const { key } of set.policies) {
      const kept = `${name}/${key}`;
      const value = ofSet.has(key) ? ofSet.get(key)?.value : this.#valued.get(kept);
      if (value === undefined) {
        if (ofSet.has(key)) continue;
        throw new Error(`the policy of ${key} changed, whose value is not known`);
      }
      ofSet.set(key, { value, version });
      this.#valued.set(kept, value);
    }
  }
}

/** The commit hash that a block carries: the word of the peer that gave it. */
export function commitHashOf(block: common.Block): Uint8Array {
  return decoded(
    common.Metadata,
    metadataOf(block, common.BlockMetadataIndex.COMMIT_HASH),
    shapes.metadata,
  ).getValue_asU8();
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
        [1, Buffer.from(namespace === lastNamespace ? '' : namespace)],
        [2, Buffer.from(collectionToTell)],
        [3, Buffer.from(key, collection === '' ? 'utf8' : 'hex')],
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
  return Buffer.of(octets.length, ...octets);
}

/** Fabric orders keys by their bytes in UTF-8; JavaScript's order differs where there are surrogate pairs. */
function inByteOrder(names: Iterable<string>): string[] {
  const list = [...names];
  const hasPairs = list.some((name) => /[\ud800-\udfff]/.test(name));
  return hasPairs ? list.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))) : list.sort();
}

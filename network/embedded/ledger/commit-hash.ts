/**
 * The commit hash: one value that two peers share exactly when they judged every block alike and wrote the same state.
 *
 * Fabric: SHA-256 over the validation codes (with their count in front), the block's state updates in a fixed
 * encoding, and the commit hash before. It stands in the block's metadata from block 1 on. Reference:
 * `core/ledger/kvledger/kv_ledger.go` (addBlockCommitHash), `txmgmt/txmgr/update_batch_bytes.go`,
 * `txmgmt/txmgr/updates.proto`. Left out: nothing.
 */
import { EMPTY_BYTES, sha256 } from '../wire/bytes.js';
import { collectionOfHashes, hexBytes } from '../wire/hashed-read-write-set.js';
import { sortedKeys } from '../wire/key-order.js';
import { encodeVarint, FieldWriter } from '../wire/protobuf.js';
import type { Version } from './row-types.js';
import type { UpdateBatch } from './update-batch.js';

export function computeCommitHash(
  validationCodes: Uint8Array,
  updates: UpdateBatch,
  previousCommitHash: Uint8Array,
): Uint8Array {
  return sha256(encodeVarint(validationCodes.length), validationCodes, encodeUpdates(updates), previousCommitHash);
}

/**
 * Every updated key with its new value and version: a namespace's public keys, then its collections' hashed ones. The
 * names of namespace and collection stand at their first keys only.
 */
function encodeUpdates(batch: UpdateBatch): Uint8Array {
  const writer = new FieldWriter(16 * 1024);
  // The writes of one transaction share one version object.
  let version: Version | undefined;
  let versionBytes = EMPTY_BYTES;
  let lastNamespace = '';
  for (const stateNamespace of sortedKeys(batch.namespaces)) {
    // The empty namespace is Fabric's own place for the channel configuration, left out of the hash there too.
    if (stateNamespace === '') continue;
    const hashes = collectionOfHashes(stateNamespace);
    const namespace = hashes?.namespace ?? stateNamespace;
    const updates = batch.updates(stateNamespace);
    let collectionName = hashes?.collection ?? '';
    for (const key of sortedKeys(updates.keys())) {
      const update = updates.get(key);
      if (!update) continue;
      const name = namespace === lastNamespace ? '' : namespace;
      lastNamespace = namespace;
      writer.message(1, (fields) => {
        fields.string(1, name).string(2, collectionName);
        if (hashes) fields.bytes(3, hexBytes(key));
        else fields.string(3, key);
        fields.boolean(4, update.value === undefined);
        if (update.value) fields.bytes(5, update.value);
        if (update.version !== version) {
          version = update.version;
          versionBytes = encodeVersion(version);
        }
        fields.bytes(6, versionBytes);
      });
      collectionName = '';
    }
  }
  return writer.finish();
}

/** Block and transaction, each as a length byte and big-endian bytes without leading zeros. */
export function encodeVersion({ block, tx }: Version): Uint8Array {
  return Buffer.concat([orderedNumber(block), orderedNumber(tx)]);
}

function orderedNumber(value: number): Uint8Array {
  const octets: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 0x100)) octets.unshift(rest % 0x100);
  return Uint8Array.of(octets.length, ...octets);
}

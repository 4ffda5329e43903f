/**
 * Private data that expires: its hashes leave the state of every peer, its values that of the members.
 *
 * Fabric: a hash written in block n to a collection with blockToLive b goes with block n + b + 1, unless it was written
 * again meanwhile. That belongs to no transaction and is not part of the commit hash. Reference:
 * `core/ledger/kvledger/txmgmt/pvtstatepurgemgmt/purge_mgr.go`. Left out: nothing.
 */
import { collectionOfHashes } from '../wire/hashed-read-write-set.js';
import { expiryKey, expiryRange, readExpiryKey, stateKey } from './database-keys.js';
import type { DatabaseOperation, StateDatabase } from './state-database.js';
import type { UpdateBatch } from './update-batch.js';

/** A hash whose time has come. */
export interface ExpiredHash {
  readonly hashedNamespace: string;
  /** Hexadecimal. */
  readonly keyHash: string;
  /** The block that wrote what expires now. */
  readonly writtenIn: number;
}

/** blockToLive of a chaincode's collection; 0 for never. */
export type BlockToLive = (namespace: string, collection: string) => Promise<number>;

export function expiryBlock(blockNumber: number, blockToLive: number): number {
  return blockToLive === 0 ? Number.POSITIVE_INFINITY : blockNumber + blockToLive + 1;
}

/** What expires with this block. */
export async function expiredHashes(blockNumber: number, database: StateDatabase): Promise<ExpiredHash[]> {
  const expired: ExpiredHash[] = [];
  for await (const [key, value] of database.entries(expiryRange(blockNumber))) {
    expired.push({ ...readExpiryKey(key), writtenIn: Number(Buffer.from(value).toString('utf8')) });
  }
  return expired;
}

/** Deletes what expires with this block, and notes when that which the block writes will. */
export async function expiryOperations(
  blockNumber: number,
  updates: UpdateBatch,
  expired: readonly ExpiredHash[],
  database: StateDatabase,
  blockToLive: BlockToLive,
): Promise<DatabaseOperation[]> {
  const operations: DatabaseOperation[] = [];
  for (const { hashedNamespace, keyHash, writtenIn } of expired) {
    operations.push({ type: 'del', key: expiryKey(blockNumber, hashedNamespace, keyHash) });
    const isCurrent = database.row(hashedNamespace, keyHash)?.version.block === writtenIn;
    if (isCurrent && !updates.get(hashedNamespace, keyHash)) {
      operations.push({ type: 'del', key: stateKey(hashedNamespace, keyHash) });
    }
  }
  for (const hashedNamespace of updates.namespaces) {
    const hashes = collectionOfHashes(hashedNamespace);
    if (!hashes) continue;
    const at = expiryBlock(blockNumber, await blockToLive(hashes.namespace, hashes.collection));
    if (!Number.isFinite(at)) continue;
    for (const [keyHash, { value }] of updates.updates(hashedNamespace)) {
      if (!value) continue;
      const key = expiryKey(at, hashedNamespace, keyHash);
      operations.push({ type: 'put', key, value: Buffer.from(String(blockNumber)) });
    }
  }
  return operations;
}

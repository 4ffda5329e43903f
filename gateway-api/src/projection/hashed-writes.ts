/** What blocks say of writes to private collections: when, and the hash of what. */
import { hash } from 'node:crypto';
import type { Database } from '../store/database.js';

export interface HashedWriteRow {
  /** Absent when the row was removed. */
  readonly valueHash: string | undefined;
  readonly blockNumber: number;
  readonly txId: string;
}

export function hashedWriteQueries({ sqlite }: Database) {
  const ofRow = sqlite.prepare(
    'SELECT value_hash, block, tx_id FROM hashed_writes WHERE collection = ? AND key_hash = ? ORDER BY seq',
  );
  return {
    /** All writes of one private row, oldest first. */
    writesOf: (collection: string, key: readonly string[]): HashedWriteRow[] =>
      ofRow.all(collection, keyHash(key)).map((row) => ({
        valueHash: (row['value_hash'] as string | null) ?? undefined,
        blockNumber: row['block'] as number,
        txId: row['tx_id'] as string,
      })),
  };
}

/** As a block has it: the SHA-256 of the composite key. */
function keyHash(parts: readonly string[]): string {
  return hash('sha256', `\u0000${parts.map((part) => `${part}\u0000`).join('')}`);
}

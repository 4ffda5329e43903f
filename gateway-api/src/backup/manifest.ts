/** What a backup says of itself: of whom and of which place of the ledger it is, and each file's digest. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { mspId, sha256Hex, timestamp } from '@commonpoint/catalogue';
import { z } from 'zod';

export const MANIFEST = 'manifest.json';

const place = z.strictObject({
  /** The last block that the database has; -1 before the first. */
  block: z.int().min(-1),
  /** Its hash, which tells this ledger's from another one's. */
  hash: z.string().optional(),
  firstBlock: z.string().optional(),
});

export const manifest = z.strictObject({
  format: z.literal(1),
  madeAt: timestamp,
  organization: z.string(),
  mspId,
  channel: z.string(),
  ledger: place,
  files: z.array(z.strictObject({ name: z.string(), bytes: z.int().min(0), sha256: sha256Hex })).min(1),
});
export type Manifest = z.infer<typeof manifest>;

/** What is wrong with a backup, or in the way of making or restoring one; one sentence for whoever asked. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/** @throws BackupError */
export function readManifest(folder: string): Manifest {
  const path = join(folder, MANIFEST);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new BackupError(`${folder} is no backup: ${(error as Error).message}.`);
  }
  try {
    return manifest.parse(JSON.parse(text));
  } catch {
    throw new BackupError(`${path} is damaged, or of another version: use another backup.`);
  }
}

const CHUNK_BYTES = 1024 * 1024;

/** A file's length and SHA-256, without having it in memory. */
export function digestOfFile(path: string): { readonly bytes: number; readonly sha256: string } {
  const file = openSync(path, 'r');
  try {
    const hash = createHash('sha256');
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let bytes = 0;
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      hash.update(chunk.subarray(0, read));
      bytes += read;
    }
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    closeSync(file);
  }
}

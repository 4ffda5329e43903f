/** Whether files are what was written, read from the beginning to the end. It waits for the disk: for a thread of its own. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { BLOCK_BYTES_MAX, followingOffset, FRAME_BYTES } from '../ledger/block-file.js';
import { isWholeTable } from '../leveldb/table.js';
import type { LeftFile } from './looks.js';

/** The path of the first one that is not; undefined when all are. One that cannot be read says nothing of the others. */
export function findDamaged(
  files: readonly LeftFile[],
  unreadable: (path: string, error: unknown) => void,
): string | undefined {
  const isWhole = (file: LeftFile): boolean => {
    try {
      return file.kind === 'blocks' ? areWhole(file) : isGoneOrWhole(file);
    } catch (error) {
      unreadable(file.path, error);
      return true;
    }
  };
  return files.find((file) => !isWhole(file))?.path;
}

/** Blocks from the beginning to where they ended: what has come since was written by this run. */
function areWhole({ path, end }: { readonly path: string; readonly end: number }): boolean {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(FRAME_BYTES);
    let content = Buffer.alloc(0);
    let offset = 0;
    while (offset < end) {
      if (readSync(file, header, 0, FRAME_BYTES, offset) < FRAME_BYTES) return false;
      const length = header.readUInt32BE(0);
      const next = followingOffset({ offset, length });
      if (length === 0 || length > BLOCK_BYTES_MAX || next > end) return false;
      if (content.length < length) content = Buffer.alloc(length);
      if (readSync(file, content, 0, length, offset + FRAME_BYTES) < length) return false;
      if (crc32(content.subarray(0, length)) !== header.readUInt32BE(4)) return false;
      offset = next;
    }
    return true;
  } finally {
    closeSync(file);
  }
}

function isGoneOrWhole({ path }: { readonly path: string }): boolean {
  try {
    return isWholeTable(readFileSync(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
}

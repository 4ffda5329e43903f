/**
 * Whether the files of a LevelDB are what it wrote. LevelDB itself drops a damaged record of its log without a word and
 * goes on with the one behind it, and does not look at the checksums of its tables when it reads them.
 *
 * The format is that of `doc/log_format.md` and `doc/table_format.md`. A log may end in the middle of a record, since a
 * crash leaves it so; its last change is then missing as a whole. Anything else that does not check is damage.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { maskedCrc32c } from './crc32c.js';
import { isWholeTable } from './table.js';

const LOG_BLOCK_BYTES = 32_768;
const LOG_HEADER_BYTES = 7;

/** The name of a file that is damaged or missing; undefined when all is well, or when there is no database. */
export async function findLevelDbDamage(folder: string): Promise<string | undefined> {
  if (!existsSync(folder)) return undefined;
  const names = await readdir(folder);
  if (names.every((name) => name === 'LOCK' || name === 'LOG' || name === 'LOG.old')) return undefined;
  const current = names.includes('CURRENT') ? await readFile(join(folder, 'CURRENT'), 'latin1') : '';
  const manifest = /^(MANIFEST-\d{6,})\n$/.exec(current)?.[1];
  if (manifest === undefined) return 'CURRENT';
  if (!names.includes(manifest)) return manifest;
  for (const name of names) {
    const isWhole = checks(name, manifest);
    if (isWhole && !isWhole(await readFile(join(folder, name)))) return name;
  }
  return undefined;
}

function checks(name: string, manifest: string): ((bytes: Buffer) => boolean) | undefined {
  if (/^\d+\.log$/.test(name)) return (bytes) => isWholeLog(bytes, 'may be cut');
  if (name === manifest) return (bytes) => bytes.length > 0 && isWholeLog(bytes, 'whole');
  if (/^\d+\.(ldb|sst)$/.test(name)) return isWholeTable;
  return undefined;
}

function isWholeLog(bytes: Buffer, end: 'whole' | 'may be cut'): boolean {
  let at = 0;
  while (at < bytes.length) {
    const left = LOG_BLOCK_BYTES - (at % LOG_BLOCK_BYTES);
    if (left < LOG_HEADER_BYTES) {
      if (bytes.subarray(at, at + left).some((byte) => byte !== 0)) return false;
      at += left;
      continue;
    }
    if (at + LOG_HEADER_BYTES > bytes.length) return end === 'may be cut';
    const length = bytes.readUInt16LE(at + 4);
    const next = at + LOG_HEADER_BYTES + length;
    if (LOG_HEADER_BYTES + length > left) return false;
    if (next > bytes.length) return end === 'may be cut';
    if (maskedCrc32c(bytes.subarray(at + 6, next)) !== bytes.readUInt32LE(at)) return false;
    at = next;
  }
  return true;
}

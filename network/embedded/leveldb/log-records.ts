/** The records of a LevelDB log or manifest (`doc/log_format.md`), and how it ends. */
import { maskedCrc32c } from './crc32c.js';

const LOG_BLOCK_BYTES = 32_768;
const LOG_HEADER_BYTES = 7;
/** What a part is of its record. */
const [FULL, FIRST, MIDDLE, LAST] = [1, 2, 3, 4];

export interface LogRecords {
  readonly records: readonly Buffer[];
  /** `cut`: it ends within a record, as a crash leaves it. `damaged`: something does not check. */
  readonly end: 'whole' | 'cut' | 'damaged';
}

export function readLogRecords(bytes: Buffer): LogRecords {
  const records: Buffer[] = [];
  let parts: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    const left = LOG_BLOCK_BYTES - (at % LOG_BLOCK_BYTES);
    if (left < LOG_HEADER_BYTES) {
      if (bytes.subarray(at, at + left).some((byte) => byte !== 0)) return { records, end: 'damaged' };
      at += left;
      continue;
    }
    if (at + LOG_HEADER_BYTES > bytes.length) return { records, end: 'cut' };
    const length = bytes.readUInt16LE(at + 4);
    const next = at + LOG_HEADER_BYTES + length;
    if (LOG_HEADER_BYTES + length > left) return { records, end: 'damaged' };
    if (next > bytes.length) return { records, end: 'cut' };
    if (maskedCrc32c(bytes.subarray(at + 6, next)) !== bytes.readUInt32LE(at)) return { records, end: 'damaged' };
    const type = bytes[at + 6];
    if (type === FULL || type === FIRST) parts = [];
    if (type === FULL || type === FIRST || type === MIDDLE || type === LAST)
      parts.push(bytes.subarray(at + LOG_HEADER_BYTES, next));
    if (type === FULL || type === LAST) records.push(parts.length === 1 ? parts[0]! : Buffer.concat(parts));
    at = next;
  }
  return { records, end: 'whole' };
}

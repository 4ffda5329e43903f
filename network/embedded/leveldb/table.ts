/** The index of a LevelDB table, as far as it is needed to find the table's blocks (`doc/table_format.md`). */
import { maskedCrc32c } from './crc32c.js';
import { snappyContent } from './snappy.js';
import { varints } from './varints.js';

const FOOTER_BYTES = 48;
const MAGIC = Buffer.from('57fb808b247547db', 'hex');
/** The kind of compression and the checksum behind each block. */
const TRAILER_BYTES = 5;
const SNAPPY = 1;

interface Handle {
  readonly offset: number;
  readonly size: number;
}

/** Whether every block is as it was written, one behind the other from the first byte to the footer. */
export function isWholeTable(bytes: Buffer): boolean {
  if (bytes.length < FOOTER_BYTES || !bytes.subarray(-MAGIC.length).equals(MAGIC)) return false;
  const footer = bytes.subarray(-FOOTER_BYTES);
  const [metaOffset = 0, metaSize = 0, indexOffset = 0, indexSize = 0] = varints(footer, 0, 4).values;
  const metaIndex = { offset: metaOffset, size: metaSize };
  const index = { offset: indexOffset, size: indexSize };
  if (![metaIndex, index].every((handle) => isWholeBlock(bytes, handle))) return false;
  let at = 0;
  for (const handle of [...handlesIn(bytes, index), ...handlesIn(bytes, metaIndex), metaIndex, index]) {
    if (handle.offset !== at || !isWholeBlock(bytes, handle)) return false;
    at += handle.size + TRAILER_BYTES;
  }
  return at === bytes.length - FOOTER_BYTES;
}

function isWholeBlock(bytes: Buffer, { offset, size }: Handle): boolean {
  const end = offset + size + 1;
  return end + 4 <= bytes.length && maskedCrc32c(bytes.subarray(offset, end)) === bytes.readUInt32LE(end);
}

/** An index block leads from keys to blocks: entries, then where its keys stand in full, then how many of them do. */
function handlesIn(bytes: Buffer, { offset, size }: Handle): Handle[] {
  const stored = bytes.subarray(offset, offset + size);
  const content = bytes[offset + size] === SNAPPY ? snappyContent(stored) : stored;
  const entriesEnd = content.length - 4 - 4 * content.readUInt32LE(content.length - 4);
  const handles: Handle[] = [];
  for (let at = 0; at < entriesEnd;) {
    const lengths = varints(content, at, 3);
    const [, keyLength = 0, valueLength = 0] = lengths.values;
    const valueAt = lengths.next + keyLength;
    const [blockOffset = 0, blockSize = 0] = varints(content, valueAt, 2).values;
    handles.push({ offset: blockOffset, size: blockSize });
    at = valueAt + valueLength;
  }
  return handles;
}

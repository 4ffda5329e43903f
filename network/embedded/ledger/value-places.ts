/**
 * Where the values of a block's updates stand in it, so that the state need not have them as well.
 *
 * What LevelDB is given it writes a dozen times until it lies in its last level, and each peer has the value in its block file already: of a receipt
 * that is 500 bytes of 600. Fabric: none; there each value is in the state too.
 */
import { crc32 } from 'node:zlib';
import { envelopeOffsets, type ParsedBlock } from '../wire/block.js';
import type { Version } from './row-types.js';
import type { ValuePlace } from './state-row.js';

/** What is shorter is as cheap where it is, and read without a second look. */
export const VALUE_BYTES_MIN = 64;

/** Of a value that is a view of the envelope that its version names, in a block with this peer's metadata. */
export function valuePlaces({
  bytes,
  data,
}: Pick<ParsedBlock, 'bytes' | 'data'>): (value: Uint8Array, version: Version) => ValuePlace | undefined {
  let offsets: readonly number[] | undefined;
  return (value, { tx }) => {
    const envelope = data[tx];
    if (value.length < VALUE_BYTES_MIN || !envelope || value.buffer !== envelope.buffer) return undefined;
    const within = value.byteOffset - envelope.byteOffset;
    if (within < 0 || within + value.length > envelope.length) return undefined;
    offsets ??= envelopeOffsets(bytes);
    return { offset: offsets[tx]! + within, length: value.length, checksum: crc32(value) };
  };
}

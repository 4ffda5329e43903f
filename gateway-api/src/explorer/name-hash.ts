/**
 * What the index keeps of the name of a row or a transaction: 32 bits. Others may share them, so whoever is sent to a block by
 * them looks whether the name is there.
 */

/** Of a row, the parts of its key. The seed is one file's own: which names share their bits is not known outside. */
export function hashOfName(parts: readonly string[], seed: number): number {
  let hash = seed;
  for (const part of parts) {
    for (let at = 0; at < part.length; at++) hash = Math.imul(hash ^ part.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ 0x1f, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** No row has this type. */
export const nameOfTransaction = (txId: string): readonly string[] => ['transaction', txId];

/** Each once, ascending. */
export function distinct(hashes: Uint32Array): Uint32Array {
  hashes.sort();
  let count = 0;
  for (const hash of hashes) if (count === 0 || hashes[count - 1] !== hash) hashes[count++] = hash;
  return hashes.slice(0, count);
}

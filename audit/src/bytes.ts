/** Bytes as what they stand for. */
import { createHash, hash as hashOf } from 'node:crypto';

export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return hashOf('sha256', only, 'buffer');
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export const hexOf = (bytes: Uint8Array): string => viewOf(bytes).toString('hex');

export const textOf = (bytes: Uint8Array): string => viewOf(bytes).toString('utf8');

/** The same bytes, which `Buffer.from` would copy. */
const viewOf = ({ buffer, byteOffset, length }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, length);

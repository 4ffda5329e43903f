/**
 * Byte strings, always as plain `Uint8Array`: google-protobuf copies a Node `Buffer` whole before it reads it, and
 * gives plain views back, so views keep one copy of a block in memory however many messages are cut out of it.
 */
import { createHash, hash } from 'node:crypto';

export const EMPTY_BYTES: Uint8Array = new Uint8Array(0);

/** The same memory as a plain `Uint8Array`; no copy. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The same memory as a `Buffer`; no copy. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array {
  return plainBytes(Buffer.concat(parts));
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && asBuffer(a).equals(b);
}

/** SHA-256 over the parts as if they were one byte string. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return plainBytes(hash('sha256', parts[0] ?? EMPTY_BYTES, 'buffer'));
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return plainBytes(digest.digest());
}

export function toHex(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('hex');
}

export function utf8Bytes(text: string): Uint8Array {
  return plainBytes(Buffer.from(text, 'utf8'));
}

/** Bytes as texts and texts as bytes, where there may be no Node: what is read so is read in browsers too. */

const isNode = typeof Buffer !== 'undefined';
const decoder = new TextDecoder();
const encoder = new TextEncoder();
const digits = Array.from({ length: 256 }, (_none, byte) => byte.toString(16).padStart(2, '0'));

/** Node’s own way is twice as quick for what is short. */
export const decodeText: (bytes: Uint8Array) => string = isNode
  ? ({ buffer, byteOffset, length }) => Buffer.from(buffer, byteOffset, length).toString('utf8')
  : (bytes) => decoder.decode(bytes);

export const encodeText: (text: string) => Uint8Array = isNode
  ? (text) => Buffer.from(text, 'utf8')
  : (text) => encoder.encode(text);

export const hexDigits = (bytes: Uint8Array): string => Array.from(bytes, (byte) => digits[byte]).join('');

export const bytesOfHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

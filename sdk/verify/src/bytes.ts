/** Bytes, by what browsers and Node have in common. */
import { Unverified } from './unverified.js';

export type Bytes = Uint8Array<ArrayBuffer>;

/** Of standard base64 with its padding, in the one spelling that there is of it; undefined if it is none. */
export function decodeBase64(text: string): Bytes | undefined {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return encodeBase64(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}

export const encodeBase64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export const areEqual = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);

/** @throws Unverified WEBCRYPTO_MISSING */
export function webCrypto(): typeof crypto.subtle {
  // The types say that it is always there; on a page from plain http it is not.
  const subtle = (globalThis.crypto as { subtle?: typeof crypto.subtle } | undefined)?.subtle;
  if (subtle !== undefined) return subtle;
  throw new Unverified(
    'WEBCRYPTO_MISSING',
    'WebCrypto is there only for local files and pages from https or localhost',
  );
}

export const sha256 = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await webCrypto().digest('SHA-256', bytes));

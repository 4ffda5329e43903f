/** The device's own cryptography, asked for once and with a clear word where there is none. */
import { MemberKeyError } from './member-key-error.js';

export type Subtle = typeof crypto.subtle;

/** @throws MemberKeyError WEBCRYPTO_MISSING */
export function webCrypto(): Subtle {
  // The types say that it is always there; on a page from plain http it is not.
  const subtle = (globalThis.crypto as { subtle?: Subtle } | undefined)?.subtle;
  if (subtle !== undefined) return subtle;
  throw new MemberKeyError('WEBCRYPTO_MISSING', 'WebCrypto is there only for pages from https or localhost');
}

/** Keys under which a write is done once. */
export type { Client } from '@commonpoint/client';

/** `crypto.randomUUID` is missing in pages from plain http. */
export function newIdempotencyKey(): string {
  return `console-${Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

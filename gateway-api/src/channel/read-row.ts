/** A row out of the bytes that a block has of it. What shows or proves blocks as they are does not go this way: it shows what was written. */
import { presentRow } from '@commonpoint/catalogue';

/**
 * In the present shape, whichever version wrote it; `json` says the same.
 *
 * @param key its parts, the type first
 * @throws SyntaxError when it is no JSON
 */
export function readRow(key: readonly string[], value: Uint8Array): { readonly json: string; readonly row: unknown } {
  const json = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8');
  const stored: unknown = JSON.parse(json);
  const row = presentRow(key, stored);
  return { json: row === stored ? json : JSON.stringify(row), row };
}

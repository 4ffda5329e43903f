/** Looks for planted secrets in everything that a consortium leaves on disk, and in what gateways answer. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Something distinctive that was given to the consortium in confidence. */
export interface Secret {
  readonly name: string;
  readonly text: string;
}

/** `secret in place`, for each secret that is found. */
export type Hit = string;

/** Without the zeros at the end, of which files made for later are full. Some files are gone again when they are read. */
function read(path: string): Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0) length--;
  return bytes.subarray(0, length);
}

/** The secrets that are in the files below a folder, by the files' paths relative to it. */
export function searchFiles(folder: string, secrets: readonly Secret[]): Hit[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      return searchBytes(read(path), relative(folder, path), secrets);
    });
}

/** The secrets that are in some bytes: as they are, in hex, or in base64. */
export function searchBytes(bytes: Buffer, place: string, secrets: readonly Secret[]): Hit[] {
  return secrets
    .filter(({ text }) => spellings(text).some((spelling) => bytes.includes(spelling)))
    .map(({ name }) => `${name} in ${place}`);
}

/** In base64 a text looks in three ways, by where it begins; what depends on its neighbours is left out. */
function spellings(text: string): string[] {
  const inBase64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.from('x'.repeat(offset) + text).toString('base64');
    return encoded.slice(offset === 0 ? 0 : 4, -4);
  });
  return [text, Buffer.from(text).toString('hex'), ...inBase64];
}

/** Looks for planted secrets in everything that a consortium leaves on disk, and in what gateways answer. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ClassicLevel } from 'classic-level';

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

/**
 * The secrets that are in the files below a folder, by paths relative to it. LevelDB compresses, which may cut a text in
 * two; so its folders are read by way of LevelDB as well, and nobody may be using them.
 */
export async function searchFolder(folder: string, secrets: readonly Secret[]): Promise<Hit[]> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const hits = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((path) => searchBytes(read(path), relative(folder, path), secrets));
  for (const entry of entries.filter((each) => each.isDirectory())) {
    const path = join(entry.parentPath, entry.name);
    if (existsSync(join(path, 'CURRENT'))) hits.push(...(await searchLevelDb(path, relative(folder, path), secrets)));
  }
  return [...new Set(hits)];
}

async function searchLevelDb(path: string, place: string, secrets: readonly Secret[]): Promise<Hit[]> {
  const encodings = { keyEncoding: 'buffer', valueEncoding: 'buffer' } as const;
  const database = new ClassicLevel<Buffer, Buffer>(path, { ...encodings, createIfMissing: false });
  const rows: Buffer[] = [];
  try {
    for await (const [key, value] of database.iterator()) rows.push(key, value);
  } finally {
    await database.close();
  }
  return searchBytes(Buffer.concat(rows), place, secrets);
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

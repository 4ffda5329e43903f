/** What happens to files: cut, emptied, a bit flipped, removed; where is chosen by a seed. */
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Random = () => number;

/** Mulberry32: numbers from 0 up to 1, the same for the same seed. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const damages = {
  cut: (path: string, random: Random) => truncateSync(path, Math.floor(random() * readFileSync(path).length)),
  emptied: (path: string) => truncateSync(path, 0),
  flipped: (path: string, random: Random) => {
    const bytes = readFileSync(path);
    const at = Math.floor(random() * bytes.length);
    if (bytes.length > 0) bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << Math.floor(random() * 8)), at);
    writeFileSync(path, bytes);
  },
  removed: (path: string) => rmSync(path),
} as const;

export type DamageKind = keyof typeof damages;
export const damageKinds = Object.keys(damages) as DamageKind[];

/** Paths below a folder, in order. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

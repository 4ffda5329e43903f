/** How much disk files take. */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** In bytes, of a file or of all files below a folder; 0 where there is none. What ends meanwhile counts as nothing. */
export function sizeOf(path: string): number {
  const own = statSync(path, { throwIfNoEntry: false });
  if (own === undefined) return 0;
  if (!own.isDirectory()) return own.size;
  return entriesOf(path).reduce((sum, { name }) => sum + sizeOf(join(path, name)), 0);
}

function entriesOf(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

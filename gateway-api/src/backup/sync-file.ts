import { closeSync, fsyncSync, openSync } from 'node:fs';

/** A file, or the names in a folder, is on the disk when this returns. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

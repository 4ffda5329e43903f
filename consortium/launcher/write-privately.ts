/** Files with secrets, written whole or not at all. */
import { rename, writeFile } from 'node:fs/promises';

/** For the owner's eyes, and never half-written. */
export async function writePrivately(path: string, text: string): Promise<void> {
  await writeFile(`${path}.partial`, text, { mode: 0o600, flush: true });
  await rename(`${path}.partial`, path);
}

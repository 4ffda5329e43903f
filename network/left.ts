/**
 * Organisations whose nodes no longer run on this machine, as they are out of the channel: `DATA_DIR/left.json`, a list of MSP ids.
 * Who is a member stands on the ledger and in the channel's configuration, not here. Their places, and with them the others' ports, stay.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DamagedFiles } from './damaged-files.js';

export function leftPath(dataDir: string): string {
  return join(dataDir, 'left.json');
}

/** None as long as nobody left. @throws DamagedFiles */
export function readLeft(dataDir: string): readonly string[] {
  const path = leftPath(dataDir);
  if (!existsSync(path)) return [];
  try {
    return z.array(z.string()).parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new DamagedFiles(`${path} is damaged: it says which organisations left. Put it back from a backup.`, {
      cause,
    });
  }
}

export function noteLeft(dataDir: string, mspId: string): void {
  const before = readLeft(dataDir);
  if (before.includes(mspId)) return;
  const path = leftPath(dataDir);
  writeFileSync(`${path}.partial`, `${JSON.stringify([...before, mspId], null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.partial`, path);
}

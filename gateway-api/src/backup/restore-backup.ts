/**
 * Puts back what a gateway lacks. What it has stays, as it is younger than the backup: members that were erased stay erased, keys that
 * were revoked stay revoked. A database that is to be taken from the backup all the same is put aside first.
 */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lockDatabase } from '../store/database-lock.js';
import { databasesOf, placeOf, type GatewayFiles } from './kept-files.js';
import { BackupError, type Manifest } from './manifest.js';
import { syncFile } from './sync-file.js';
import { verifyBackup } from './verify-backup.js';

export interface Restored {
  readonly manifest: Manifest;
  readonly restored: readonly string[];
  readonly kept: readonly string[];
  /** Where files are now that stood in the way. */
  readonly aside: readonly string[];
}

/** @throws BackupError, Misassembled when the gateway runs; nothing was changed then */
export function restoreBackup(
  config: GatewayFiles,
  folder: string,
  { replaceDatabases = false, now = new Date() }: { replaceDatabases?: boolean; now?: Date } = {},
): Restored {
  const manifest = verifyBackup(folder);
  for (const name of ['organization', 'mspId', 'channel'] as const) {
    if (manifest[name] !== config[name])
      throw new BackupError(`${folder} is a backup of ${manifest[name]}, and this gateway is of ${config[name]}.`);
  }
  const places = manifest.files.map(({ name }) => {
    const path = placeOf(name, config);
    if (path === undefined) throw new BackupError(`${folder} has a file that no gateway has: ${name}.`);
    return { name, path };
  });
  mkdirSync(dirname(config.databasePath), { recursive: true, mode: 0o700 });
  const lock = lockDatabase(config.databasePath, 0);
  try {
    const stamp = now.toISOString().replaceAll(/[:.]/g, '-');
    const aside: string[] = [];
    for (const { path } of databasesOf(config)) {
      // One that is younger than the backup has nothing in its place.
      const isReplaced = replaceDatabases && places.some((place) => place.path === path);
      if (existsSync(path) && !isReplaced) continue;
      // A log without its database belongs to none, least of all to the one that comes.
      for (const file of [path, `${path}-wal`, `${path}-shm`].filter((each) => existsSync(each))) {
        renameSync(file, `${file}.${stamp}`);
        aside.push(`${file}.${stamp}`);
      }
    }
    const missing = places.filter(({ path }) => !existsSync(path));
    for (const { name, path } of missing) put(join(folder, name), path);
    const restored = missing.map(({ name }) => name);
    const kept = places.map(({ name }) => name).filter((name) => !restored.includes(name));
    return { manifest, restored, kept, aside };
  } finally {
    lock.release();
  }
}

/** Whole or not at all. */
function put(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  rmSync(`${to}.partial`, { force: true });
  copyFileSync(from, `${to}.partial`);
  syncFile(`${to}.partial`);
  renameSync(`${to}.partial`, to);
}

/**
 * A backup of a gateway that runs: everything that it cannot be without, as of one moment, in a folder that is there whole or not
 * at all. The databases are copied first. What they were made with does not change, and the tree of members' secrets only loses
 * some, so that a tree that is a little younger brings nothing back that was erased.
 */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { copyDatabase, lookInto, type Told } from './copied-database.js';
import { DATABASE, databasesOf, plainFilesOf, spoolFolderOf, type GatewayFiles } from './kept-files.js';
import { BackupError, digestOfFile, MANIFEST, type Manifest } from './manifest.js';
import { syncFile } from './sync-file.js';

/** An import may end while its file is copied; then all is copied anew. */
const TRIES = 5;

/** @throws BackupError */
export async function makeBackup(config: GatewayFiles, folder: string, now = new Date()): Promise<Manifest> {
  if (existsSync(folder)) throw new BackupError(`${folder} exists already: give a folder that does not.`);
  if (!existsSync(config.databasePath))
    throw new BackupError(`${config.databasePath} is missing: there is nothing to back up.`);
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  try {
    const { told, names } = await copyAll(config, partial);
    const files = names.map((name) => ({ name, ...digestOfFile(join(partial, name)) }));
    const { organization, mspId, channel } = config;
    const made: Manifest = {
      format: 1,
      madeAt: now.toISOString(),
      organization,
      mspId,
      channel,
      ledger: told.ledger,
      files,
    };
    writeFileSync(join(partial, MANIFEST), `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
    for (const name of [...names, MANIFEST]) syncFile(join(partial, name));
    renameSync(partial, folder);
    syncFile(dirname(folder));
    markDone(config, now);
    return made;
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

async function copyAll(config: GatewayFiles, to: string): Promise<{ told: Told; names: readonly string[] }> {
  for (let left = TRIES; ; left--) {
    const databases = databasesOf(config).filter(({ path }) => existsSync(path));
    for (const { name, path } of databases) {
      rmSync(join(to, name), { force: true });
      await copyDatabase(path, join(to, name));
    }
    const told = lookInto(join(to, DATABASE));
    const imports = told.imports.map((id) => ({
      name: `imports/${id}.csv`,
      path: join(spoolFolderOf(config), `${id}.csv`),
    }));
    const plain = plainFilesOf(config).filter(({ path }) => existsSync(path));
    const names = [...databases, ...imports, ...plain].map(({ name }) => name);
    if ([...imports, ...plain].every(({ name, path }) => copied(path, join(to, name)))) return { told, names };
    if (left === 1)
      throw new BackupError('Files of the gateway come and go faster than they can be copied: try again.');
  }
}

/** Whether the file was there. */
function copied(from: string, to: string): boolean {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  try {
    copyFileSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** The gateway's metrics tell how long ago that was. */
function markDone({ databasePath }: GatewayFiles, now: Date): void {
  const mark = join(dirname(databasePath), 'last-backup');
  writeFileSync(mark, '', { mode: 0o600 });
  utimesSync(mark, now, now);
}

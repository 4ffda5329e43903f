/** Databases in backups: copied while a gateway writes them, and looked into without changing them. */
import { chmodSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import type { Manifest } from './manifest.js';
import { BackupError } from './manifest.js';

/** All in one step: a copy in portions would begin again whenever the gateway writes, that is for ever. */
const PAGES = 2 ** 31 - 1;
/** How long another program may have the file locked, say a copying tool. */
const PATIENCE_MS = 20_000;

/** As of one moment; the gateway goes on meanwhile. @throws BackupError when what was copied is damaged */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true, timeout: PATIENCE_MS });
  try {
    await backup(source, to, { rate: PAGES });
  } finally {
    source.close();
  }
  chmodSync(to, 0o600);
  const copy = new DatabaseSync(to);
  try {
    // One file, which nothing has to be kept beside.
    copy.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL');
    requireWhole(copy, from);
  } finally {
    copy.close();
  }
}

/** @throws BackupError */
function requireWhole(database: DatabaseSync, path: string): void {
  const { quick_check: found } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
  if (found !== 'ok') throw new BackupError(`${path} is damaged: ${found}.`);
}

/** What a copy of the gateway's database tells. */
export interface Told {
  readonly ledger: Manifest['ledger'];
  /** By its name, the digest or id of each thing that the file was made with. */
  readonly origin: ReadonlyMap<string, string>;
  /** Imports under work, whose files it needs. */
  readonly imports: readonly string[];
}

/** @throws BackupError when it is damaged, or no gateway's */
export function lookInto(path: string): Told {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true });
    requireWhole(database, path);
    const checkpoint = database.prepare('SELECT block, hash FROM checkpoint WHERE id = 1').get() as
      { block: number; hash: string | null } | undefined;
    const origin = new Map(
      database
        .prepare('SELECT name, value FROM origin')
        .all()
        .map((row) => [row['name'] as string, row['value'] as string]),
    );
    const running = database.prepare("SELECT import_id FROM imports WHERE state = 'running'").all();
    const firstBlock = origin.get('first-block');
    return {
      ledger: {
        block: checkpoint?.block ?? -1,
        ...(typeof checkpoint?.hash === 'string' && { hash: checkpoint.hash }),
        ...(firstBlock !== undefined && { firstBlock }),
      },
      origin,
      imports: running.map((row) => row['import_id'] as string),
    };
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError(`${path} is damaged, or no gateway's: ${(error as Error).message}.`);
  } finally {
    database?.close();
  }
}

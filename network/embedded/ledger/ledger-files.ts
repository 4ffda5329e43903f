/** What a peer's ledger has on disk, opened and closed as one. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log.js';
import { type Looks, newLooks } from '../recovery/looks.js';
import { BlockFile } from './block-file.js';
import { openPrivateStore, openStateDatabase } from './open-databases.js';
import type { PrivateStore } from './private-store.js';
import type { StateDatabase } from './state-database.js';

export interface LedgerFiles {
  readonly database: StateDatabase;
  readonly file: BlockFile;
  /** Of a peer that is a member of collections. */
  readonly privateStore: PrivateStore | undefined;
}

/** All of them, or none stays open. */
export async function openFiles({
  folder,
  privateData,
  log = () => undefined,
  looks,
}: {
  readonly folder: string;
  readonly privateData?: unknown;
  readonly log?: Log;
  readonly looks?: Looks | undefined;
}): Promise<LedgerFiles> {
  const file = await BlockFile.open(join(folder, 'blocks'), log);
  try {
    const isNew = file.size === 0;
    await dropEarlierLayouts(folder, log);
    const database = await openStateDatabase(join(folder, STATE), file, log, looks);
    try {
      const privateStore =
        privateData === undefined
          ? undefined
          : await openPrivateStore(join(folder, 'private'), await database.savepoint(), isNew, looks);
      return { database, file, privateStore };
    } catch (error) {
      await database.close();
      throw error;
    }
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Its name changes with how rows are laid out, so that no version takes another one's rows for its own. */
const STATE = 'rows';
const EARLIER_LAYOUTS = ['state'];

async function dropEarlierLayouts(folder: string, log: Log): Promise<void> {
  for (const name of EARLIER_LAYOUTS) {
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    log(`${path} is of an earlier version, and is built again from the blocks`);
    await rm(path, { recursive: true });
  }
}

/** What the start left was or is looked at: not again after each time that the disk was full. */
export async function openAgain(options: Parameters<typeof openFiles>[0]): Promise<LedgerFiles> {
  const looks = options.looks && newLooks('some', options.looks.atOnceBytes);
  const files = await openFiles({ ...options, looks });
  await Promise.all((looks?.holds ?? []).map((release) => release()));
  return files;
}

export async function closeFiles({ database, file, privateStore }: LedgerFiles): Promise<void> {
  const closed = await Promise.allSettled([database.close(), file.close(), privateStore?.close()]);
  for (const each of closed) if (each.status === 'rejected') throw each.reason;
}
